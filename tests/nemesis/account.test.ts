import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/domain/sync/change.ts';
import type { Conflict } from '../../src/domain/sync/conflict.ts';
import { appliedTwice, type Version } from './account.ts';
import { type ConflictVersion, lostChoices, lostWrites, setAside } from './lost.ts';
import { Sightings, wentBack } from './sightings.ts';

const table = 'program_activities';

/** Changes of one row: `at` is the time, `by` the device, `saw` what its maker had before them. */
const stampOf = (at: number, by: string) => `${String(at)}-${by.padStart(8, '0')}`;
const edit = (at: number, by: string, fields: object, saw?: Record<string, unknown>): Change => ({
  ...{ table, row: 'r', op: 'update', fields: { ...fields }, timestamp: stampOf(at, by) },
  ...(saw && { base: saw }),
});
const insert = (at: number, by: string, fields: object): Change => ({ ...edit(at, by, fields), op: 'insert' });
const remove = (at: number, by: string, saw: Record<string, unknown>): Change => ({
  ...{ table, row: 'r', op: 'delete', fields: {}, timestamp: stampOf(at, by), base: saw },
});
const made = insert(1, 'a', { title: 'a/1/0' });
const stored = (fields: object) => [{ table, row: { id: 'r', ...fields } }] as const;
const conflict = (about: Partial<Conflict>, gone = false) =>
  ({
    row: { id: 'k', table_name: table, row_id: 'r', field: '*', field_timestamps: {}, ...about },
    gone,
  }) as ConflictVersion;

describe('of kept changes is lost', () => {
  test('the last write of a field where something else stands', () => {
    const kept = [made, edit(2, 'b', { title: 'b/1/0' }, {})];
    expect(lostWrites(kept, stored({ title: 'b/1/0' }), [])).toEqual([]);
    expect(lostWrites(kept, stored({ title: 'a/1/0' }), [])).toHaveLength(1);
  });

  test('a delete after which the row is there, and an edit or a restore after which it is not', () => {
    const saw = { title: 'a/1/0' };
    const kept = [made, remove(2, 'b', saw)];
    expect(lostWrites(kept, [], [])).toEqual([]);
    expect(lostWrites(kept, stored(saw), [])).toEqual([
      expect.stringContaining('delete'),
      expect.stringContaining('delete'),
    ]);
    expect(lostWrites([...kept, insert(3, 'b', saw)], stored(saw), [])).toEqual([]);
    expect(lostWrites([...kept, insert(3, 'b', saw)], [], [])[0]).toContain('insert');
  });

  test('a delete that a later edit undid while nobody is asked', () => {
    const kept = [made, remove(2, 'b', {}), edit(3, 'c', { notes: 'c/1/0' }, { notes: null })];
    const row = stored({ title: 'a/1/0', notes: 'c/1/0' });
    expect(lostWrites(kept, row, [])).toHaveLength(1);
    expect(lostWrites(kept, row, setAside([conflict({ kind: 'lost_delete', lost: null })]))).toEqual([]);
  });

  test('an edit that a delete took along by somebody who had not seen it', () => {
    const kept = [made, edit(2, 'b', { title: 'b/1/0' }, {}), remove(3, 'c', { title: 'a/1/0' })];
    const aside = [conflict({ kind: 'lost_edit', lost: { id: 'r', title: 'b/1/0' } })];
    expect(lostWrites(kept, [], [])).toHaveLength(1);
    expect(lostWrites(kept, [], setAside(aside))).toEqual([]);
    expect(lostWrites([...kept.slice(0, 2), remove(3, 'c', { title: 'b/1/0' })], [], [])).toEqual([]);
    expect(lostWrites([...kept.slice(0, 2), remove(3, 'b', {})], [], [])).toEqual([]);
  });

  test('a text over which somebody wrote another without having seen it', () => {
    const kept = [made, edit(2, 'b', { notes: 'b/1/0' }, {}), edit(3, 'c', { notes: 'c/1/0' }, { notes: null })];
    const row = stored({ title: 'a/1/0', notes: 'c/1/0' });
    expect(lostWrites(kept, row, [])).toHaveLength(1);
    expect(lostWrites(kept, row, setAside([conflict({ field: 'notes', lost: 'b/1/0' })]))).toEqual([]);
    expect(lostWrites([...kept.slice(0, 2), edit(3, 'c', { notes: 'c/1/0' }, { notes: 'b/1/0' })], row, [])).toEqual(
      [],
    );
  });

  test('what was kept aside and then written over before anybody chose', () => {
    const first = conflict({ field: 'notes', lost: 'b/1/0' });
    const second = conflict({ field: 'notes', lost: 'b/2/0' });
    const lost = (...versions: ConflictVersion[]) => setAside(versions).map((aside) => aside.lost);
    expect(lost(first, second)).toEqual(['b/2/0']);
    expect(lost(first, { ...first, gone: true }, second)).toEqual(['b/1/0', 'b/1/0', 'b/2/0']);
  });

  test('a choice after which the conflict is still there as it was', () => {
    const chosen = { ...remove(5, 'c', {}), table: 'sync_conflicts', row: 'k' };
    const open = (at: number, gone = false) =>
      conflict({ field_timestamps: { '*': stampOf(at, 'b') } } as object, gone);
    expect(lostChoices([chosen], [open(3)])).toHaveLength(1);
    expect(lostChoices([chosen], [open(3), open(3, true)])).toEqual([]);
    expect(lostChoices([chosen], [open(3), open(7)])).toEqual([]);
  });
});

