import {
  type Direction,
  type DraftTable,
  editOfChange,
  isUntouched,
  type RowChange,
  rowChange,
} from '../../domain/programs/draft-change.ts';
import {
  type Draft,
  type DraftPlan,
  type DraftPlanResult,
  type DraftProblem,
  isProblem,
} from '../../domain/programs/draft-plan.ts';
import type { TemplateTask } from '../../domain/programs/program.ts';
import type { Row } from '../../domain/sync/change.ts';
import type { CadenceDatabase, TransactionTables } from '../../store/database.ts';
import { insertEdit, type TableEdit, writeInTransaction } from '../../store/write.ts';
import { getProgramDraft } from './drafts.ts';
import { buildTemplateTask } from './build-template-task.ts';

/* Edits of a draft that can be undone: each is one transaction, and resolves to what it changed. */

export type DraftEditResult =
  /** `added`: the ids of new tasks. */
  { changes: RowChange[]; added: string[] } | { problem: DraftProblem };

/**
 * Plans an edit from the draft as it is inside the transaction, and writes it. A problem, or a program that is gone,
 * changes nothing.
 */
export const editDraft = (
  db: CadenceDatabase,
  programId: string,
  plan: (draft: Draft) => DraftPlanResult,
): Promise<DraftEditResult> =>
  inDraftTransaction(db, async (tables): Promise<DraftEditResult> => {
    const draft = await getProgramDraft(tables, programId);
    const planned = draft ? plan(draft) : {};
    if (isProblem(planned)) return { problem: planned.problem };
    const added = (planned.added ?? []).map((task) => buildTemplateTask(db, programId, task));
    const changes = await writeAndRecord(db, tables, tableEdits(programId, planned, added));
    return { changes, added: added.map(({ id }) => id) };
  });

/**
 * Undoes the changes of an edit, or redoes them: all of them, or none where one of the rows is no longer as the edit left
 * it.
 *
 * @returns the rows that were changed elsewhere; empty where it is done.
 */
export const applyDraftChanges = (
  db: CadenceDatabase,
  changes: readonly RowChange[],
  direction: Direction,
): Promise<RowChange[]> =>
  inDraftTransaction(db, async (tables) => {
    const rows = await readRows(tables, changes);
    const touched = changes.filter((change) => !isUntouched(change, direction, rows.get(rowKey(change))));
    if (touched.length === 0) {
      const edits = changes.map((change): TableEdit => editOfChange(change, direction));
      await writeInTransaction(tables, edits, db.environment);
    }
    return touched;
  });

const inDraftTransaction = <Result>(
  db: CadenceDatabase,
  work: (tables: TransactionTables) => Promise<Result>,
): Promise<Result> => db.inTransaction('rw', ['programs', 'program_tasks', 'outbox', 'serverRows', 'meta'], work);

type DraftTableEdit = TableEdit & { table: DraftTable };

const tableEdits = (
  programId: string,
  { program, updated = [], removed = [] }: DraftPlan,
  added: readonly TemplateTask[],
): DraftTableEdit[] => [
  ...(program ? [{ op: 'update', table: 'programs', row: programId, fields: program } as const] : []),
  ...updated.map(({ id, fields }) => ({ op: 'update', table: 'program_tasks', row: id, fields }) as const),
  ...removed.map((row) => ({ op: 'delete', table: 'program_tasks', row, fields: {} }) as const),
  ...added.map((task) => insertEdit('program_tasks', task) as DraftTableEdit),
];

const writeAndRecord = async (
  db: CadenceDatabase,
  tables: TransactionTables,
  edits: readonly DraftTableEdit[],
): Promise<RowChange[]> => {
  if (edits.length === 0) return [];
  const before = await readRows(tables, edits);
  await writeInTransaction(tables, edits, db.environment);
  const after = await readRows(tables, edits);
  return edits.flatMap((edit) => {
    const key = rowKey(edit);
    return rowChange(edit.table, edit.row, before.get(key), after.get(key)) ?? [];
  });
};

const rowKey = ({ table, row }: { table: DraftTable; row: string }): string => `${table} ${row}`;

/** By `rowKey`; without the rows that are not there. */
const readRows = async (
  tables: TransactionTables,
  rows: readonly { table: DraftTable; row: string }[],
): Promise<Map<string, Row>> => {
  const idsOf = (table: DraftTable) => rows.filter((one) => one.table === table).map(({ row }) => row);
  const [programs, tasks] = await Promise.all([
    tables.getRowsById('programs', idsOf('programs')),
    tables.getRowsById('program_tasks', idsOf('program_tasks')),
  ]);
  return new Map([
    ...programs.flatMap((row) => (row ? [[`programs ${row.id}`, row as unknown as Row] as const] : [])),
    ...tasks.flatMap((row) => (row ? [[`program_tasks ${row.id}`, row as unknown as Row] as const] : [])),
  ]);
};
