import { discardChanges, retryChanges } from '../../src/store/outbox.ts';
import type { Sabotage } from '../fixtures/simulation/fake-server.ts';
import { rowKey } from '../fixtures/simulation/fake-database.ts';
import { verify } from '../fixtures/simulation/verify.ts';
import { person, World } from '../fixtures/simulation/world.ts';
import { editOf, type Trash } from './edits.ts';
import { type Script, scriptOf, type Step } from './steps.ts';

const DAY = 24 * 3_600_000;

/** Plays a script, heals the world and says what does not hold then. */
export const play = async (script: Script, sabotage?: ReadonlySet<Sabotage>): Promise<string[]> => {
  const { seed, pageLimit, devices, steps } = script;
  const world = new World({ seed, pageLimit, devices, ...(sabotage && { sabotage }) });
  const trash: Trash = { activities: new Map(), tasks: new Map() };
  try {
    for (const step of steps) {
      await perform(world, step, trash);
      await world.calm();
      if (world.violations.length > 0) return world.violations;
    }
    await world.heal();
    return await verify(world);
  } catch (error) {
    return [`the simulation broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  } finally {
    world.close();
  }
};

const perform = async (world: World, step: Step, trash: Trash): Promise<void> => {
  const { server, network } = world;
  switch (step.do) {
    case 'edit': {
      const device = world.device(step.device);
      if (!device.isOn) return;
      const work = await editOf(device, step.kind, step.pick, step.value, trash);
      if (work) await device.edit(work, step.tab);
      return;
    }
    case 'sync':
      world.device(step.device).request('manual', step.tab);
      world.clock.advance(0);
      return;
    case 'net': {
      const call = network.waiting[step.pick % Math.max(1, network.waiting.length)];
      if (call) network.deliver(call, step.fate);
      return;
    }
    case 'stray': {
      const call = network.astray[step.pick % Math.max(1, network.astray.length)];
      if (call) network.deliverAstray(call);
      return;
    }
    case 'wait':
      world.clock.advance(step.ms);
      return;
    case 'skew':
      world.device(step.device).skew = step.ms;
      return;
    case 'cut': {
      const { tabs } = world.device(step.device);
      tabs[step.tab % Math.max(1, tabs.length)]?.power.cutAfter(step.points);
      return;
    }
    case 'start':
      world.device(step.device).start();
      return;
    case 'second-tab': {
      const device = world.device(step.device);
      if (device.tabs.length > 1) device.closeTab();
      else device.openTab();
      return;
    }
    case 'swap-person': {
      const device = world.device(step.device);
      device.start(device.person === person(1) ? person(2) : person(1));
      return;
    }
    case 'expire': {
      const device = world.device(step.device);
      network.expired.add(device.token);
      device.canRenew = step.canRenew;
      return;
    }
    case 'renew':
      world.device(step.device).canRenew = true;
      return;
    case 'operator': {
      const activities = [...(server.state.rows.get('program_activities')?.keys() ?? [])];
      const row = activities[step.pick % Math.max(1, activities.length)];
      if (row)
        world.edits.push(server.beginEdit('program_activities', row, { outcome: `operator ${String(step.value)}` }));
      return;
    }
    case 'commit': {
      world.clock.advance(1);
      const { held, slow } = network;
      const index = step.pick % Math.max(1, held.length + slow.length + world.edits.length);
      if (index < held.length) network.commitHeld(index);
      else if (index < held.length + slow.length) network.deliverSlow(index - held.length);
      else world.edits.splice(index - held.length - slow.length, 1)[0]?.commit();
      return;
    }
    case 'hide': {
      const activities = [...(server.state.rows.get('program_activities')?.keys() ?? [])];
      const row = activities[step.pick % Math.max(1, activities.length)];
      if (!row) return;
      const key = rowKey('program_activities', row);
      world.watch.wasHidden.add(key);
      server.setHidden('program_activities', row, !server.state.hidden.has(key));
      return;
    }
    case 'decide': {
      const device = world.device(step.device);
      const refused = await device.viewer.outbox.where('state').equals('rejected').toArray();
      const seqs = refused.map(({ seq }) => seq);
      if (step.retry) await device.edit((db) => retryChanges(db, seqs));
      else {
        for (const { table, row } of refused) world.watch.discarded.add(rowKey(table, row));
        await device.edit((db) => discardChanges(db, seqs));
      }
      return;
    }
    case 'restart-server':
      network.dropHeld();
      world.edits.length = 0;
      server.restart();
      return;
    case 'back-up':
      world.backUp();
      return;
    case 'restore':
      await world.restore();
      return;
    case 'rot':
      await rot(world, step);
      return;
    case 'prune':
      server.prune(world.clock.now - DAY);
      return;
  }
};

/** A row of a device is gone or changed, and neither the person nor the server has done it. */
const rot = async (world: World, { device, pick }: Extract<Step, { do: 'rot' }>): Promise<void> => {
  const { viewer } = world.device(device);
  const edited = new Set((await viewer.serverRows.toArray()).map(({ row }) => row));
  const activities = (await viewer.rows('program_activities').toArray()).filter(({ id }) => !edited.has(id));
  const bad = activities[pick % Math.max(1, activities.length)];
  if (!bad) return;
  world.watch.rotten.add(rowKey('program_activities', bad.id));
  if (pick % 2 === 0) await viewer.rows('program_activities').delete(bad.id);
  else await viewer.rows('program_activities').put({ ...bad, title: 'rotten' });
};

export interface Finding {
  script: Script;
  /** What did not hold, with the whole script and with the shortened one. */
  faults: string[];
}

/** Plays a seed; a finding comes with the shortest script that greedy search leaves of it. */
export const playSeed = async (seed: number, sabotage?: ReadonlySet<Sabotage>): Promise<Finding | null> => {
  const script = scriptOf(seed);
  const faults = await play(script, sabotage);
  if (faults.length === 0) return null;
  const steps = await shorten(
    script.steps,
    async (fewer) => (await play({ ...script, steps: fewer }, sabotage)).length > 0,
  );
  const shortest = { ...script, steps };
  return { script: shortest, faults: await play(shortest, sabotage) };
};

/** Leaves out halves, quarters … single steps for as long as what is left still fails. */
const shorten = async (steps: Step[], fails: (steps: Step[]) => Promise<boolean>): Promise<Step[]> => {
  let left = steps;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < left.length;) {
      const without = [...left.slice(0, start), ...left.slice(start + size)];
      if (await fails(without)) left = without;
      else start += size;
    }
  }
  return left;
};

export const describeFinding = ({ script, faults }: Finding): string =>
  [
    `seed ${String(script.seed)} fails: npm run test:sim -- --from ${String(script.seed)} --seeds 1`,
    `pages of ${String(script.pageLimit)}, people of the devices: ${script.devices.join(', ')}`,
    ...script.steps.map((step) => `  ${JSON.stringify(step)}`),
    ...faults.map((fault) => `! ${fault}`),
  ].join('\n');
