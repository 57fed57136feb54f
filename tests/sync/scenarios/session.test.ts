import { describe, expect, it } from 'vitest';
import { updateActivity } from '../../../src/data/activities/activities.ts';
import { person } from '../../fixtures/simulation/world.ts';
import { runScenario, log, titles } from './scenario.ts';

describe('a session', () => {
  it('that ends by signing out loses no pending change, also when somebody else signs in meanwhile', async () => {
    const world = await runScenario({ devices: [1] }, async (world) => {
      const phone = world.device(0);
      await log(phone, 'mine');
      phone.start(person(2));
      await log(phone, 'theirs');
      await world.sync(phone);
      expect(await phone.viewer.rows('program_activities').count()).toBe(1);
      phone.start(person(1));
      await world.sync(phone);
    });
    expect(titles(world)).toEqual(['mine']);
  });

  it('that expires offline keeps every edit until it is renewed', async () => {
    const world = await runScenario({ devices: [1] }, async (world) => {
      const phone = world.device(0);
      await world.sync(phone);
      phone.canRenew = false;
      world.network.expired.add(phone.token);
      const id = await log(phone, 'a');
      await world.sync(phone);
      await phone.edit((db) => updateActivity(db, id, { notes: 'b' }));
      await world.sync(phone);
      expect(await phone.viewer.outbox.count()).toBe(2);
      expect(titles(world)).toEqual([]);
      phone.canRenew = true;
      await world.sync(phone);
      expect(await phone.viewer.outbox.count()).toBe(0);
    });
    expect(titles(world)).toEqual(['a']);
  });
});
