import { digestText } from '../sync/digest-text.ts';
import type { Row } from '../sync/change.ts';

/* What an edit has changed in a draft, as rows before and after it, so that it can be undone and redone. */

export type DraftTable = 'programs' | 'program_tasks';

type Fields = Readonly<Record<string, unknown>>;

/** The same fields on both sides: those that changed. `null`: there was, or is, no such row. */
export interface RowChange {
  table: DraftTable;
  row: string;
  before: Fields | null;
  after: Fields | null;
}

export type Direction = 'undo' | 'redo';

/** An edit of one row; the store writes it. */
export type DraftRowEdit = { table: DraftTable; row: string } & (
  { op: 'insert' | 'update'; fields: Record<string, unknown> } | { op: 'delete'; fields: Record<string, never> }
);

/** Maintained by the database, not by edits. */
const BOOKKEEPING = new Set(['id', 'updated_at', 'field_timestamps']);

const contentOf = (row: Readonly<Row>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !BOOKKEEPING.has(name)));

/** What has changed in one row; `null` where nothing has. */
export const rowChange = (
  table: DraftTable,
  row: string,
  before: Readonly<Row> | undefined,
  after: Readonly<Row> | undefined,
): RowChange | null => {
  if (!before || !after) {
    if (!before && !after) return null;
    return { table, row, before: before ? contentOf(before) : null, after: after ? contentOf(after) : null };
  }
  const names = Object.keys({ ...contentOf(before), ...contentOf(after) }).filter(
    (name) => !isSame(before[name], after[name]),
  );
  if (names.length === 0) return null;
  return { table, row, before: pick(before, names), after: pick(after, names) };
};

const pick = (row: Readonly<Row>, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, row[name] ?? null]));

/** As JSON: a row that comes back from the server has the members of its values in another order. */
const isSame = (a: unknown, b: unknown): boolean => digestText(a) === digestText(b);

const targetOf = ({ before, after }: RowChange, direction: Direction): Fields | null =>
  direction === 'undo' ? before : after;
const expectedOf = ({ before, after }: RowChange, direction: Direction): Fields | null =>
  direction === 'undo' ? after : before;

/**
 * Whether the row is still as the change, or its undo, left it. Of an edited row only the edited fields count: what else
 * was changed in it meanwhile stays. A row that would be deleted counts as a whole.
 */
export const isUntouched = (change: RowChange, direction: Direction, current: Readonly<Row> | undefined): boolean => {
  const expected = expectedOf(change, direction);
  if (!expected || !current) return !expected && !current;
  // Nobody edits it, and the server writes the same instant in another way.
  const names = Object.keys(expected).filter((name) => name !== 'created_at');
  return names.every((name) => isSame(current[name], expected[name]));
};

/** The edit that undoes or redoes the change of one row. */
export const editOfChange = (change: RowChange, direction: Direction): DraftRowEdit => {
  const { table, row } = change;
  const target = targetOf(change, direction);
  if (!target) return { table, row, op: 'delete', fields: {} };
  return { table, row, op: expectedOf(change, direction) ? 'update' : 'insert', fields: { ...target } };
};
