import { useEffect, useMemo, useRef } from 'react';
import { blockOf, placeBlock } from '../../../domain/programs/block.ts';
import type { DraftPlan } from '../../../domain/programs/draft-plan.ts';
import { moveTasks, type MoveTarget } from '../../../domain/programs/move-tasks.ts';
import type { BlockTask, Program, TemplateTask } from '../../../domain/programs/program.ts';
import { insertDays, insertWeek, removeDays, removeWeek } from '../../../domain/programs/structure.ts';
import { plural } from '../../../ui/format.ts';
import { showToast, showUndoToast } from '../../../ui/toast.tsx';
import type { CopySource } from './CopyTasksSheet.tsx';
import { useDraftEditor } from './draft-editor.ts';
import {
  clearSelection,
  focusStop,
  selectTask,
  type EditorStore,
  setClipboard,
  taskStop,
  useClipboard,
  useEditorStore,
} from './editor-state.ts';

/** What can be done with the tasks and days of the open program. A task that is selected stands for the selection. */
export interface TemplateTaskActions {
  edit: (task: TemplateTask) => void;
  /** Opens the sheet that moves a task to another day. */
  move: (task: TemplateTask) => void;
  repeat: (task: TemplateTask) => void;
  /** Selects the task, or no longer. */
  select: (task: TemplateTask) => void;
  /** To `index` of its own day. */
  reorder: (task: TemplateTask, index: number) => Promise<unknown>;
  remove: (task?: TemplateTask) => Promise<unknown>;
  cut: (task?: TemplateTask) => void;
  copy: (task?: TemplateTask) => void;
  /** Pastes what was cut or copied last from `day` on. */
  paste: (day: number) => Promise<unknown>;
  saveToLibrary: (task?: TemplateTask) => void;
  /** Moves tasks as a drag does. */
  drop: (ids: readonly string[], target: MoveTarget) => Promise<unknown>;
  /** Moves tasks by a number of days, to the end of theirs. */
  shift: (task: TemplateTask, days: number) => Promise<unknown>;
  insertBlock: (title: string, block: readonly BlockTask[], day: number) => Promise<unknown>;
  copyOnto: (source: CopySource) => void;
  insertDay: (day: number, place: 'before' | 'after') => Promise<unknown>;
  removeDay: (day: number) => Promise<unknown>;
  insertWeek: (week: number, place: 'before' | 'after') => Promise<unknown>;
  removeWeek: (week: number) => Promise<unknown>;
}

interface TemplateTaskContext {
  program: Program;
  tasks: readonly TemplateTask[];
  onEdit: (id: string) => void;
  onMove: (task: TemplateTask) => void;
  onCopy: (source: CopySource) => void;
  onSaveToLibrary: (block: BlockTask[]) => void;
}

