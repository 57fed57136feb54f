import { describe, expect, it } from 'vitest';
import { bulkUpsertActivities, deleteActivity, updateActivity } from '../../../src/data/activities/activities.ts';
import { runScenario, log, shown, stored, titles } from './scenario.ts';

const HOUR = 3_600_000;

describe('a pull', () => {
  it('misses nothing of a transaction that commits after later ones were read', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      await log(phone, 'slow');
      phone.request('manual');
      await world.advance(0);
      await world.deliver(0, 'late-commit');
      await log(laptop, 'quick');
      laptop.request('manual');
      await world.advance(0);
      await world.deliver(world.network.waiting.length - 1);
      await world.deliver();
      expect(titles(world)).toEqual(['quick']);
      world.network.commitPush(0);
      await world.deliverAll();
      await world.sync(laptop);
      expect(await laptop.viewer.rows('program_activities').count()).toBe(2);
    });
  });

  it('keeps showing the own edit while an older transaction delays its echo', async () => {
    await runScenario({ devices: [1, 1, 1] }, async (world) => {
      const [phone, laptop, slow] = [world.device(0), world.device(1), world.device(2)];
      const id = await log(phone, 'a');
      for (const device of world.devices) await world.sync(device);
      await phone.edit((db) => updateActivity(db, id, { title: 'b' }));
      phone.request('manual');
      await world.advance(0);
      await world.deliver();
      // An older transaction opens, and the row gets a later transaction id before the phone reads the feed.
      await log(slow, 'slow');
      slow.request('manual');
      await world.advance(0);
      await world.deliver(1, 'late-commit');
      await laptop.edit((db) => updateActivity(db, id, { notes: 'above' }));
      laptop.request('manual');
      await world.advance(0);
      await world.deliver(1);
      await world.deliver(0);
      expect(await shown(phone, id)).toMatchObject({ title: 'b', notes: null });
      world.network.commitPush(0);
      await world.deliverAll();
      await world.sync(phone);
      expect(await shown(phone, id)).toMatchObject({ title: 'b', notes: 'above' });
    });
  });

  it('continues in the middle of a transaction that is larger than a page', async () => {
    for (const pageLimit of [1, 2, 3, 4]) {
      await runScenario({ pageLimit }, async (world) => {
        const [phone, laptop] = [world.device(0), world.device(1)];
        const drafts = Array.from({ length: 8 }, (_, number) => ({
          type: 'call',
          title: String(number),
          date: '2026-03-02',
        }));
        await phone.edit((db) => bulkUpsertActivities(db, drafts));
        await world.sync(phone);
        await world.sync(laptop);
        expect(await laptop.viewer.rows('program_activities').count()).toBe(8);
      });
    }
  });

  it('that arrives after a later pull of another tab is not stored: nothing older is shown again', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      await world.sync(laptop);
      phone.openTab();
      const retitle = async (title: string) => {
        await laptop.edit((db) => updateActivity(db, id, { title }));
        laptop.request('manual');
        await world.advance(0);
        await world.deliver();
        await world.deliver();
      };
      await retitle('b');
      phone.request('manual', 0);
      await world.advance(0);
      await world.deliver(0, 'slow-response');
      await retitle('c');
      phone.request('manual', 1);
      await world.advance(0);
      await world.deliver();
      expect((await shown(phone, id))?.title).toBe('c');
      world.network.deliverSlow(0);
      await world.waitUntilIdle();
      expect((await shown(phone, id))?.title).toBe('c');
    });
  });

  it('removes a row that its owner may no longer see', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      await world.sync(laptop);
      world.observer.wasHidden.add(`program_activities/${id}`);
      world.server.setHidden('program_activities', id, true);
      await world.sync(laptop);
      expect(await shown(laptop, id)).toBeUndefined();
    });
  });

  it('starts over where deletions that the device has not read were pruned', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const [gone, kept] = [await log(phone, 'gone'), await log(phone, 'kept')];
      await world.sync(phone);
      await world.sync(laptop);
      await phone.edit((db) => deleteActivity(db, gone));
      await world.sync(phone);
      await world.advance(48 * HOUR);
      world.server.prune(world.clock.now);
      await laptop.edit((db) => updateActivity(db, kept, { notes: 'made while away' }));
      await world.sync(laptop);
      expect(await shown(laptop, gone)).toBeUndefined();
      expect(stored(world, kept)?.notes).toBe('made while away');
    });
  });

  it('that starts over removes no row that it cannot read yet because of an older transaction', async () => {
    await runScenario({ devices: [1, 1, 1] }, async (world) => {
      const [phone, laptop, slow] = [world.device(0), world.device(1), world.device(2)];
      const [gone, kept] = [await log(phone, 'gone'), await log(phone, 'kept')];
      for (const device of world.devices) await world.sync(device);
      await phone.edit((db) => deleteActivity(db, gone));
      await world.sync(phone);
      await world.sync(slow);
      await world.advance(48 * HOUR);
      world.server.prune(world.clock.now);
      await log(slow, 'slow');
      slow.request('manual');
      await world.advance(0);
      await world.deliver(0, 'late-commit');
      await phone.edit((db) => updateActivity(db, kept, { notes: 'above' }));
      phone.request('manual');
      await world.advance(0);
      await world.deliver(0);
      laptop.request('manual');
      await world.advance(0);
      await world.deliver(world.network.waiting.length - 1);
      expect((await shown(laptop, kept))?.title).toBe('kept');
      expect(await laptop.viewer.meta.get('resyncing')).toMatchObject({ value: true });
    });
  });
});
