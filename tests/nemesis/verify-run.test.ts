import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/domain/sync/change.ts';
import type { Conflict } from '../../src/domain/sync/conflict.ts';
import { findRepeatedChanges, type Version } from './markers.ts';
import { type ConflictVersion, lostChoices, lostWrites, conflictingCopies } from './lost-writes.ts';
import { Observations, findStaleReads } from './observations.ts';

const table = 'program_activities';

/** Changes of one row: `at` is the time, `by` the device, `saw` what its maker had before them. */
const timestampOf = (at: number, by: string) => `${String(at)}-${by.padStart(8, '0')}`;
const edit = (at: number, by: string, fields: object, saw?: Record<string, unknown>): Change => ({
  ...{ table, row: 'r', op: 'update', fields: { ...fields }, timestamp: timestampOf(at, by) },
  ...(saw && { base: saw }),
});
const insert = (at: number, by: string, fields: object): Change => ({ ...edit(at, by, fields), op: 'insert' });
const remove = (at: number, by: string, saw: Record<string, unknown>): Change => ({
  ...{ table, row: 'r', op: 'delete', fields: {}, timestamp: timestampOf(at, by), base: saw },
});
const made = insert(1, 'a', { title: 'a/1/0' });
const stored = (fields: object) => [{ table, row: { id: 'r', ...fields } }] as const;
const conflict = (about: Partial<Conflict>, isDeleted = false) =>
  ({
    row: { id: 'k', table_name: table, row_id: 'r', field: '*', field_timestamps: {}, ...about },
    isDeleted,
  }) as ConflictVersion;

describe('a lost write is', () => {
  test('the last write of a field that has another value', () => {
    const committed = [made, edit(2, 'b', { title: 'b/1/0' }, {})];
    expect(lostWrites(committed, stored({ title: 'b/1/0' }), [])).toEqual([]);
    expect(lostWrites(committed, stored({ title: 'a/1/0' }), [])).toHaveLength(1);
  });

  test('a delete after which the row is there, and an edit or a restore after which it is not', () => {
    const saw = { title: 'a/1/0' };
    const committed = [made, remove(2, 'b', saw)];
    expect(lostWrites(committed, [], [])).toEqual([]);
    expect(lostWrites(committed, stored(saw), [])).toEqual([
      expect.stringContaining('delete'),
      expect.stringContaining('delete'),
    ]);
    expect(lostWrites([...committed, insert(3, 'b', saw)], stored(saw), [])).toEqual([]);
    expect(lostWrites([...committed, insert(3, 'b', saw)], [], [])[0]).toContain('insert');
  });

  test('a delete that a later edit undid without a conflict', () => {
    const committed = [made, remove(2, 'b', {}), edit(3, 'c', { notes: 'c/1/0' }, { notes: null })];
    const row = stored({ title: 'a/1/0', notes: 'c/1/0' });
    expect(lostWrites(committed, row, [])).toHaveLength(1);
    expect(lostWrites(committed, row, conflictingCopies([conflict({ kind: 'lost_delete', lost: null })]))).toEqual([]);
  });

  test('an edit that was deleted by somebody who had not seen it', () => {
    const committed = [made, edit(2, 'b', { title: 'b/1/0' }, {}), remove(3, 'c', { title: 'a/1/0' })];
    const conflicts = [conflict({ kind: 'lost_edit', lost: { id: 'r', title: 'b/1/0' } })];
    expect(lostWrites(committed, [], [])).toHaveLength(1);
    expect(lostWrites(committed, [], conflictingCopies(conflicts))).toEqual([]);
    expect(lostWrites([...committed.slice(0, 2), remove(3, 'c', { title: 'b/1/0' })], [], [])).toEqual([]);
    expect(lostWrites([...committed.slice(0, 2), remove(3, 'b', {})], [], [])).toEqual([]);
  });

  test('a long text that somebody overwrote without having seen it', () => {
    const committed = [made, edit(2, 'b', { notes: 'b/1/0' }, {}), edit(3, 'c', { notes: 'c/1/0' }, { notes: null })];
    const row = stored({ title: 'a/1/0', notes: 'c/1/0' });
    expect(lostWrites(committed, row, [])).toHaveLength(1);
    expect(lostWrites(committed, row, conflictingCopies([conflict({ field: 'notes', lost: 'b/1/0' })]))).toEqual([]);
    expect(
      lostWrites([...committed.slice(0, 2), edit(3, 'c', { notes: 'c/1/0' }, { notes: 'b/1/0' })], row, []),
    ).toEqual([]);
  });

  test('the text of a conflict that was overwritten before anybody chose', () => {
    const first = conflict({ field: 'notes', lost: 'b/1/0' });
    const second = conflict({ field: 'notes', lost: 'b/2/0' });
    const lost = (...versions: ConflictVersion[]) => conflictingCopies(versions).map((copy) => copy.lost);
    expect(lost(first, second)).toEqual(['b/2/0']);
    expect(lost(first, { ...first, isDeleted: true }, second)).toEqual(['b/1/0', 'b/1/0', 'b/2/0']);
  });

  test('a choice after which the conflict is unchanged', () => {
    const chosen = { ...remove(5, 'c', {}), table: 'sync_conflicts', row: 'k' };
    const open = (at: number, isDeleted = false) =>
      conflict({ field_timestamps: { '*': timestampOf(at, 'b') } } as object, isDeleted);
    expect(lostChoices([chosen], [open(3)], new Set([open(3).row.id]))).toHaveLength(1);
    expect(lostChoices([chosen], [open(3), open(3, true)], new Set())).toEqual([]);
    expect(lostChoices([chosen], [open(3), open(7)], new Set([open(3).row.id]))).toEqual([]);
  });
});

