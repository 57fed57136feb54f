import { expect, it } from 'vitest';
import { updateActivity } from '../../src/data/activities/activities.ts';
import type { Device } from '../fixtures/simulation/device.ts';
import { rowKey } from '../fixtures/simulation/fake-database.ts';
import { person, type World } from '../fixtures/simulation/world.ts';
import { healed, log, shown, titles } from './healed.ts';

const DAY = 24 * 3_600_000;

/** Does something to the device's database that neither the person nor the server has done. */
const harm = async (world: World, device: Device, work: () => PromiseLike<unknown>): Promise<void> => {
  const before = await device.viewer.rows('program_activities').toArray();
  await work();
  const after = await device.viewer.rows('program_activities').toArray();
  for (const { id } of [...before, ...after]) world.watch.rotten.add(rowKey('program_activities', id));
};

const repairedAt = async (device: Device) => (await device.viewer.getMeta('selfCheck'))?.repaired_at ?? null;

const HARMS: readonly [string, (device: Device, id: string) => PromiseLike<unknown>][] = [
  ['lost a row', (device, id) => device.viewer.rows('program_activities').delete(id)],
  ['changed a row', (device, id) => device.viewer.rows('program_activities').update(id, { title: 'not what it was' })],
  [
    'kept a row that is nowhere else',
    async ({ viewer }, id) => {
      const row = await viewer.rows('program_activities').get(id);
      if (row) await viewer.rows('program_activities').put({ ...row, id: '01900000-0000-7000-8000-ffffffffffff' });
    },
  ],
  ['lost a whole table', ({ viewer }) => viewer.rows('program_activities').clear()],
];

it.each(HARMS)('a device that %s by itself finds it within a day, and is brought in line', async (_, work) => {
  await healed({ devices: [1, 1] }, async (world) => {
    const [device] = world.devices as [Device, Device];
    const id = await log(device, 'first');
    await log(device, 'second');
    await world.sync(device);
    await harm(world, device, () => work(device, id));
    await world.sync(device);
    expect(await repairedAt(device)).toBeNull();
    await world.advance(DAY);
    await world.sync(device);
    expect(await repairedAt(device)).not.toBeNull();
    const rows = await device.viewer.rows('program_activities').orderBy('created_at').toArray();
    expect(rows.map(({ title }) => title)).toEqual(['first', 'second']);
  });
});

it('work that is not in the cloud yet stays as it is while a device is brought in line', async () => {
  await healed({ devices: [1, 1] }, async (world) => {
    const [device] = world.devices as [Device, Device];
    const [bad, edited] = [await log(device, 'bad'), await log(device, 'edited')];
    await world.sync(device);
    await world.advance(DAY);
    await harm(world, device, () => device.viewer.rows('program_activities').delete(bad));
    device.request('manual');
    world.clock.advance(0);
    await world.calm();
    await world.deliver();
    // The pull is answered, and the person goes on before the comparison.
    await device.edit((db) => updateActivity(db, edited, { title: 'edited since' }));
    expect((await shown(device, edited))?.title).toBe('edited since');
    await world.flow();
    expect((await shown(device, bad))?.title).toBe('bad');
    expect(titles(world)).toEqual(['bad', 'edited since']);
  });
});

it('a device that the server cannot compare goes on, and asks again', async () => {
  await healed({ devices: [1] }, async (world) => {
    const [device] = world.devices as [Device];
    const id = await log(device, 'kept');
    await world.sync(device);
    await world.advance(DAY);
    await harm(world, device, () => device.viewer.rows('program_activities').delete(id));
    device.request('manual');
    world.clock.advance(0);
    await world.calm();
    await world.deliver();
    expect(world.network.waiting.map(({ rpc }) => rpc)).toEqual(['sync_check']);
    await world.deliver(0, 'failing');
    expect(await shown(device, id)).toBeUndefined();
    await world.sync(device);
    expect((await shown(device, id))?.title).toBe('kept');
  });
});

it('two devices that differ by what one has not sent yet are not taken for out of step', async () => {
  // That no device was brought in line without a reason is checked of every healed world.
  await healed({ devices: [1, 1] }, async (world) => {
    const [here, there] = world.devices as [Device, Device];
    await log(here, 'sent');
    await world.sync(here);
    await world.sync(there);
    await world.advance(DAY);
    await log(there, 'not sent');
    await world.sync(here);
    await world.sync(there);
  });
});

it('a browser that has thrown the database away ends up with everything that had been sent, and goes on', async () => {
  await healed({ devices: [1, 1] }, async (world) => {
    const [device, other] = world.devices as [Device, Device];
    await log(device, 'before');
    await world.sync(device);
    await harm(world, device, async () => {
      device.powerOff();
      await device.viewer.delete({ disableAutoOpen: false });
    });
    world.watch.rotten.add(rowKey('profiles', person(1)));
    device.start();
    await log(other, 'meanwhile');
    await world.sync(other);
    await world.sync(device);
    await log(device, 'after');
    await world.sync(device);
    expect(titles(world)).toEqual(['after', 'before', 'meanwhile']);
  });
});