/** The actions; the same object at every render, so that memoized cards are not rendered again. */
export const useTemplateTaskActions = (context: TemplateTaskContext): TemplateTaskActions => {
  const editor = useDraftEditor();
  const store = useEditorStore();
  const latest = useRef(context);
  useEffect(() => {
    latest.current = context;
  });
  return useMemo(() => {
    /** In order. */
    const chosen = (task?: TemplateTask): TemplateTask[] => {
      const { selected } = store.getState();
      return latest.current.tasks.filter(({ id }) =>
        task && !selected.has(task.id) ? id === task.id : selected.has(id),
      );
    };
    const insertBlock = async (label: string, block: readonly BlockTask[], day: number): Promise<void> => {
      const done = await editor.edit(label, (draft) => placeBlock(draft, block, day));
      if (done) selectAll(store, done.added);
    };
    const drop = (ids: readonly string[], target: MoveTarget) => {
      focusTask(store, target.lead);
      return editor.edit(`Moved ${tasksLabel(latest.current.tasks, ids)}`, (draft) => moveTasks(draft, ids, target));
    };
    return {
      edit: ({ id }) => {
        latest.current.onEdit(id);
      },
      move: (task) => {
        latest.current.onMove(task);
      },
      repeat: (task) => {
        latest.current.onCopy({ kind: 'task', task });
      },
      copyOnto: (source) => {
        latest.current.onCopy(source);
      },
      select: ({ id }) => {
        selectTask(store, [], id, 'toggle');
      },
      reorder: (task, index) => drop([task.id], { lead: task.id, day: task.day_index, index }),
      drop,
      shift: (task, days) => {
        const ids = chosen(task).map(({ id }) => id);
        return drop(ids, { lead: task.id, day: task.day_index + days, index: Infinity });
      },
      remove: async (task) => {
        const removed = chosen(task).map(({ id }) => id);
        if (removed.length === 0) return;
        const label = `Deleted ${tasksLabel(latest.current.tasks, removed)}`;
        const done = await editor.edit(label, (): DraftPlan => ({ removed }));
        if (!done) return;
        clearSelection(store);
        showUndoToast(`${label}.`, done.undo);
      },
      cut: (task) => {
        const ids = chosen(task).map(({ id }) => id);
        if (ids.length === 0) return;
        const block = blockOf(chosen(task));
        setClipboard({ kind: 'cut', programId: latest.current.program.id, ids, block });
        showToast(`Cut ${tasksLabel(latest.current.tasks, ids)}: it moves where you paste.`, CLIPBOARD_TOAST);
      },
      copy: (task) => {
        const tasks = chosen(task);
        if (tasks.length === 0) return;
        setClipboard({ kind: 'copied', block: blockOf(tasks) });
        const ids = tasks.map(({ id }) => id);
        showToast(`Copied ${tasksLabel(tasks, ids)}.`, CLIPBOARD_TOAST);
      },
      paste: async (day) => {
        const { clipboard } = useClipboard.getState();
        if (!clipboard) return;
        if (clipboard.kind === 'copied' || clipboard.programId !== latest.current.program.id) {
          await insertBlock(`Pasted ${plural(clipboard.block.length, 'task')}`, clipboard.block, day);
          if (clipboard.kind === 'cut') showToast('Pasted a copy: tasks that are cut stay in their own program.');
          return;
        }
        const { ids } = clipboard;
        const lead = latest.current.tasks.find(({ id }) => ids.includes(id));
        if (!lead) {
          showToast('The tasks that were cut are no longer there.');
          return;
        }
        const done = await drop(ids, { lead: lead.id, day, index: Infinity });
        if (done) setClipboard(null);
      },
      saveToLibrary: (task) => {
        const tasks = chosen(task);
        if (tasks.length > 0) latest.current.onSaveToLibrary(blockOf(tasks));
      },
      insertBlock: (title, block, day) => insertBlock(`Inserted “${title}”`, block, day),
      insertDay: (day, place) =>
        editor.edit(`Inserted a day ${place} day ${String(day)}`, (draft) =>
          insertDays(draft, place === 'before' ? day : day + 1, 1),
        ),
      removeDay: (day) =>
        withUndo(`Removed day ${String(day)}`, (label) => editor.edit(label, (draft) => removeDays(draft, day, 1))),
      insertWeek: (week, place) =>
        editor.edit(`Inserted a week ${place} week ${String(week)}`, (draft) => insertWeek(draft, week, place)),
      removeWeek: (week) =>
        withUndo(`Removed week ${String(week)}`, (label) => editor.edit(label, (draft) => removeWeek(draft, week))),
    };
  }, [editor, store]);
};

const CLIPBOARD_TOAST = { id: 'program-clipboard' };

const withUndo = async (
  label: string,
  run: (label: string) => Promise<{ undo: () => Promise<unknown> } | undefined>,
): Promise<void> => {
  const done = await run(label);
  if (done) showUndoToast(`${label}.`, done.undo);
};

/** "“Run”", "3 tasks" */
const tasksLabel = (tasks: readonly TemplateTask[], ids: readonly string[]): string => {
  const only = ids.length === 1 ? tasks.find(({ id }) => id === ids[0]) : undefined;
  return only ? `“${only.title}”` : plural(ids.length, 'task');
};

const selectAll = (store: EditorStore, ids: readonly string[]): void => {
  store.setState({ selected: new Set(ids), anchor: ids[0] ?? null });
  if (ids[0] !== undefined) focusTask(store, ids[0]);
};

/** Its card takes the focus where it is rendered next. */
const focusTask = (store: EditorStore, id: string): void => {
  focusStop(store, taskStop(id));
};
