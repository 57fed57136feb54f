import { useEffect, useMemo, useRef } from 'react';
import type { TemplateTask } from '../../../domain/programs/program.ts';
import { deleteTemplateTasks, moveTemplateTask } from '../../../data/programs/template-tasks.ts';
import { restoreRow } from '../../../store/write.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { showUndoToast } from '../../../ui/toast.tsx';
import type { CopySource } from './CopyTasksSheet.tsx';

export interface TemplateTaskActions {
  edit: (task: TemplateTask) => void;
  /** Opens the sheet that moves a task to another day. */
  move: (task: TemplateTask) => void;
  repeat: (task: TemplateTask) => void;
  /** To `index` of its own day. */
  reorder: (task: TemplateTask, index: number) => Promise<unknown>;
  remove: (task: TemplateTask) => Promise<unknown>;
}

interface TemplateTaskDialogs {
  onEdit: (id: string) => void;
  onMove: (task: TemplateTask) => void;
  onCopy: (source: CopySource) => void;
}

/** The actions on template tasks; the same object at every render, so that memoized cards are not rendered again. */
export const useTemplateTaskActions = (dialogs: TemplateTaskDialogs): TemplateTaskActions => {
  const db = useDatabase();
  const latest = useRef(dialogs);
  useEffect(() => {
    latest.current = dialogs;
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
      reorder: (task, index) => withSaveErrorToast(() => moveTemplateTask(db, task, task.day_index, index)),
      remove: (task) =>
        withSaveErrorToast(async () => {
          await deleteTemplateTasks(db, [task.id]);
          showUndoToast(`Deleted “${task.title}”.`, () =>
            withSaveErrorToast(() => restoreRow(db, 'program_tasks', task)),
          );
        }),
    }),
    [db],
  );
};
