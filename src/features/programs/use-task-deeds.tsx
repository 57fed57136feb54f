import { useEffect, useMemo, useRef } from 'react';
import type { TemplateTask } from '../../domain/program.ts';
import { deleteTemplateTasks, moveTemplateTask } from '../../store/program-tasks.ts';
import { restoreRow } from '../../store/program.ts';
import { useStore } from '../../store/react.ts';
import { attempt } from '../../ui/attempt.ts';
import { showUndo } from '../../ui/toast.tsx';
import type { CopySource } from './CopySheet.tsx';

export interface TaskDeeds {
  edit: (task: TemplateTask) => void;
  /** Opens the choice of a day. */
  move: (task: TemplateTask) => void;
  repeat: (task: TemplateTask) => void;
  /** To `index` of its own day. */
  place: (task: TemplateTask, index: number) => void;
  remove: (task: TemplateTask) => void;
}

interface Openers {
  onEdit: (id: string) => void;
  onMove: (task: TemplateTask) => void;
  onCopy: (source: CopySource) => void;
}

/** What can be done with a task of a program; the same object at every render, so that cards are not drawn anew. */
export const useTaskDeeds = (openers: Openers): TaskDeeds => {
  const db = useStore();
  const latest = useRef(openers);
  useEffect(() => {
    latest.current = openers;
  });
  return useMemo(
    () => ({
      edit: ({ id }) => {
        latest.current.onEdit(id);
      },
      move: (task) => {
        latest.current.onMove(task);
      },
      repeat: (task) => {
        latest.current.onCopy({ kind: 'task', task });
      },
      place: (task, index) => {
        void attempt(() => moveTemplateTask(db, task, task.day_index, index));
      },
      remove: (task) => {
        void attempt(async () => {
          await deleteTemplateTasks(db, [task.id]);
          showUndo(`Deleted “${task.title}”.`, () => void attempt(() => restoreRow(db, 'program_tasks', task)));
        });
      },
    }),
    [db],
  );
};
