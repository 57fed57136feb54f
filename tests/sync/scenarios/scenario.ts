import { expect } from 'vitest';
import type { Activity } from '../../../src/domain/activities/activity.ts';
import { createActivity } from '../../../src/data/activities/activities.ts';
import type { Device } from '../../fixtures/simulation/device.ts';
import { verify } from '../../fixtures/simulation/verify.ts';
import { person, World, type WorldOptions } from '../../fixtures/simulation/world.ts';

/** Runs a scenario, then ends all faults and checks everything that must hold. Resolves with the world. */
export const runScenario = async (options: WorldOptions, scenario: (world: World) => Promise<void>): Promise<World> => {
  const world = new World(options);
  try {
    await scenario(world);
    await world.heal();
    expect(await verify(world)).toEqual([]);
    return world;
  } finally {
    world.close();
  }
};

/** Logs a call on a device; resolves with its id. */
export const log = async (device: Device, title: string): Promise<string> => {
  let id = '';
  await device.edit(async (db) => {
    ({ id } = await createActivity(db, { type: 'call', title, date: '2026-03-02' }));
  });
  return id;
};

/** What the device shows of an activity. */
export const shown = async (device: Device, id: string): Promise<Activity | undefined> =>
  device.viewer.rows('program_activities').get(id);

/** What the server has of an activity. */
export const stored = (world: World, id: string): Partial<Activity> | undefined =>
  world.server.state.rows.get('program_activities')?.get(id)?.values;

/** The titles that the server has for the first person, in alphabetical order. */
export const titles = (world: World): unknown[] =>
  world.server
    .visibleRows(person(1), 'program_activities')
    .map((row) => row['title'])
    .sort();
