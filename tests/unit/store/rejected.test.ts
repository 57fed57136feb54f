import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import { Power } from '../../fixtures/simulation/power.ts';
import type { Activity } from '../../../src/domain/activities/activity.ts';
import { canSaveAsCopy, saveRejectedAsCopy } from '../../../src/store/save-as-copy.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { createLead, getLeads, updateLead } from '../../../src/data/leads/leads.ts';
import { discardChanges, getRejectedChanges } from '../../../src/store/outbox.ts';
import {
  createActivity,
  deleteActivity,
  getActivity,
  updateActivity,
} from '../../../src/data/activities/activities.ts';
import { resendRejected } from '../../../src/store/resend.ts';

const USER = '0190a1b2-0000-7000-8000-000000000001';
let factory: IDBFactory;
let db: CadenceDatabase;

beforeEach(() => {
  factory = new IDBFactory();
  db = new CadenceDatabase(USER, { indexedDB: factory, IDBKeyRange });
});

/** The cloud refuses what waits: activities with `code`, leads with `leadCode`. */
const refuseAll = (code = 'missing_parent', leadCode = 'invalid_value') =>
  db.outbox.toCollection().modify((change) => {
    change.state = 'rejected';
    change.code = change.table === 'submissions' ? leadCode : code;
  });

const callAbout = (lead_id: string | null, fields: Partial<Activity> = {}) =>
  createActivity(db, { type: 'call', title: 'Call Acme', date: '2026-11-21', lead_id, ...fields });
const outbox = async () => (await db.outbox.orderBy('seq').toArray()).map(({ op, row, state }) => ({ op, row, state }));
const seqsOf = async (row: string) =>
  (await getRejectedChanges(db)).filter((change) => change.row === row).map(({ seq }) => seq);

describe('the dependents of a rejected lead', () => {
  test('are pushed after it when it is resent, also when it was rejected again since', async () => {
    const lead = await createLead(db, { name: 'Acme' });
    const call = await callAbout(lead.id);
    await updateActivity(db, call.id, { notes: 'They were out' });
    await callAbout(null);
    await refuseAll();
    // The lead's second refusal has a higher number than what waits for it.
    const [insert] = await db.outbox.toArray();
    if (!insert) throw new Error('nothing was refused');
    await db.outbox.delete(insert.seq);
    const again = { ...insert, seq: 99 };
    await db.outbox.put(again);

    await resendRejected(db, [99]);
    expect(await outbox()).toEqual([
      expect.objectContaining({ state: 'rejected' }),
      { op: 'insert', row: lead.id, state: 'pending' },
      { op: 'insert', row: call.id, state: 'pending' },
      { op: 'update', row: call.id, state: 'pending' },
    ]);
  });

  test('stay rejected when it is discarded', async () => {
    const lead = await createLead(db, { name: 'Acme' });
    const call = await callAbout(lead.id);
    await refuseAll();
    await discardChanges(db, await seqsOf(lead.id));
    expect(await getActivity(db, call.id)).toMatchObject({ lead_id: lead.id });
    expect(await outbox()).toEqual([{ op: 'insert', row: call.id, state: 'rejected' }]);
  });
});

