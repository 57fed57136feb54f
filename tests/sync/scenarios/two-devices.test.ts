import { describe, expect, it } from 'vitest';
import { createLead, deleteLead } from '../../../src/data/leads/leads.ts';
import { getRejectedChanges } from '../../../src/store/outbox.ts';
import { createActivity, deleteActivity, updateActivity } from '../../../src/data/activities/activities.ts';
import { getOrAddCustomActivityType } from '../../../src/data/activities/activity-types.ts';
import { restoreRow } from '../../../src/store/write.ts';
import { upsertWeeklyGoals } from '../../../src/data/goals/weekly-goals.ts';
import { defined } from '../../fixtures/defined.ts';
import { person, type World } from '../../fixtures/simulation/world.ts';
import { runScenario, log, shown, stored } from './scenario.ts';

const HOUR = 3_600_000;

describe('two devices', () => {
  it('that edit different fields of a row both keep their edits', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      await world.sync(laptop);
      await phone.edit((db) => updateActivity(db, id, { notes: 'from the phone' }));
      await laptop.edit((db) => updateActivity(db, id, { outcome: 'from the laptop' }));
      await world.sync(laptop);
      await world.sync(phone);
      expect(stored(world, id)).toMatchObject({ notes: 'from the phone', outcome: 'from the laptop' });
    });
  });

  it('that edit the same field agree on the later edit, whichever is pushed first', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      await runScenario({}, async (world) => {
        const [phone, laptop] = [world.device(0), world.device(1)];
        const id = await log(phone, 'a');
        await world.sync(phone);
        await world.sync(laptop);
        await phone.edit((db) => updateActivity(db, id, { title: 'earlier' }));
        await world.advance(10);
        await laptop.edit((db) => updateActivity(db, id, { title: 'later' }));
        for (const index of order) await world.sync(world.device(index));
        expect(stored(world, id)?.title).toBe('later');
      });
    }
  });

  it('of which one deletes and the other edits later keep the row with the edit', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      await world.sync(laptop);
      await phone.edit((db) => deleteActivity(db, id));
      await world.advance(10);
      await laptop.edit((db) => updateActivity(db, id, { notes: 'still needed' }));
      await world.sync(phone);
      await world.sync(laptop);
      await world.sync(phone);
      expect(await shown(phone, id)).toMatchObject({ title: 'a', notes: 'still needed' });
    });
  });

  it('of which one edits and the other deletes later delete the row', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      await world.sync(laptop);
      await laptop.edit((db) => updateActivity(db, id, { notes: 'too early' }));
      await world.advance(10);
      await phone.edit((db) => deleteActivity(db, id));
      await world.sync(phone);
      await world.sync(laptop);
      expect(await shown(laptop, id)).toBeUndefined();
    });
  });

  it('that both delete a row keep it deleted despite an edit between the two', async () => {
    await runScenario({ devices: [1, 1, 1] }, async (world) => {
      const [phone, laptop, tablet] = [world.device(0), world.device(1), world.device(2)];
      const id = await log(phone, 'a');
      for (const device of world.devices) await world.sync(device);
      await phone.edit((db) => deleteActivity(db, id));
      await world.advance(10);
      await tablet.edit((db) => updateActivity(db, id, { notes: 'between' }));
      await world.advance(10);
      await laptop.edit((db) => deleteActivity(db, id));
      for (const device of world.devices) await world.sync(device);
      expect(stored(world, id)).toBeUndefined();
    });
  });

  it('undo a deletion that the other has already seen', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      const row = defined(await shown(phone, id), 'row on the phone');
      await phone.edit((db) => deleteActivity(db, id));
      await world.sync(phone);
      await world.sync(laptop);
      await phone.edit((db) => restoreRow(db, 'program_activities', row));
      await world.sync(phone);
      await world.sync(laptop);
      expect((await shown(laptop, id))?.title).toBe('a');
    });
  });

  it('that set goals of the same week offline make one row with what each has set', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      await phone.edit((db) => upsertWeeklyGoals(db, '2026-03-02', { calls: 61 }));
      await world.advance(10);
      await laptop.edit((db) => upsertWeeklyGoals(db, '2026-03-02', { meetings: 7 }));
      await world.sync(phone);
      await world.sync(laptop);
      const rows = world.server.visibleRows(person(1), 'program_weekly_goals');
      expect(rows).toMatchObject([{ calls: 61, meetings: 7, proposals: 5 }]);
    });
  });

  it('that add the same type offline make one type, however each writes it', async () => {
    await runScenario({}, async (world) => {
      for (const [index, device] of world.devices.entries()) {
        await device.edit((db) => getOrAddCustomActivityType(db, ['Café', 'Cafe\u0301 ', 'CAFÉ'][index % 3] ?? ''));
      }
      for (const device of world.devices) await world.sync(device);
      expect(world.server.visibleRows(person(1), 'program_custom_activity_types')).toHaveLength(1);
    });
  });

  it('of which one deletes a lead that the other uses concurrently: the activity is rejected and waits for the person', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      await phone.edit((db) => createLead(db, { name: 'Ada' }));
      await world.sync(phone);
      await world.sync(laptop);
      const [lead] = await laptop.viewer.rows('submissions').toArray();
      await phone.edit((db) => deleteLead(db, lead?.id ?? ''));
      await laptop.edit((db) =>
        createActivity(db, { type: 'call', title: 'with Ada', date: '2026-03-02', lead_id: lead?.id ?? null }),
      );
      await world.sync(phone);
      await world.sync(laptop);
      expect(await getRejectedChanges(laptop.viewer)).toMatchObject([{ code: 'missing_parent' }]);
      expect(await laptop.viewer.rows('program_activities').count()).toBe(1);
    });
  });

  it('with clocks an hour apart keep the edit that was made later in true time', async () => {
    for (const skew of [HOUR, -HOUR]) {
      await runScenario({}, async (world) => {
        const [phone, laptop] = [world.device(0), world.device(1)];
        phone.skew = skew;
        await world.sync(phone);
        const id = await log(phone, 'a');
        await world.sync(phone);
        await world.sync(laptop);
        await world.advance(1_000);
        await phone.edit((db) => updateActivity(db, id, { title: 'phone' }));
        await world.advance(1_000);
        await laptop.edit((db) => updateActivity(db, id, { title: 'laptop' }));
        await world.sync(laptop);
        await world.sync(phone);
        expect(stored(world, id)?.title).toBe('laptop');
        await world.advance(1_000);
        await phone.edit((db) => updateActivity(db, id, { title: 'last' }));
        await world.sync(phone);
        await world.sync(laptop);
        expect((await shown(laptop, id))?.title).toBe('last');
      });
    }
  });

  /** A device whose clock is wrong edits offline; another edits later in true time. */
  const editWithWrongClock = async (world: World, skew: number, isSetRight: boolean) => {
    const [phone, laptop] = [world.device(0), world.device(1)];
    const id = await log(phone, 'a');
    await world.sync(phone);
    await world.sync(laptop);
    await world.advance(HOUR);
    phone.skew = skew;
    await phone.edit((db) => updateActivity(db, id, { title: 'wrong clock', duration: 10 }));
    await phone.edit((db) => updateActivity(db, id, { duration: 20 }));
    if (isSetRight) phone.skew = 0;
    await world.advance(HOUR);
    await phone.edit((db) => updateActivity(db, id, { time: '08:00:00' }));
    await world.advance(HOUR);
    await laptop.edit((db) => updateActivity(db, id, { title: 'later', time: '09:00:00' }));
    return { phone, laptop, id };
  };

  describe.each([
    ['a year ahead', 365 * 24 * HOUR],
    ['a year behind', -365 * 24 * HOUR],
    ['two hours ahead', 2 * HOUR],
  ])('of which one has a clock %s while it edits offline', (_, skew) => {
    it.each([false, true])('keep what was edited later in true time, whoever syncs first', async (isPhoneFirst) => {
      for (const isSetRight of [false, true]) {
        await runScenario({}, async (world) => {
          const { phone, laptop, id } = await editWithWrongClock(world, skew, isSetRight);
          for (const device of isPhoneFirst ? [phone, laptop, phone] : [laptop, phone, laptop])
            await world.sync(device);
          // A clock that was set right before it was known to be wrong says nothing about the edits before: they are
          // taken to have been made just before the edits after.
          const expected = { title: 'later', duration: 20, time: '09:00:00' };
          expect(stored(world, id)).toMatchObject(expected);
          expect(await shown(phone, id)).toMatchObject(expected);
          await world.advance(1_000);
          await phone.edit((db) => updateActivity(db, id, { title: 'after that' }));
          await world.advance(1_000);
          await laptop.edit((db) => updateActivity(db, id, { title: 'last' }));
          await world.sync(laptop);
          await world.sync(phone);
          expect(await shown(phone, id)).toMatchObject({ title: 'last' });
        });
      }
    });
  });
});
