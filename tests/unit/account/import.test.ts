import fc from 'fast-check';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { importRecords, recordsToImport } from '../../../src/data/import/import.ts';
import { bulkUpsertActivities, updateActivity } from '../../../src/data/activities/activities.ts';
import { getStoredGoals, upsertWeeklyGoals } from '../../../src/data/goals/weekly-goals.ts';
import { legacyState, read, recordsOf } from '../../fixtures/legacy-import.ts';
import { newDevice } from '../../fixtures/rep.ts';

const silent = () => undefined;

const importState = (db: CadenceDatabase, state: unknown) => importRecords(db, recordsOf(read(db, state)), silent);

const contents = async (db: CadenceDatabase) => ({
  activities: (await db.rows('program_activities').toArray()).map(({ updated_at: _, ...rest }) => rest),
  goals: (await getStoredGoals(db)).map(({ week_start, calls }) => ({ week_start, calls })),
  types: (await db.rows('program_custom_activity_types').toArray()).map(({ type_name }) => type_name),
});

describe('an import', () => {
  test('creates ordinary rows with pending changes', async () => {
    const db = await newDevice();
    expect(await importState(db, legacyState(3))).toBe(5);
    const [one] = await db.rows('program_activities').where('date').equals('2024-01-05').toArray();
    expect(one).toMatchObject({
      type: 'follow_up',
      title: 'Older work 1',
      local_id: '1709631234567',
      status: 'done',
      completed_at: '2024-01-05T00:00:00.000Z',
      user_id: db.userId,
    });
    expect(await db.outbox.where('[state+seq]').above(['pending', 0]).count()).toBe(5);
  });

  test('that is repeated adds nothing', async () => {
    const row = fc.record(
      {
        id: fc.oneof(fc.nat(5), fc.uuid(), fc.constantFrom('a', 'b')),
        type: fc.constantFrom('call', 'newContact', 'Demo'),
        date: fc.constantFrom('2024-03-05', '3/6/2024', 'soon'),
        notes: fc.string(),
      },
      { requiredKeys: ['type', 'date'] },
    );
    const state = fc.record({
      activities: fc.array(row, { maxLength: 8 }),
      goals: fc.record({ calls: fc.nat(60) }),
      customTypes: fc.array(fc.constantFrom('Demo', 'demo', 'Call', 'Visit')),
    });
    await fc.assert(
      fc.asyncProperty(state, async (older) => {
        const db = await newDevice();
        const added = await importState(db, older);
        const once = await contents(db);
        const sent = await db.outbox.count();
        expect(sent).toBe(added);
        expect(await importState(db, older)).toBe(0);
        expect(await contents(db)).toEqual(once);
        expect(await db.outbox.count()).toBe(sent);
      }),
      { numRuns: 25 },
    );
  });

  test('on two devices makes the same rows', async () => {
    const phone = await newDevice();
    const tablet = new CadenceDatabase(phone.userId, { indexedDB: new IDBFactory(), IDBKeyRange });
    await importState(phone, legacyState(4));
    await importState(tablet, legacyState(4));
    expect(await contents(tablet)).toEqual(await contents(phone));
    tablet.close();
  });

  test('does not change existing rows', async () => {
    const db = await newDevice();
    await bulkUpsertActivities(db, [
      { type: 'call', title: 'Came another way', date: '2024-01-05', local_id: '1709631234567' },
    ]);
    await upsertWeeklyGoals(db, '2024-03-04', { calls: 7 });
    await importState(db, legacyState(2));
    const [imported] = await db.rows('program_activities').where('date').equals('2024-02-05').toArray();
    await updateActivity(db, imported?.id ?? '', { notes: 'Edited since' });
    expect(await recordsToImport(db, recordsOf(read(db, legacyState(2))))).toEqual([]);
    expect(await importState(db, legacyState(2))).toBe(0);
    const { activities, goals } = await contents(db);
    expect(activities.map(({ title }) => title).sort()).toEqual(['Came another way', 'Older work 2']);
    expect(activities.some(({ notes }) => notes === 'Edited since')).toBe(true);
    expect(goals).toEqual([{ week_start: '2024-03-04', calls: 7 }]);
  });

  test('that was interrupted continues where it stopped', async () => {
    const db = await newDevice();
    const records = recordsOf(read(db, legacyState(700)));
    const cut = importRecords(db, records, (added) => {
      if (added > 400) throw new Error('the page was closed');
    });
    await expect(cut).rejects.toThrow('the page was closed');
    const there = await db.rows('program_activities').count();
    expect(there).toBeGreaterThan(400);
    expect(there).toBeLessThan(700);
    const reported: number[] = [];
    const total = 700 - there;
    expect(await importRecords(db, records, (added, of) => reported.push(added, of))).toBe(total);
    expect(reported.slice(-2)).toEqual([total, total]);
    expect(await db.rows('program_activities').count()).toBe(700);
    expect(await db.outbox.count()).toBe(702);
  });

  test('of thousands of rows does not block the page', async () => {
    const db = await newDevice();
    const records = recordsOf(read(db, legacyState(2_000)));
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await importRecords(db, records, silent);
    clearInterval(timer);
    expect(turns).toBeGreaterThanOrEqual(8);
  });
});
