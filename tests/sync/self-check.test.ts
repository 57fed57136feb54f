import { expect, it, vi } from 'vitest';
import { updateActivity } from '../../src/data/activities/activities.ts';
import type { SelfCheckResult } from '../../src/sync/self-check.ts';
import { defined } from '../fixtures/defined.ts';
import type { Device } from '../fixtures/simulation/device.ts';
import { rowKey } from '../fixtures/simulation/fake-database.ts';
import { person, World } from '../fixtures/simulation/world.ts';
import { runScenario, log, shown, titles } from './scenarios/scenario.ts';

const DAY = 24 * 3_600_000;

/** Changes the device's database without an edit or a sync. */
const corrupt = async (world: World, device: Device, work: () => PromiseLike<unknown>): Promise<void> => {
  const before = await device.viewer.rows('program_activities').toArray();
  await work();
  const after = await device.viewer.rows('program_activities').toArray();
  for (const { id } of [...before, ...after]) world.observer.corrupted.add(rowKey('program_activities', id));
};

const repairedAt = async (device: Device) => (await device.viewer.getMeta('selfCheck'))?.repaired_at ?? null;

const CORRUPTIONS: readonly [string, (device: Device, id: string) => PromiseLike<unknown>][] = [
  ['lost a row', (device, id) => device.viewer.rows('program_activities').delete(id)],
  ['changed a row', (device, id) => device.viewer.rows('program_activities').update(id, { title: 'not what it was' })],
  ['lost a whole table', ({ viewer }) => viewer.rows('program_activities').clear()],
];

it.each(CORRUPTIONS)('a device that %s without an edit detects it within a day and is repaired', async (_, work) => {
  await runScenario({ devices: [1, 1] }, async (world) => {
    const [device] = world.devices as [Device, Device];
    const id = await log(device, 'first');
    await log(device, 'second');
    await world.sync(device);
    await corrupt(world, device, () => work(device, id));
    await world.sync(device);
    expect(await repairedAt(device)).toBeNull();
    await world.advance(DAY);
    await world.sync(device);
    expect(await repairedAt(device)).not.toBeNull();
    const rows = await device.viewer.rows('program_activities').orderBy('created_at').toArray();
    expect(rows.map(({ title }) => title)).toEqual(['first', 'second']);
  });
});

it('a row that the server lacks, and that it has not deleted, is offered to it', async () => {
  await runScenario({ devices: [1, 1] }, async (world) => {
    const [device] = world.devices as [Device, Device];
    const id = await log(device, 'first');
    await world.sync(device);
    // The server loses the row without a trace, as no operation of its own would.
    world.server.state.rows.get('program_activities')?.delete(id);
    world.server.state.feed.delete(rowKey('program_activities', id));
    world.observer.corrupted.add(rowKey('program_activities', id));
    await world.advance(DAY);
    await world.sync(device);
    expect(titles(world)).toEqual(['first']);
  });
});

it('changes that are not pushed yet survive a repair', async () => {
  await runScenario({ devices: [1, 1] }, async (world) => {
    const [device] = world.devices as [Device, Device];
    const [bad, edited] = [await log(device, 'bad'), await log(device, 'edited')];
    await world.sync(device);
    await world.advance(DAY);
    await corrupt(world, device, () => device.viewer.rows('program_activities').delete(bad));
    device.request('manual');
    world.clock.advance(0);
    await world.waitUntilIdle();
    await world.deliver();
    // The pull is done, and the person edits before the self-check.
    await device.edit((db) => updateActivity(db, edited, { title: 'edited since' }));
    expect((await shown(device, edited))?.title).toBe('edited since');
    await world.deliverAll();
    expect((await shown(device, bad))?.title).toBe('bad');
    expect(titles(world)).toEqual(['bad', 'edited since']);
  });
});

