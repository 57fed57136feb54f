import { discardChanges, retryChanges } from '../../src/store/outbox.ts';
import type { Sabotage } from '../fixtures/simulation/fake-server.ts';
import { rowKey } from '../fixtures/simulation/fake-database.ts';
import { verify } from '../fixtures/simulation/verify.ts';
import { person, World } from '../fixtures/simulation/world.ts';
import { editOf, type Trash } from './edits.ts';
import { type Script, scriptOf, type Step } from './steps.ts';

const DAY = 24 * 3_600_000;

/** Runs a script, ends all faults and returns the violations. */
export const runScript = async (script: Script, sabotage?: ReadonlySet<Sabotage>): Promise<string[]> => {
  const { seed, pageLimit, lineBytes, devices, steps } = script;
  const world = new World({ seed, pageLimit, lineBytes, devices, ...(sabotage && { sabotage }) });
  const trash: Trash = { activities: new Map(), tasks: new Map() };
  try {
    for (const step of steps) {
      await runStep(world, step, trash);
      await world.waitUntilIdle();
      if (world.violations.length > 0) return world.violations;
    }
    await world.heal();
    return await verify(world);
  } catch (error) {
    return [`the simulation failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  } finally {
    world.close();
  }
};

const runStep = async (world: World, step: Step, trash: Trash): Promise<void> => {
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
    case 'deliver': {
      const call = network.waiting[step.pick % Math.max(1, network.waiting.length)];
      if (call) network.deliver(call, step.outcome);
      return;
    }
    case 'late-copy': {
      const call = network.lateCopies[step.pick % Math.max(1, network.lateCopies.length)];
      if (call) network.deliverLateCopy(call);
      return;
    }
    case 'wait':
      world.clock.advance(step.ms);
      return;
    case 'skew':
      world.device(step.device).skew = step.ms;
      return;
    case 'cut-power': {
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
    case 'switch-person': {
      const device = world.device(step.device);
      device.start(device.person === person(1) ? person(2) : person(1));
      return;
    }
    case 'expire-session': {
      const device = world.device(step.device);
      network.expired.add(device.token);
      device.canRenew = step.canRenew;
      return;
    }
    case 'allow-renewal':
      world.device(step.device).canRenew = true;
      return;
    case 'operator-edit': {
      const activities = [...(server.state.rows.get('program_activities')?.keys() ?? [])];
      const row = activities[step.pick % Math.max(1, activities.length)];
      if (row)
        world.edits.push(server.beginEdit('program_activities', row, { outcome: `operator ${String(step.value)}` }));
      return;
    }
    case 'commit-open': {
      world.clock.advance(1);
      const { uncommitted, slow } = network;
      const index = step.pick % Math.max(1, uncommitted.length + slow.length + world.edits.length);
      if (index < uncommitted.length) network.commitPush(index);
      else if (index < uncommitted.length + slow.length) network.deliverSlow(index - uncommitted.length);
      else world.edits.splice(index - uncommitted.length - slow.length, 1)[0]?.commit();
      return;
    }
    case 'toggle-hidden': {
      const activities = [...(server.state.rows.get('program_activities')?.keys() ?? [])];
      const row = activities[step.pick % Math.max(1, activities.length)];
      if (!row) return;
      const key = rowKey('program_activities', row);
      world.observer.wasHidden.add(key);
      server.setHidden('program_activities', row, !server.state.hidden.has(key));
      return;
    }
    case 'decide-rejected': {
      const device = world.device(step.device);
      const rejected = await device.viewer.outbox.where('state').equals('rejected').toArray();
      const seqs = rejected.map(({ seq }) => seq);
      if (step.retry) await device.edit((db) => retryChanges(db, seqs));
      else {
        for (const { table, row } of rejected) world.observer.discarded.add(rowKey(table, row));
        await device.edit((db) => discardChanges(db, seqs));
      }
      return;
    }
    case 'restart-server':
      network.rollBackPushes();
      world.edits.length = 0;
      server.restart();
      return;
    case 'back-up':
      world.backUp();
      return;
    case 'restore-backup':
      await world.restore(step.isAnnounced);
      return;
    case 'corrupt':
      await corruptRow(world, step);
      return;
    case 'prune':
      server.prune(world.clock.now - DAY);
      return;
  }
};

/** Deletes or changes a row in a device's database without an edit. */
const corruptRow = async (world: World, { device, pick }: Extract<Step, { do: 'corrupt' }>): Promise<void> => {
  const { viewer } = world.device(device);
  const edited = new Set((await viewer.serverRows.toArray()).map(({ row }) => row));
  const activities = (await viewer.rows('program_activities').toArray()).filter(({ id }) => !edited.has(id));
  const bad = activities[pick % Math.max(1, activities.length)];
  if (!bad) return;
  world.observer.corrupted.add(rowKey('program_activities', bad.id));
  if (pick % 2 === 0) await viewer.rows('program_activities').delete(bad.id);
  else await viewer.rows('program_activities').put({ ...bad, title: 'corrupted' });
};

export interface Finding {
  script: Script;
  /** The violations of the shortened script. */
  faults: string[];
}

/** Runs a seed; a finding comes with the shortest script that a greedy search finds. */
export const runSeed = async (seed: number, sabotage?: ReadonlySet<Sabotage>): Promise<Finding | null> => {
  const script = scriptOf(seed);
  const faults = await runScript(script, sabotage);
  if (faults.length === 0) return null;
  const steps = await shorten(
    script.steps,
    async (fewer) => (await runScript({ ...script, steps: fewer }, sabotage)).length > 0,
  );
  const shortest = { ...script, steps };
  return { script: shortest, faults: await runScript(shortest, sabotage) };
};

/** Removes halves, quarters … single steps as long as the rest still fails. */
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
    `pages of ${String(script.pageLimit)}, a line of ${String(script.lineBytes)} bytes a request, people of the devices: ${script.devices.join(', ')}`,
    ...script.steps.map((step) => `  ${JSON.stringify(step)}`),
    ...faults.map((fault) => `! ${fault}`),
  ].join('\n');
