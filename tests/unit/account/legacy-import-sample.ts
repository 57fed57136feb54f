import type { LegacyRecord, Outcome } from '../../../src/domain/legacy-import/outcome.ts';
import { createLegacyRowReader } from '../../../src/domain/legacy-import/read.ts';
import { splitLegacyStorage } from '../../../src/domain/legacy-import/split.ts';
import { LEGACY_STORAGE_KEY } from '../../../src/features/account/import/legacy-storage.ts';
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
  splitLegacyStorage(JSON.stringify(state), LEGACY_STORAGE_KEY).rows.map(
    createLegacyRowReader({ userId: db.userId, timeZone: 'Pacific/Auckland', today: '2026-11-21', leads: new Set() }),
  );

export const recordsOf = (outcomes: readonly Outcome[]): LegacyRecord[] =>
  outcomes.flatMap((outcome) => (outcome.kind === 'problem' ? [] : [outcome]));