it('a device whose self-check fails goes on and repeats it', async () => {
  await runScenario({ devices: [1] }, async (world) => {
    const [device] = world.devices as [Device];
    const id = await log(device, 'kept');
    await world.sync(device);
    await world.advance(DAY);
    await corrupt(world, device, () => device.viewer.rows('program_activities').delete(id));
    device.request('manual');
    world.clock.advance(0);
    await world.waitUntilIdle();
    await world.deliver();
    expect(world.network.waiting.map(({ rpc }) => rpc)).toEqual(['sync_check']);
    await world.deliver(0, 'failing');
    expect(await shown(device, id)).toBeUndefined();
    await world.sync(device);
    expect((await shown(device, id))?.title).toBe('kept');
  });
});

it('two devices that differ by changes that one has not pushed are not repaired', async () => {
  // `verify` checks in every world that no device was repaired without a reason.
  await runScenario({ devices: [1, 1] }, async (world) => {
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

it('a device whose browser deleted the database gets everything that was pushed again, and syncs', async () => {
  await runScenario({ devices: [1, 1] }, async (world) => {
    const [device, other] = world.devices as [Device, Device];
    await log(device, 'before');
    await world.sync(device);
    await corrupt(world, device, async () => {
      device.powerOff();
      await device.viewer.delete({ disableAutoOpen: false });
    });
    world.observer.corrupted.add(rowKey('profiles', person(1)));
    device.start();
    await log(other, 'meanwhile');
    await world.sync(other);
    await world.sync(device);
    await log(device, 'after');
    await world.sync(device);
    expect(titles(world)).toEqual(['after', 'before', 'meanwhile']);
  });
});

/** From now on the device's storage keeps another title than it is given for one row. */
const corruptTitle = async (world: World, device: Device, id: string): Promise<void> => {
  const table = defined(device.tabs[0], 'a tab').db.rows('program_activities');
  table.hook('creating', (_key, row) => {
    if (row.id === id) row.title = 'corrupted';
  });
  table.hook('updating', (_changes, key) => (key === id ? { title: 'corrupted' } : undefined));
  await corrupt(world, device, () => device.viewer.rows('program_activities').update(id, { title: 'corrupted' }));
};

it('a difference that reading everything again does not mend is read again once, and reported', async () => {
  const world = new World({ devices: [1, 2] });
  try {
    const [device] = world.devices as [Device, Device];
    const pulls = vi.spyOn(world.server, 'pull');
    const fullReads = () => pulls.mock.calls.filter(([, { cursor }]) => cursor === null).length;
    const [id, other] = [await log(device, 'first'), await log(device, 'second')];
    await world.sync(device);
    await corruptTitle(world, device, id);
    expect(fullReads()).toBe(1);

    for (let day = 0; day < 4; day += 1) {
      await world.advance(DAY);
      await log(device, `of day ${String(day)}`);
      await world.sync(device);
      expect(fullReads()).toBe(2);
    }
    expect(device.checks.map(({ drift, unrepaired }) => ({ drift, unrepaired })).filter(isChange)).toEqual([
      { drift: [], unrepaired: { program_activities: 1 } },
    ]);
    expect(await repairedAt(device)).toBeNull();

    // Another cause is another matter.
    await corrupt(world, device, () => device.viewer.rows('program_activities').delete(other));
    await world.advance(DAY);
    await world.sync(device);
    expect(fullReads()).toBe(3);
    expect((await shown(device, other))?.title).toBe('second');
    await world.advance(DAY);
    await world.sync(device);
    expect(fullReads()).toBe(3);
    expect(Object.keys((await device.viewer.getMeta('selfCheck'))?.unrepaired?.program_activities ?? {})).toEqual([id]);
  } finally {
    world.close();
  }
});

const isChange = ({ drift, unrepaired }: Pick<SelfCheckResult, 'drift' | 'unrepaired'>): boolean =>
  drift.length > 0 || Object.keys(unrepaired).length > 0;
