import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { applyDraftChanges, editDraft } from '../../../data/programs/edit-draft.ts';
import { type ProgramUpdates, updateProgram, updateTemplateTask } from '../../../data/programs/drafts.ts';
import type { TemplateTaskContent } from '../../../domain/programs/program.ts';
import { type Direction, type DraftTable, type RowChange, rowChange } from '../../../domain/programs/draft-change.ts';
import type { Draft, DraftPlanResult } from '../../../domain/programs/draft-plan.ts';
import {
  type EditEntry,
  EMPTY_HISTORY,
  withEntry,
  withoutEntry,
  withRedone,
  withUndone,
} from '../../../domain/programs/edit-history.ts';
import type { Program, TemplateTask } from '../../../domain/programs/program.ts';
import type { Row } from '../../../domain/sync/change.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { showToast } from '../../../ui/toast.tsx';
import { draftProblemMessage } from './labels.ts';

export interface DoneEdit {
  /** Ids of new tasks. */
  added: string[];
  /** Nothing was different from what the edit would make it. */
  isEmpty: boolean;
  undo: () => Promise<unknown>;
}

/**
 * The edits of one open program, each of which can be undone and redone while the screen is open. They run one after the
 * other. A failure and a problem are shown as a toast.
 */
export class DraftEditor {
  readonly history = createStore(() => EMPTY_HISTORY);
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: CadenceDatabase,
    readonly programId: string,
  ) {}

  /** @param label a short past sentence: "Moved 3 tasks". Resolves to nothing where the edit was not made. */
  edit(label: string, plan: (draft: Draft) => DraftPlanResult): Promise<DoneEdit | undefined> {
    return this.inTurn(async () => {
      const result = await editDraft(this.db, this.programId, plan);
      if ('problem' in result) {
        showToast(draftProblemMessage(result.problem));
        return undefined;
      }
      const entry = this.record({ id: crypto.randomUUID(), label, changes: result.changes });
      return { added: result.added, isEmpty: result.changes.length === 0, undo: () => this.step('undo', entry) };
    });
  }

  /** Saves fields of a task. Rejects where that fails. */
  async saveTask(task: TemplateTask, fields: Partial<TemplateTaskContent>): Promise<void> {
    await updateTemplateTask(this.db, task.id, fields);
    const stored = await this.db.getRow('program_tasks', task.id);
    this.recordFields(`Edited “${task.title}”`, 'program_tasks', task, stored, fields);
  }

  /** Saves fields of the program; a function gets the stored program. Rejects where that fails. */
  async saveProgram(program: Program, updates: ProgramUpdates | ((stored: Program) => ProgramUpdates)): Promise<void> {
    const label = 'Changed the program settings';
    if (typeof updates === 'function') {
      const result = await editDraft(this.db, this.programId, (draft) => ({ program: updates(draft.program) }));
      if ('changes' in result) this.record({ id: crypto.randomUUID(), label, changes: result.changes });
      return;
    }
    await updateProgram(this.db, program.id, updates);
    const stored = await this.db.getRow('programs', program.id);
    this.recordFields(label, 'programs', program, stored, updates);
  }

  undo(): Promise<unknown> {
    return this.step('undo');
  }

  redo(): Promise<unknown> {
    return this.step('redo');
  }

  /** @param entry the next one by default, as it is once the edits before have ended. */
  private step(direction: Direction, entry?: EditEntry): Promise<unknown> {
    return this.inTurn(async () => {
      const { done, undone } = this.history.getState();
      const entries = direction === 'undo' ? done : undone;
      const chosen = entry ? entries.find(({ id }) => id === entry.id) : entries.at(-1);
      // There is none, or its toast has undone it already.
      if (chosen) await this.apply(chosen, direction);
    });
  }

  private async apply(entry: EditEntry, direction: Direction): Promise<void> {
    const touched = await applyDraftChanges(this.db, entry.changes, direction);
    const withStep = direction === 'undo' ? withUndone : withRedone;
    this.history.setState((history) => (touched.length > 0 ? withoutEntry : withStep)(history, entry), true);
    showToast(touched.length > 0 ? touchedMessage(entry, direction) : STEP_MESSAGES[direction](entry), {
      id: `draft-step.${this.programId}`,
    });
  }

  private record(entry: EditEntry): EditEntry {
    this.history.setState((history) => withEntry(history, entry), true);
    return entry;
  }

  private recordFields(
    label: string,
    table: DraftTable,
    shown: TemplateTask | Program,
    stored: TemplateTask | Program | undefined,
    fields: object,
  ): void {
    if (!stored) return;
    const names = Object.keys(fields);
    const before = Object.fromEntries(names.map((name) => [name, (shown as unknown as Row)[name]]));
    const after = stored as unknown as Row;
    const change: RowChange | null = rowChange(table, stored.id, { ...after, ...before, id: stored.id }, after);
    const mergeKey = `${table} ${stored.id} ${names.join(' ')}`;
    this.record({ id: crypto.randomUUID(), label, changes: change ? [change] : [], mergeKey });
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    const turn = this.last.then(() => withSaveErrorToast(work));
    this.last = turn;
    return turn;
  }
}

const STEP_MESSAGES: Record<Direction, (entry: EditEntry) => string> = {
  undo: ({ label }) => `Undone: ${label}.`,
  redo: ({ label }) => `Done again: ${label}.`,
};

const touchedMessage = ({ label }: EditEntry, direction: Direction): string =>
  `Can’t ${direction} “${label}”: part of it was changed since, elsewhere. Nothing was changed now.`;

const DraftEditorContext = createContext<DraftEditor | null>(null);

export const DraftEditorProvider = DraftEditorContext.Provider;

/** The editor of the program around. @throws Error outside of one. */
export const useDraftEditor = (): DraftEditor => {
  const editor = useContext(DraftEditorContext);
  if (!editor) throw new Error('There is no program around.');
  return editor;
};

/** What the next undo and the next redo are about; `null` where there is none. */
export const useHistorySteps = (editor: DraftEditor): Record<Direction, string | null> => {
  const { done, undone } = useStore(editor.history);
  return { undo: done.at(-1)?.label ?? null, redo: undone.at(-1)?.label ?? null };
};
