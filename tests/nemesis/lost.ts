import type { Change, Row } from '../../src/domain/sync/change.ts';
import type { Conflict } from '../../src/domain/sync/conflict.ts';
import { type Content, isMarked, isProse, type MarkedTable, MARKED, rowKey } from './account.ts';

/** What a conflict has been on the server, or until it was settled or forgotten. */
export interface ConflictVersion {
  row: Conflict & { field_timestamps: Record<string, string> };
  gone: boolean;
}

/** What was kept aside for the person to choose. */
type SetAside = Pick<Conflict, 'table_name' | 'row_id' | 'field' | 'kind' | 'lost'>;

/**
 * What conflicts held when the person had chosen, and what the others hold. What was written over before does not
 * count.
 */
export const setAside = (versions: readonly ConflictVersion[]): SetAside[] =>
  versions.flatMap(({ row, gone }, at) => {
    const next = gone ? undefined : versions.slice(at + 1).find((other) => other.row.id === row.id);
    return next && !next.gone ? [] : [row];
  });

/** Everything about one row. */
interface Case {
  key: string;
  table: MarkedTable;
  /** All kept changes of it, by their stamps. */
  changes: readonly Change[];
  /** As it is on the server at last. */
  row: Row | null;
  aside: readonly SetAside[];
}

/**
 * What was kept and has no effect: the last word on whether a row is there, the last word on each of its fields,
 * and whatever else does not stand, was not answered by somebody who knew of it, and was not kept aside.
 * @param kept the changes of which a client was told that they are on the device, and no others.
 */
export const lostWrites = (
  kept: readonly Change[],
  stored: readonly Content[],
  aside: readonly SetAside[],
): string[] => {
  const rows = new Map(stored.map(({ table, row }) => [rowKey(table, row.id), row]));
  const changesOf = new Map<string, Change[]>();
  for (const change of [...kept].sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1))) {
    const key = rowKey(change.table, change.row);
    const known = changesOf.get(key);
    if (known) known.push(change);
    else changesOf.set(key, [change]);
  }
  return [...changesOf].flatMap(([key, changes]) => {
    const [{ table, row: id } = { table: '', row: '' }] = changes;
    if (!isMarked(table)) return [];
    const ofRow = aside.filter((conflict) => conflict.table_name === table && conflict.row_id === id);
    const about: Case = { key, table, changes, row: rows.get(key) ?? null, aside: ofRow };
    return [
      ...lostExistence(about),
      ...changes.flatMap((change, at) => {
        const later = changes.slice(at + 1);
        return change.op === 'delete' ? lostDelete(about, change, later) : lostFields(about, change, later);
      }),
    ];
  });
};

const lostExistence = ({ key, changes, row }: Case): string[] => {
  const last = changes.at(-1);
  if (!last || (last.op === 'delete') === (row === null)) return [];
  return [`${key} is ${row ? '' : 'not '}there, and the ${last.op} of ${last.timestamp} is lost`];
};

/** The edit of somebody who did not have the row: it had been taken away between a look at it and the edit. */
const isBlind = ({ op, base }: Change): boolean => op === 'update' && base === undefined;

/** A delete that an edit undid, other than by putting the row back, is for the person to decide. */
const lostDelete = ({ key, row, aside }: Case, change: Change, later: readonly Change[]): string[] => {
  const isAnswered =
    row === null ||
    change.base === undefined ||
    later.some((other) => other.op === 'insert' || isBlind(other)) ||
    aside.some(({ kind }) => kind === 'lost_delete');
  return isAnswered ? [] : [`${key} is there, and nobody is asked about its delete of ${change.timestamp}`];
};

const lostFields = (about: Case, change: Change, later: readonly Change[]): string[] =>
  Object.entries(change.fields).flatMap(([name, value]) => {
    if (!(MARKED[about.table] as readonly string[]).includes(name)) return [];
    const found = about.row?.[name] ?? null;
    if (isSame(found, value)) return [];
    const isLast = !later.some((other) => other.op === 'delete' || Object.hasOwn(other.fields, name));
    if (!isLast) {
      // What an insert of a row that was there before says has been said before, and is judged there.
      if (value === null || change.op === 'insert' || isBlind(change)) return [];
      if (later.some((other) => answers(about.table, other, change, name))) return [];
      if (about.aside.some((conflict) => isSame(heldOf(conflict, name), value))) return [];
    }
    const [is, was] = [JSON.stringify(found), JSON.stringify(value)];
    return [`${about.key}.${name} is ${is}, and ${was} of ${change.timestamp} is lost`];
  });

/**
 * Whether a later change settles what became of an edit's field: it is of the same device, its maker saw what the
 * edit wrote, or it writes what is no prose, or a whole row. A delete by somebody who did not see it does not.
 */
const answers = (table: MarkedTable, later: Change, edit: Change, name: string): boolean => {
  const isOwn = later.timestamp.slice(-8) === edit.timestamp.slice(-8);
  const hasSeen = isSame(later.base?.[name], (edit.fields as Record<string, unknown>)[name]);
  if (later.op === 'delete') return isOwn || hasSeen;
  if (!Object.hasOwn(later.fields, name)) return false;
  return isOwn || hasSeen || !isProse(table, name) || later.op === 'insert' || isBlind(later);
};

const heldOf = ({ field, lost }: SetAside, name: string): unknown =>
  field === name ? lost : field === '*' && typeof lost === 'object' ? lost?.[name] : undefined;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A conflict that a person has settled is gone, unless the server has had a later one of the same kind to keep. */
export const lostChoices = (kept: readonly Change[], versions: readonly ConflictVersion[]): string[] => {
  const settled = new Map<string, string>();
  for (const { table, row, timestamp } of kept) {
    if (table === 'sync_conflicts' && timestamp > (settled.get(row) ?? '')) settled.set(row, timestamp);
  }
  return [...settled].flatMap(([id, stamp]) => {
    const ofIt = versions.filter(({ row }) => row.id === id);
    const last = ofIt.at(-1);
    const isSettled = !last || ofIt.some(({ gone }) => gone) || (last.row.field_timestamps['*'] ?? '') > stamp;
    return isSettled ? [] : [`the choice of ${stamp} about ${id} is lost`];
  });
};