const version = (at: number, fields: object, gone = false): Version => ({
  ...{ table, gone },
  row: { id: 'r', field_timestamps: { title: stampOf(at, 'a') }, ...fields },
});

describe('the server is noticed', () => {
  test('to apply an edit again after a later one, or more often than it was made', () => {
    const kept = [made, edit(2, 'b', { title: 'b/1/0' }), edit(3, 'b', { title: 'b/2/0' })];
    const [first, second] = [version(1, { title: 'a/1/0' }), version(2, { title: 'b/1/0' })];
    expect(appliedTwice(kept, [first, second])).toEqual([]);
    expect(appliedTwice(kept, [first, second, first])).toHaveLength(1);
    expect(appliedTwice(kept, [first, second, { ...second, gone: true }, first])).toHaveLength(2);
    expect(appliedTwice(kept, [first, second, second])).toEqual([]);
    expect(appliedTwice(kept.slice(0, 2), [first, second, second])).toHaveLength(1);
  });
});

describe('a device is noticed', () => {
  const versions = [version(1, { title: 'a/1/0' }), version(2, { title: 'b/1/0' })];
  const shown = (by: string, seen: readonly (string | null)[], on = versions, kept: readonly Change[] = []) => {
    const sightings = new Sightings();
    for (const title of seen) sightings.see(table, title === null ? [] : [{ id: 'r', title }]);
    return wentBack([{ name: by, sightings, kept: kept.filter(({ timestamp }) => timestamp.endsWith(by)) }], on);
  };

  test('to go back to an earlier version', () => {
    expect(shown('c', ['a/1/0', 'b/1/0'])).toEqual([]);
    expect(shown('c', ['b/1/0', 'a/1/0'])).toHaveLength(1);
  });

  test('to show what never was, but for its own edits', () => {
    expect(shown('c', ['a/1/0', 'c/1/0', 'b/1/0'])).toHaveLength(1);
    expect(shown('c', ['a/1/0', 'c/1/0', 'b/1/0'], versions, [edit(9, 'c', { title: 'c/1/0' })])).toEqual([]);
  });

  test('to show a row again that was deleted and not restored', () => {
    const deleted = [...versions, version(3, { title: 'b/1/0' }, true)];
    const restored = [...deleted, version(4, { title: 'b/1/0' })];
    expect(shown('c', ['b/1/0', null, 'b/1/0'], deleted)).toHaveLength(1);
    expect(shown('c', ['b/1/0', null, 'b/1/0'], restored)).toEqual([]);
    expect(shown('c', ['b/1/0', null, 'a/1/0'], restored)).toHaveLength(1);
    expect(shown('c', ['b/1/0', null], versions)).toHaveLength(1);
    expect(shown('c', ['b/1/0', null, 'b/1/0'], versions, [remove(9, 'c', {})])).toEqual([]);
  });
});
