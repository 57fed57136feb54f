import { describe, expect, it } from 'vitest';
import { deleteActivity, updateActivity } from '../../../src/data/activities/activities.ts';
import { defined } from '../../fixtures/defined.ts';
import { discardChanges, getRejectedChanges } from '../../../src/store/outbox.ts';
import { rowKey } from '../../fixtures/simulation/fake-database.ts';
import { runScenario, log, shown, stored, titles } from './scenario.ts';

describe('a database that was restored from a backup', () => {
  describe.each([true, false])('where the operator says so: %s', (isAnnounced) => {
    it('gets all acknowledged changes without echo again, before later changes', async () => {
      await runScenario({ devices: [1] }, async (world) => {
        const phone = world.device(0);
        await world.sync(phone);
        world.backUp();
        const id = await log(phone, 'a');
        phone.request('manual');
        await world.advance(0);
        await world.deliver(0, 'ok');
        await world.deliver(0, 'lost-request');
        await phone.edit((db) => updateActivity(db, id, { notes: 'later' }));
        await world.restore(isAnnounced);
        await world.sync(phone);
        expect(stored(world, id)).toMatchObject({ title: 'a', notes: 'later' });
      });
    });

    it('is not confused with the old one by a delayed response', async () => {
      await runScenario({ devices: [1] }, async (world) => {
        const phone = world.device(0);
        await world.sync(phone);
        world.backUp();
        phone.openTab();
        const id = await log(phone, 'a');
        phone.request('manual', 0);
        await world.advance(0);
        const first = defined(world.network.waiting[0], 'push of the first tab');
        // The first tab's push is served by the old database, and its response is slow.
        const respond = first.resolve;
        let late: Response | undefined;
        first.resolve = (response) => (late = response);
        await world.deliver();
        await world.restore(isAnnounced);
        phone.request('manual', 1);
        await world.deliverAll();
        respond(defined(late, 'response of the old database'));
        await world.deliverAll();
        expect(stored(world, id)?.title).toBe('a');
      });
    });

    it('gets back what a device holds that has only read it, and deletes stay deletes', async () => {
      await runScenario({ devices: [1, 1, 1] }, async (world) => {
        const [phone, laptop] = [world.device(0), world.device(1)];
        const [kept, deleted] = [await log(phone, 'old'), await log(phone, 'deleted')];
        await world.sync(phone);
        world.backUp();
        await phone.edit((db) => updateActivity(db, kept, { title: 'new' }));
        await phone.edit((db) => deleteActivity(db, deleted));
        const later = await log(phone, 'later');
        await world.sync(phone);
        await world.sync(laptop);
        await world.restore(isAnnounced);
        await world.sync(laptop);
        expect(titles(world)).toEqual(['later', 'new']);
        expect(stored(world, kept)?.title).toBe('new');
        expect(stored(world, later)).toBeDefined();
        expect(await laptop.viewer.getMeta('recovered')).toMatchObject({ count: 3 });
      });
    });

    it('is right where the operator says that it is: what it lacks waits for the person, who still sees it', async () => {
      await runScenario({ devices: [1] }, async (world) => {
        const phone = world.device(0);
        const edited = await log(phone, 'old');
        await world.sync(phone);
        world.backUp();
        await phone.edit((db) => updateActivity(db, edited, { title: 'new' }));
        const later = await log(phone, 'later');
        await world.sync(phone);
        world.server.recovery = 'discard';
        await world.restore(isAnnounced);
        await world.sync(phone);
        expect(titles(world)).toEqual(['old']);
        expect((await shown(phone, edited))?.title).toBe('new');
        const rejected = await getRejectedChanges(phone.viewer);
        expect(rejected.map(({ row, code }) => [row, code])).toEqual([
          [edited, 'not_in_backup'],
          [later, 'not_in_backup'],
        ]);
        world.observer.discarded.add(rowKey('program_activities', edited)).add(rowKey('program_activities', later));
        const seqs = rejected.map(({ seq }) => seq);
        await phone.edit((db) => discardChanges(db, seqs));
        expect((await shown(phone, edited))?.title).toBe('old');
        expect(await shown(phone, later)).toBeUndefined();
      });
    });
  });
});
