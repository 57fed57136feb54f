import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { exportAllData, getExportedRows } from '../../../src/data/export/export.ts';
import { createLead, deleteLead, getLeadActivities } from '../../../src/data/leads/leads.ts';
import { discardChanges, getRejectedChanges, retryChanges, storeVerdicts } from '../../../src/store/outbox.ts';
import {
  createActivity,
  deleteActivity,
  getActivity,
  updateActivity,
} from '../../../src/data/activities/activities.ts';
import { getFollowUpsDue } from '../../../src/data/activities/follow-ups.ts';
import { getOrAddCustomActivityType, getCustomActivityTypes } from '../../../src/data/activities/activity-types.ts';
import { getWeeklyGoals, upsertWeeklyGoals } from '../../../src/data/goals/weekly-goals.ts';
import { restoreRow } from '../../../src/store/write.ts';
import { searchDatabase } from '../../../src/data/search/search.ts';

const USER = '0190a1b2-0000-7000-8000-000000000001';
let db: CadenceDatabase;

beforeEach(() => {
  db = new CadenceDatabase(USER, { indexedDB: new IDBFactory(), IDBKeyRange });
});

const call = () => createActivity(db, { type: 'call', title: 'Call Ada', date: '2026-11-21' });

describe('a local write', () => {
  test('stores the row and its change together', async () => {
    const { id } = await call();
    expect(await getActivity(db, id)).toMatchObject({ title: 'Call Ada', status: 'planned', user_id: USER });
    expect(await db.outbox.toArray()).toMatchObject([{ table: 'program_activities', row: id, op: 'insert', seq: 1 }]);
  });

  test('stores only the edited fields in its change', async () => {
    const { id } = await call();
    await updateActivity(db, id, { notes: 'short' });
    expect((await db.outbox.toArray())[1]?.fields).toEqual({ notes: 'short' });
  });

  test('removes characters that Postgres cannot store', async () => {
    const { id } = await createActivity(db, { type: 'call', title: 'a\0b\ud800c 😀', date: '2026-11-21' });
    expect((await getActivity(db, id))?.title).toBe('abc 😀');
    expect((await db.outbox.toArray())[0]?.fields).toMatchObject({ title: 'abc 😀' });
  });

  test('that undoes a delete restores the row unchanged', async () => {
    const activity = await call();
    await deleteActivity(db, activity.id);
    expect(await getActivity(db, activity.id)).toBeUndefined();
    await restoreRow(db, 'program_activities', activity);
    const { updated_at: _, ...kept } = activity;
    expect(await getActivity(db, activity.id)).toEqual(kept);
  });

  test('never reuses a change number, not even after the newest change is pruned', async () => {
    await call();
    const [first] = await db.outbox.toArray();
    await db.outbox.clear();
    await call();
    const [second] = await db.outbox.toArray();
    expect(second?.seq).toBeGreaterThan(first?.seq ?? Infinity);
  });
});

describe('a rejected change', () => {
  const refuse = (seq: number) =>
    storeVerdicts(
      db,
      {
        epoch: 'here',
        xid: '7',
        server_time: 1,
        restored: false,
        token: null,
        verdicts: [{ seq, verdict: 'rejected', code: 'invalid_value' }],
      },
      0,
    );

  test('stays on screen and in the list until the person decides', async () => {
    const { id } = await call();
    await refuse(1);
    expect(await getActivity(db, id)).toMatchObject({ title: 'Call Ada' });
    expect(await getRejectedChanges(db)).toMatchObject([{ seq: 1, code: 'invalid_value' }]);
  });

  test('is resent as a new change', async () => {
    await call();
    await refuse(1);
    await retryChanges(db, [1]);
    const [again] = await db.outbox.toArray();
    expect(again).toMatchObject({ seq: 2, state: 'pending' });
    expect(again).not.toHaveProperty('code');
  });

  test('can be discarded: the row then shows the server row and the other changes', async () => {
    const { id } = await call();
    await refuse(1);
    await discardChanges(db, [1]);
    expect(await getActivity(db, id)).toBeUndefined();
    expect([await db.outbox.count(), await db.serverRows.count()]).toEqual([0, 0]);
  });
});

describe('a person’s work', () => {
  test('a follow-up is due on its own date, not on the date of its activity', async () => {
    const { id } = await createActivity(db, {
      type: 'call',
      title: 'Call',
      date: '2026-11-20',
      follow_up_required: true,
      follow_up_date: '2026-11-24',
    });
    expect((await getFollowUpsDue(db, '2026-11-24')).map((due) => due.id)).toEqual([id]);
    expect(await getFollowUpsDue(db, '2026-11-20')).toEqual([]);
    await updateActivity(db, id, { follow_up_required: false });
    expect(await getFollowUpsDue(db, '2026-11-24')).toEqual([]);
  });

  test('a week has default goals until some are set, and keeps the other defaults', async () => {
    expect(await getWeeklyGoals(db, '2026-11-16')).toMatchObject({ calls: 50, isSet: false });
    await upsertWeeklyGoals(db, '2026-11-16', { calls: 7 });
    await upsertWeeklyGoals(db, '2026-11-16', { meetings: 3 });
    expect(await getWeeklyGoals(db, '2026-11-16')).toMatchObject({ calls: 7, meetings: 3, proposals: 5, isSet: true });
  });

  test('an existing custom type is not added again, regardless of case', async () => {
    await getOrAddCustomActivityType(db, 'Workshop');
    await getOrAddCustomActivityType(db, ' workshop ');
    expect((await getCustomActivityTypes(db)).map(({ type_name }) => type_name)).toEqual(['Workshop']);
  });

  test('deleting a lead keeps its activities', async () => {
    const lead = await createLead(db, { name: 'Ada' });
    const { id } = await createActivity(db, { type: 'call', title: 'Call', date: '2026-11-21', lead_id: lead.id });
    expect((await getLeadActivities(db, lead.id)).map((activity) => activity.id)).toEqual([id]);
    await deleteLead(db, lead.id);
    expect(await getActivity(db, id)).toMatchObject({ lead_id: null });
  });

  test('search matches every word regardless of case and accents, also in the lead’s name', async () => {
    const lead = await createLead(db, { name: 'Zoé Müller' });
    const { id } = await createActivity(db, { type: 'call', title: 'Quarterly', date: '2026-11-21', lead_id: lead.id });
    expect((await searchDatabase(db, 'muller QUARTER')).activities.map((found) => found.id)).toEqual([id]);
    expect((await searchDatabase(db, 'zoe')).leads).toHaveLength(1);
    expect((await searchDatabase(db, '  ')).activities).toEqual([]);
  });

  test('an export contains all rows, and the unsynced changes', async () => {
    await call();
    const everything = await exportAllData(db, new Date('2026-11-21T12:00:00Z'));
    expect(everything.tables.program_activities).toHaveLength(1);
    expect(everything.unsynced).toHaveLength(1);
  });

  test('leaves out of every file what only sync needs of a row', async () => {
    const { id } = await call();
    await db.rawRows('program_activities').update(id, { field_timestamps: { '*': '019cadc69a80-0000-3c6ef362' } });
    const { tables } = await exportAllData(db, new Date('2026-11-21T12:00:00Z'));
    for (const rows of [tables.program_activities, await getExportedRows(db, 'program_activities')]) {
      expect(rows).toMatchObject([{ id }]);
      expect(rows[0]).not.toHaveProperty('field_timestamps');
    }
  });
});