describe('a copy', () => {
  const activities = fc.record({
    title: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' }),
    notes: fc.option(fc.lorem()),
    duration: fc.option(fc.integer({ min: 0, max: 1440 })),
    time: fc.option(fc.constantFrom('09:00', '17:30')),
    status: fc.constantFrom('planned' as const, 'done' as const),
    metadata: fc.dictionary(fc.string({ maxLength: 5, unit: 'grapheme-ascii' }), fc.integer()),
  });

  test('contains all values of the rejected row under a new id, and is pushed as a new row', async () => {
    await fc.assert(
      fc.asyncProperty(activities, fc.constantFrom('forbidden', 'duplicate', 'missing_parent'), async (said, code) => {
        const original = await callAbout(null, said);
        await refuseAll(code);
        const id = await saveRejectedAsCopy(db, 'program_activities', original.id);
        const { updated_at: _, ...kept } = original;
        expect(await db.rows('program_activities').toArray()).toEqual([{ ...kept, id }]);
        expect(await outbox()).toEqual([{ op: 'insert', row: id, state: 'pending' }]);
        await Promise.all([db.outbox.clear(), db.serverRows.clear(), db.rows('program_activities').clear()]);
      }),
      { numRuns: 30 },
    );
  });

  test('has no lead where the lead does not exist, and keeps an existing one', async () => {
    const lead = await createLead(db, { name: 'Acme' });
    await db.outbox.clear();
    const calls = [await callAbout(lead.id), await callAbout('0190a1b2-0000-7000-8000-00000000dead')];
    await refuseAll();
    const copies = await Promise.all(calls.map(({ id }) => saveRejectedAsCopy(db, 'program_activities', id)));
    const leads = await Promise.all(copies.map(async (id) => (await getActivity(db, id ?? ''))?.lead_id));
    expect(leads).toEqual([lead.id, null]);
  });

  test('of a row that was deleted elsewhere contains its values with the rejected edit', async () => {
    const call = await callAbout(null);
    await Promise.all([db.outbox.clear(), db.serverRows.clear()]);
    await updateActivity(db, call.id, { notes: 'They were out' });
    await db.serverRows.toCollection().modify({ isGone: true });
    await refuseAll('not_found');
    const id = await saveRejectedAsCopy(db, 'program_activities', call.id);
    expect(await getActivity(db, id ?? '')).toMatchObject({ title: 'Call Acme', notes: 'They were out' });
    expect([await getActivity(db, call.id), await db.serverRows.count()]).toEqual([undefined, 1]);
  });

  test('has no local_id of the legacy app, which only one row can have', async () => {
    const call = await callAbout(null, { local_id: 'old-1' });
    await refuseAll('duplicate');
    const id = await saveRejectedAsCopy(db, 'program_activities', call.id);
    expect(await getActivity(db, id ?? '')).toMatchObject({ local_id: null });
  });

  test('becomes the parent of the rejected row’s dependents', async () => {
    const lead = await createLead(db, { name: 'Acme' });
    const call = await callAbout(lead.id);
    await refuseAll('missing_parent', 'forbidden');
    const id = await saveRejectedAsCopy(db, 'submissions', lead.id);
    expect((await getLeads(db)).map((one) => one.id)).toEqual([id]);
    expect(await getActivity(db, call.id)).toMatchObject({ lead_id: id });
    expect(await db.outbox.orderBy('seq').toArray()).toMatchObject([
      { op: 'insert', row: id, state: 'pending' },
      { op: 'insert', row: call.id, state: 'pending', fields: { lead_id: id } },
    ]);
  });

  test('is offered for a row rejected with missing_parent, and never for a delete or an invalid value', async () => {
    const lead = await createLead(db, { name: 'Acme' });
    const call = await callAbout(lead.id);
    const offered = async (row: string) =>
      canSaveAsCopy((await getRejectedChanges(db)).filter((one) => one.row === row));
    await refuseAll('missing_parent', 'invalid_value');
    expect([await offered(call.id), await offered(lead.id)]).toEqual([true, false]);
    await deleteActivity(db, call.id);
    await refuseAll('not_found');
    expect(await offered(call.id)).toBe(false);
  });

  test('is not offered for a row in the cloud whose edit names a missing lead', async () => {
    const call = await callAbout(null);
    await Promise.all([db.outbox.clear(), db.serverRows.clear()]);
    await updateActivity(db, call.id, { lead_id: '0190a1b2-0000-7000-8000-00000000dead' });
    await refuseAll();
    expect(canSaveAsCopy(await getRejectedChanges(db))).toBe(false);
  });

  test('is saved atomically, whenever the device crashes', async () => {
    const lead = await createLead(db, { name: 'Acme' });
    const call = await callAbout(lead.id, { notes: 'They were out' });
    await updateLead(db, lead.id, { phone: '123' });
    await refuseAll('missing_parent', 'not_found');
    const before = await outbox();
    db.close();
    let points = 0;
    for (let hasDied = true; hasDied;) {
      points += 1;
      const power = new Power();
      const dying = new CadenceDatabase(USER, { indexedDB: factory, IDBKeyRange });
      dying.use(power.middleware());
      await dying.open();
      power.cutAfter(points);
      await saveRejectedAsCopy(dying, 'submissions', lead.id).catch(() => undefined);
      hasDied = !power.isOn;
      dying.close();

      db = new CadenceDatabase(USER, { indexedDB: factory, IDBKeyRange });
      const leads = await getLeads(db);
      expect(leads, `the power is cut at point ${String(points)}`).toMatchObject([{ name: 'Acme', phone: '123' }]);
      expect(await getActivity(db, call.id)).toMatchObject({ lead_id: leads[0]?.id, notes: 'They were out' });
      expect(isDeepStrictEqual(await outbox(), before), 'nothing is changed').toBe(hasDied);
      db.close();
    }
    expect(points, 'points at which the power was cut').toBeGreaterThan(10);
  });
});
