import type { Change, Row } from '../../src/domain/sync/change.ts';
import type { Conflict } from '../../src/domain/sync/conflict.ts';
import { type Content, isMarked, isLongText, type MarkedTable, MARKED, rowKey } from './markers.ts';

/** A version of a conflict on the server; of one that was resolved or pruned, the last one. */
export interface ConflictVersion {
  row: Conflict & { field_timestamps: Record<string, string> };
  isDeleted: boolean;
}

/** What a conflict stores for the person to choose. */
type ConflictingCopy = Pick<Conflict, 'table_name' | 'row_id' | 'field' | 'kind' | 'lost'>;

/**
 * The last content of every conflict, and the content of each that was resolved. Content that was overwritten before
 * does not count.
 */
export const conflictingCopies = (versions: readonly ConflictVersion[]): ConflictingCopy[] =>
  versions.flatMap(({ row, isDeleted }, at) => {
    const next = isDeleted ? undefined : versions.slice(at + 1).find((other) => other.row.id === row.id);
    return next && !next.isDeleted ? [] : [row];
  });

/** Everything that is known of one row. */
interface RowHistory {
  key: string;
  table: MarkedTable;
  /** All committed changes of it, ordered by their timestamps. */
  changes: readonly Change[];
  /** The row on the server at the end. */
  row: Row | null;
  copies: readonly ConflictingCopy[];
}

/**
 * Committed changes without effect: the last change that decides whether the row exists, the last write of each field,
 * and every earlier write that nobody replaced who had seen it and that is in no conflict.
 * @param committed the changes whose transaction has committed on a client, and no others.
 */
export const lostWrites = (
  committed: readonly Change[],
  stored: readonly Content[],
  copies: readonly ConflictingCopy[],
): string[] => {
  const rows = new Map(stored.map(({ table, row }) => [rowKey(table, row.id), row]));
  const changesOf = new Map<string, Change[]>();
  for (const change of [...committed].sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1))) {
    const key = rowKey(change.table, change.row);
    const known = changesOf.get(key);
    if (known) known.push(change);
    else changesOf.set(key, [change]);
  }
  return [...changesOf].flatMap(([key, changes]) => {
    const [{ table, row: id } = { table: '', row: '' }] = changes;
    if (!isMarked(table)) return [];
    const ofRow = copies.filter((conflict) => conflict.table_name === table && conflict.row_id === id);
    const about: RowHistory = { key, table, changes, row: rows.get(key) ?? null, copies: ofRow };
    return [
      ...lostRowState(about),
      ...changes.flatMap((change, at) => {
        const later = changes.slice(at + 1);
        return change.op === 'delete' ? lostDelete(about, change, later) : lostFields(about, change, later);
      }),
    ];
  });
};

const lostRowState = ({ key, changes, row }: RowHistory): string[] => {
  const last = changes.at(-1);
  if (!last || (last.op === 'delete') === (row === null)) return [];
  return [`${key} is ${row ? '' : 'not '}there, and the ${last.op} of ${last.timestamp} is lost`];
};

/** An edit of a row that was removed from the device between the read and the edit: it has no base. */
const isBlind = ({ op, base }: Change): boolean => op === 'update' && base === undefined;

/** A delete that an edit undid, other than by restoring the row, must be in a conflict. */
const lostDelete = ({ key, row, copies }: RowHistory, change: Change, later: readonly Change[]): string[] => {
  const isResolved =
    row === null ||
    change.base === undefined ||
    later.some((other) => other.op === 'insert' || isBlind(other)) ||
    copies.some(({ kind }) => kind === 'lost_delete');
  return isResolved ? [] : [`${key} is there, and no conflict has its delete of ${change.timestamp}`];
};

const lostFields = (about: RowHistory, change: Change, later: readonly Change[]): string[] =>
  Object.entries(change.fields).flatMap(([name, value]) => {
    if (!(MARKED[about.table] as readonly string[]).includes(name)) return [];
    const found = about.row?.[name] ?? null;
    if (isSame(found, value)) return [];
    const isLast = !later.some((other) => other.op === 'delete' || Object.hasOwn(other.fields, name));
    if (!isLast) {
      // The values of an insert that restores a row were written before, and are checked there.
      if (value === null || change.op === 'insert' || isBlind(change)) return [];
      if (later.some((other) => supersedes(about.table, other, change, name))) return [];
      if (about.copies.some((conflict) => isSame(copyOf(conflict, name), value))) return [];
    }
    const [is, was] = [JSON.stringify(found), JSON.stringify(value)];
    return [`${about.key}.${name} is ${is}, and ${was} of ${change.timestamp} is lost`];
  });

/**
 * Whether a later change may replace an edit's field without a conflict: it is of the same device, or of one that saw
 * what the edit wrote, or the field is no long text, or it writes a whole row. A delete without having seen it may not.
 */
const supersedes = (table: MarkedTable, later: Change, edit: Change, name: string): boolean => {
  const isOwn = later.timestamp.slice(-8) === edit.timestamp.slice(-8);
  const hasSeen = isSame(later.base?.[name], (edit.fields as Record<string, unknown>)[name]);
  if (later.op === 'delete') return isOwn || hasSeen;
  if (!Object.hasOwn(later.fields, name)) return false;
  return isOwn || hasSeen || !isLongText(table, name) || later.op === 'insert' || isBlind(later);
};

const copyOf = ({ field, lost }: ConflictingCopy, name: string): unknown =>
  field === name ? lost : field === '*' && typeof lost === 'object' ? lost?.[name] : undefined;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * A conflict that a person has resolved is not there any more, unless the server has stored a later one with the same id.
 *
 * @param stored the ids of the conflicts that are there at the end.
 */
export const lostChoices = (
  committed: readonly Change[],
  versions: readonly ConflictVersion[],
  stored: ReadonlySet<string>,
): string[] => {
  const resolved = new Map<string, string>();
  for (const { table, row, timestamp } of committed) {
    if (table === 'sync_conflicts' && timestamp > (resolved.get(row) ?? '')) resolved.set(row, timestamp);
  }
  return [...resolved].flatMap(([id, timestamp]) => {
    const ofIt = versions.filter(({ row }) => row.id === id);
    const last = ofIt.at(-1);
    const isResolved = !last || !stored.has(id) || (last.row.field_timestamps['*'] ?? '') > timestamp;
    return isResolved ? [] : [`the choice of ${timestamp} about ${id} is lost`];
  });
};
