import { expect, it } from 'vitest';
import { deleteActivity, updateActivity } from '../../src/data/activities/activities.ts';
import { verify } from '../fixtures/simulation/verify.ts';
import { World } from '../fixtures/simulation/world.ts';
import { log } from './scenarios/scenario.ts';

/** Two devices: existing and new rows, concurrent edits, a deletion, pages, an edit during a pull. */
const useTwoDevices = async (world: World): Promise<void> => {
  const [phone, laptop] = [world.device(0), world.device(1)];
  const [a, b] = [await log(laptop, 'a'), await log(laptop, 'b')];
  await world.sync(laptop);
  await world.sync(phone);
  await phone.edit((db) => updateActivity(db, a, { title: 'from the phone' }));
  await phone.edit((db) => deleteActivity(db, b));
  await laptop.edit((db) => updateActivity(db, a, { notes: 'from the laptop' }));
  await world.sync(laptop);
  phone.request('manual');
  await world.advance(0);
  for (let calls = 0; calls < 2 && world.network.waiting.length > 0; calls += 1) await world.deliver();
  await log(phone, 'during the pull');
  await world.deliverAll();
};

it('a device that crashes at any await loses nothing and repeats nothing', async () => {
  let points = 0;
  for (let hasCrashed = true; hasCrashed;) {
    points += 1;
    const world = new World({ pageLimit: 2 });
    const [tab] = world.device(0).tabs;
    tab?.power.cutAfter(points);
    await useTwoDevices(world);
    hasCrashed = !tab?.power.isOn;
    await world.heal();
    expect(await verify(world), `the power is cut at point ${String(points)}`).toEqual([]);
    world.close();
  }
  expect(points, 'points at which the power was cut').toBeGreaterThan(100);
});
