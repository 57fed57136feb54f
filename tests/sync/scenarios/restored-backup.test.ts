import { describe, expect, it } from 'vitest';
import { updateActivity } from '../../../src/data/activities/activities.ts';
import { defined } from '../../fixtures/defined.ts';
import { runScenario, log, stored } from './scenario.ts';

describe('a database that was restored from a backup', () => {
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
      await world.restore();
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
      await world.restore();
      phone.request('manual', 1);
      await world.deliverAll();
      respond(defined(late, 'response of the old database'));
      await world.deliverAll();
      expect(stored(world, id)?.title).toBe('a');
    });
  });
});