const version = (at: number, fields: object, isDeleted = false): Version => ({
  ...{ table, isDeleted },
  row: { id: 'r', field_timestamps: { title: timestampOf(at, 'a') }, ...fields },
});

describe('the server is reported', () => {
  test('when it applies an edit again after a later one, or more often than it was made', () => {
    const committed = [made, edit(2, 'b', { title: 'b/1/0' }), edit(3, 'b', { title: 'b/2/0' })];
    const [first, second] = [version(1, { title: 'a/1/0' }), version(2, { title: 'b/1/0' })];
    expect(findRepeatedChanges(committed, [first, second])).toEqual([]);
    expect(findRepeatedChanges(committed, [first, second, first])).toHaveLength(1);
    expect(findRepeatedChanges(committed, [first, second, { ...second, isDeleted: true }, first])).toHaveLength(2);
    expect(findRepeatedChanges(committed, [first, second, second])).toEqual([]);
    expect(findRepeatedChanges(committed.slice(0, 2), [first, second, second])).toHaveLength(1);
  });
});

describe('a device is reported', () => {
  const versions = [version(1, { title: 'a/1/0' }), version(2, { title: 'b/1/0' })];
  const shown = (by: string, seen: readonly (string | null)[], on = versions, committed: readonly Change[] = []) => {
    const observations = new Observations();
    for (const title of seen) observations.record(table, title === null ? [] : [{ id: 'r', title }]);
    return findStaleReads(
      [{ name: by, observations, committed: committed.filter(({ timestamp }) => timestamp.endsWith(by)) }],
      on,
    );
  };

  test('when it shows an earlier version after a later one', () => {
    expect(shown('c', ['a/1/0', 'b/1/0'])).toEqual([]);
    expect(shown('c', ['b/1/0', 'a/1/0'])).toHaveLength(1);
  });

  test('when it shows a value that never existed and is not its own edit', () => {
    expect(shown('c', ['a/1/0', 'c/1/0', 'b/1/0'])).toHaveLength(1);
    expect(shown('c', ['a/1/0', 'c/1/0', 'b/1/0'], versions, [edit(9, 'c', { title: 'c/1/0' })])).toEqual([]);
  });

  test('when it shows a row again that was deleted and not restored', () => {
    const deleted = [...versions, version(3, { title: 'b/1/0' }, true)];
    const restored = [...deleted, version(4, { title: 'b/1/0' })];
    expect(shown('c', ['b/1/0', null, 'b/1/0'], deleted)).toHaveLength(1);
    expect(shown('c', ['b/1/0', null, 'b/1/0'], restored)).toEqual([]);
    expect(shown('c', ['b/1/0', null, 'a/1/0'], restored)).toHaveLength(1);
    expect(shown('c', ['b/1/0', null], versions)).toHaveLength(1);
    expect(shown('c', ['b/1/0', null, 'b/1/0'], versions, [remove(9, 'c', {})])).toEqual([]);
  });
});
