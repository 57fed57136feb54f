import type { OlderRecord, Outcome } from '../../../src/domain/older-app/outcome.ts';
import { olderRowReader } from '../../../src/domain/older-app/read.ts';
import { splitOlderApp } from '../../../src/domain/older-app/split.ts';
import { STORAGE_KEY } from '../../../src/features/import/found.ts';
import type { CadenceDatabase } from '../../../src/store/database.ts';

/** A state as the older app kept it, of `count` good activities, and three rows that cannot be read. */
export const olderState = (count: number) => ({
  state: {
    activities: [
      ...Array.from({ length: count }, (_, place) => ({
        id: String(1_709_631_234_567 + place),
        type: place % 2 === 0 ? 'followUp' : 'Site visit',
        title: `Older work ${place + 1}`,
        date: `2024-0${1 + (place % 9)}-05`,
        completed: true,
      })),
      { id: 'no-date', type: 'call', title: 'Some day', date: 'soon' },
      'lost',
    ],
    weeklyGoals: { '2024-03-04': { calls: 40 }, '2024-03-11': { calls: 'many' } },
    customTypes: ['Site visit'],
    syncStatus: 'idle',
  },
  version: 1,
});

export const read = (db: CadenceDatabase, state: unknown): Outcome[] =>
  splitOlderApp(JSON.stringify(state), STORAGE_KEY).rows.map(
    olderRowReader({ userId: db.userId, timeZone: 'Pacific/Auckland', today: '2026-11-21', leads: new Set() }),
  );

export const recordsOf = (outcomes: readonly Outcome[]): OlderRecord[] =>
  outcomes.flatMap((outcome) => (outcome.kind === 'problem' ? [] : [outcome]));
