import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import { appliedTwice, lostWrites, Sightings, wentBack } from './account.ts';

const table = 'program_activities';
const write = (title: string, stamp: string): Change => ({ table, row: 'r', op: 'update', fields: { title }, stamp });
const version = (title: string) => ({ table, row: { id: 'r', title } }) as const;
const kept = [write('a/1/0', '1'), write('b/2/0', '2')];

describe('the nemesis notices', () => {
  test('that a kept write is not on the server and nothing later stands there', () => {
    expect(lostWrites(kept, [version('b/2/0')])).toEqual([]);
    expect(lostWrites(kept, [version('a/1/0')])).toHaveLength(1);
    expect(lostWrites(kept, [])).toHaveLength(1);
  });

  test('that a change took effect twice', () => {
    expect(appliedTwice(kept, [version('a/1/0'), version('b/2/0')])).toEqual([]);
    expect(appliedTwice(kept, [version('a/1/0'), version('a/1/0')])).toEqual([]);
    expect(appliedTwice(kept, [version('a/1/0'), version('b/2/0'), version('b/2/0')])).toHaveLength(1);
    expect(appliedTwice([...kept, ...kept], [version('a/1/0'), version('b/2/0'), version('a/1/0')])).toHaveLength(1);
  });

  test('that a device went back, or showed what never was, but for its own pending edits', () => {
    const versions = [version('a/1/0'), version('b/2/0')];
    const shown = (client: string, ...titles: string[]) => {
      const sightings = new Sightings(client);
      for (const title of titles) sightings.see(table, [{ id: 'r', title }]);
      return wentBack([sightings], versions);
    };
    expect(shown('c', 'a/1/0', 'b/2/0', 'c/9/0', 'b/2/0')).toEqual([]);
    expect(shown('c', 'b/2/0', 'a/1/0')).toHaveLength(1);
    expect(shown('c', 'b/9/0')).toHaveLength(1);
  });
});
