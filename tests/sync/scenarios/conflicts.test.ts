import { describe, expect, it } from 'vitest';
import { getConflicts, resolveConflict } from '../../../src/store/conflicts.ts';
import { deleteActivity, updateActivity } from '../../../src/data/activities/activities.ts';
import { defined } from '../../fixtures/defined.ts';
import type { Device } from '../../fixtures/simulation/device.ts';
import type { World } from '../../fixtures/simulation/world.ts';
import { runScenario, log, shown, stored } from './scenario.ts';

describe('a conflict', () => {
  const editOnBoth = async (world: World) => {
    const [phone, laptop] = [world.device(0), world.device(1)];
    const id = await log(phone, 'a');
    await world.sync(phone);
    await world.sync(laptop);
    await phone.edit((db) => updateActivity(db, id, { notes: 'from the phone' }));
    await world.advance(1_000);
    await laptop.edit((db) => updateActivity(db, id, { notes: 'from the laptop' }));
    for (const device of [phone, laptop, phone]) await world.sync(device);
    return { phone, laptop, id };
  };
  const conflictsOf = async (device: Device) => (await getConflicts(device.viewer)).map(({ conflict }) => conflict);

  it('of two texts is shown on both devices, and resolving it on one resolves it on the other', async () => {
    for (const [choice, text] of [
      ['kept', 'from the laptop'],
      ['lost', 'from the phone'],
      ['both', 'from the phone\n\nfrom the laptop'],
    ] as const) {
      await runScenario({}, async (world) => {
        const { phone, laptop, id } = await editOnBoth(world);
        const conflict = defined((await conflictsOf(laptop))[0], 'conflict');
        expect(await conflictsOf(phone)).toEqual([conflict]);
        expect(conflict).toMatchObject({ row_id: id, field: 'notes', lost: 'from the phone' });
        await phone.edit((db) => resolveConflict(db, conflict, choice));
        await world.sync(phone);
        await world.sync(laptop);
        expect(await conflictsOf(laptop)).toEqual([]);
        expect((await shown(laptop, id))?.notes).toBe(text);
      });
    }
  });

  it('does not arise from edits of one device, also while a response is outstanding', async () => {
    await runScenario({}, async (world) => {
      const phone = world.device(0);
      const id = await log(phone, 'a');
      await world.sync(phone);
      await phone.edit((db) => updateActivity(db, id, { notes: 'b' }));
      phone.request('manual');
      await world.advance(0);
      await world.deliver(0, 'lost-response');
      await phone.edit((db) => updateActivity(db, id, { notes: 'bc' }));
      await phone.edit((db) => updateActivity(db, id, { notes: 'bcd' }));
      await world.sync(phone);
      expect(await conflictsOf(phone)).toEqual([]);
      expect(stored(world, id)?.notes).toBe('bcd');
    });
  });

  it('of a deletion and an edit stores the edited row, and the person can restore it', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      await world.sync(laptop);
      await laptop.edit((db) => updateActivity(db, id, { outcome: 'signed' }));
      await world.advance(1_000);
      await phone.edit((db) => deleteActivity(db, id));
      for (const device of [laptop, phone, laptop]) await world.sync(device);
      expect(await shown(laptop, id)).toBeUndefined();
      const conflict = defined((await conflictsOf(laptop))[0], 'conflict');
      expect(conflict).toMatchObject({ kind: 'lost_edit', row_id: id });
      await laptop.edit((db) => resolveConflict(db, conflict, 'lost'));
      await world.sync(laptop);
      await world.sync(phone);
      expect(await shown(phone, id)).toMatchObject({ title: 'a', outcome: 'signed' });
      expect(await conflictsOf(phone)).toEqual([]);
    });
  });
});
