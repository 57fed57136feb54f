import { describe, expect, it } from 'vitest';
import type { ActivityStatus } from '../../src/domain/activities/activity.ts';
import { getConflicts, resolveConflict } from '../../src/store/conflicts.ts';
import { createLead, deleteLead } from '../../src/data/leads/leads.ts';
import { getRejectedChanges } from '../../src/store/outbox.ts';
import {
  bulkUpsertActivities,
  createActivity,
  deleteActivity,
  updateActivity,
} from '../../src/data/activities/activities.ts';
import { addCustomActivityType } from '../../src/data/activities/activity-types.ts';
import { restoreRow } from '../../src/store/write.ts';
import { upsertWeeklyGoals } from '../../src/data/goals/weekly-goals.ts';
import { defined } from '../fixtures/defined.ts';
import type { Device } from '../fixtures/simulation/device.ts';
import { editKey } from '../fixtures/simulation/observer.ts';
import { person, type World } from '../fixtures/simulation/world.ts';
import { runScenario, log, shown, stored, titles } from './scenario.ts';

const HOUR = 3_600_000;

describe('a push', () => {
  it('whose response is lost is repeated and applied once', async () => {
    const world = await runScenario({}, async (world) => {
      const phone = world.device(0);
      await log(phone, 'a');
      phone.request('manual');
      await world.advance(0);
      await world.deliver(0, 'lost-response');
      expect(titles(world)).toEqual(['a']);
      expect(await phone.viewer.outbox.count()).toBe(1);
    });
    expect(world.server.state.decisions).toHaveLength(1);
  });

  it('whose response is truncated is repeated and applied once', async () => {
    const world = await runScenario({}, async (world) => {
      const phone = world.device(0);
      await log(phone, 'a');
      phone.request('manual');
      await world.advance(0);
      await world.deliver(0, 'truncated-response');
    });
    expect(world.server.state.decisions).toHaveLength(1);
  });

  it('that arrives twice is applied once', async () => {
    const world = await runScenario({}, async (world) => {
      await log(world.device(0), 'a');
      world.device(0).request('manual');
      await world.advance(0);
      await world.deliver(0, 'duplicated');
      await world.deliverAll();
      world.network.deliverLateCopy(defined(world.network.lateCopies[0], 'second copy'));
    });
    expect(world.server.state.decisions).toHaveLength(1);
  });

  it('that arrives after later pushes has no effect', async () => {
    await runScenario({}, async (world) => {
      const phone = world.device(0);
      const id = await log(phone, 'first');
      phone.request('manual');
      await world.advance(0);
      await world.deliver(0, 'delayed');
      await phone.edit((db) => updateActivity(db, id, { title: 'second' }));
      await world.sync(phone);
      world.network.deliverLateCopy(defined(world.network.lateCopies[0], 'delayed push'));
      expect(stored(world, id)?.title).toBe('second');
    });
  });

  it('of more changes than one request may contain is split, whichever responses are lost', async () => {
    const world = await runScenario({ pageLimit: 5000 }, async (world) => {
      const phone = world.device(0);
      const draft = (number: number) => ({ type: 'call', title: String(number), date: '2026-03-02' });
      await phone.edit((db) =>
        bulkUpsertActivities(
          db,
          Array.from({ length: 2_300 }, (_, number) => draft(number)),
        ),
      );
      phone.request('manual');
      await world.advance(0);
      await world.deliver(0, 'ok');
      await world.deliver(0, 'lost-response');
    });
    expect(world.server.state.decisions).toHaveLength(2_300);
  });

  it('with one rejected change stores the others, and the rejected one waits for the person', async () => {
    await runScenario({}, async (world) => {
      const phone = world.device(0);
      const [a, b] = [await log(phone, 'a'), await log(phone, 'b')];
      await phone.edit((db) => updateActivity(db, a, { status: 'donne' as ActivityStatus }));
      await phone.edit((db) => updateActivity(db, b, { notes: 'later' }));
      await world.sync(phone);
      expect(stored(world, b)?.notes).toBe('later');
      expect(await getRejectedChanges(phone.viewer)).toMatchObject([{ row: a, code: 'invalid_value' }]);
      expect((await shown(phone, a))?.status).toBe('donne');
    });
  });

  it('with a change that makes it unreadable quarantines that change, and sends the others', async () => {
    const world = await runScenario({}, async (world) => {
      const phone = world.device(0);
      const ids: string[] = [];
      for (const title of ['a', 'b', 'c', 'd', 'e']) ids.push(await log(phone, title));
      const third = defined((await phone.viewer.outbox.toArray())[2], 'third change');
      // An older version of the app could store such a text.
      await phone.viewer.outbox.put({ ...third, fields: { ...third.fields, notes: 'x\0' } });
      await phone.viewer.rows('program_activities').update(third.row, { notes: 'x\0' });
      // The server never decides it: it waits for the person.
      const edit = defined(
        phone.edits.find(({ seq }) => seq === third.seq),
        'edit of the third change',
      );
      world.observer.allowedLosses.add(editKey(edit));
      await world.sync(phone);
      expect(await getRejectedChanges(phone.viewer)).toMatchObject([{ row: ids[2], code: 'malformed' }]);
      expect((await shown(phone, ids[2] ?? ''))?.title).toBe('c');
    });
    expect(titles(world)).toEqual(['a', 'b', 'd', 'e']);
  });

  it('with a rejected edit that a later edit replaced leaves nothing to decide', async () => {
    await runScenario({}, async (world) => {
      const phone = world.device(0);
      const id = await log(phone, 'a');
      await phone.edit((db) => updateActivity(db, id, { status: 'donne' as ActivityStatus }));
      await phone.edit((db) => updateActivity(db, id, { status: 'done' }));
      await world.sync(phone);
      expect((await shown(phone, id))?.status).toBe('done');
      expect(await getRejectedChanges(phone.viewer)).toEqual([]);
    });
  });
});

describe('two devices', () => {
  it('that edit different fields of a row both keep their edits', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      await world.sync(laptop);
      await phone.edit((db) => updateActivity(db, id, { notes: 'from the phone' }));
      await laptop.edit((db) => updateActivity(db, id, { outcome: 'from the laptop' }));
      await world.sync(laptop);
      await world.sync(phone);
      expect(stored(world, id)).toMatchObject({ notes: 'from the phone', outcome: 'from the laptop' });
    });
  });

  it('that edit the same field agree on the later edit, whichever is pushed first', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      await runScenario({}, async (world) => {
        const [phone, laptop] = [world.device(0), world.device(1)];
        const id = await log(phone, 'a');
        await world.sync(phone);
        await world.sync(laptop);
        await phone.edit((db) => updateActivity(db, id, { title: 'earlier' }));
        await world.advance(10);
        await laptop.edit((db) => updateActivity(db, id, { title: 'later' }));
        for (const index of order) await world.sync(world.device(index));
        expect(stored(world, id)?.title).toBe('later');
      });
    }
  });

  it('of which one deletes and the other edits later keep the row with the edit', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      await world.sync(laptop);
      await phone.edit((db) => deleteActivity(db, id));
      await world.advance(10);
      await laptop.edit((db) => updateActivity(db, id, { notes: 'still needed' }));
      await world.sync(phone);
      await world.sync(laptop);
      await world.sync(phone);
      expect(await shown(phone, id)).toMatchObject({ title: 'a', notes: 'still needed' });
    });
  });

  it('of which one edits and the other deletes later delete the row', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      await world.sync(laptop);
      await laptop.edit((db) => updateActivity(db, id, { notes: 'too early' }));
      await world.advance(10);
      await phone.edit((db) => deleteActivity(db, id));
      await world.sync(phone);
      await world.sync(laptop);
      expect(await shown(laptop, id)).toBeUndefined();
    });
  });

  it('that both delete a row keep it deleted despite an edit between the two', async () => {
    await runScenario({ devices: [1, 1, 1] }, async (world) => {
      const [phone, laptop, tablet] = [world.device(0), world.device(1), world.device(2)];
      const id = await log(phone, 'a');
      for (const device of world.devices) await world.sync(device);
      await phone.edit((db) => deleteActivity(db, id));
      await world.advance(10);
      await tablet.edit((db) => updateActivity(db, id, { notes: 'between' }));
      await world.advance(10);
      await laptop.edit((db) => deleteActivity(db, id));
      for (const device of world.devices) await world.sync(device);
      expect(stored(world, id)).toBeUndefined();
    });
  });

  it('undo a deletion that the other has already seen', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      const row = defined(await shown(phone, id), 'row on the phone');
      await phone.edit((db) => deleteActivity(db, id));
      await world.sync(phone);
      await world.sync(laptop);
      await phone.edit((db) => restoreRow(db, 'program_activities', row));
      await world.sync(phone);
      await world.sync(laptop);
      expect((await shown(laptop, id))?.title).toBe('a');
    });
  });

  it('that set goals of the same week offline make one row with what each has set', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      await phone.edit((db) => upsertWeeklyGoals(db, '2026-03-02', { calls: 61 }));
      await world.advance(10);
      await laptop.edit((db) => upsertWeeklyGoals(db, '2026-03-02', { meetings: 7 }));
      await world.sync(phone);
      await world.sync(laptop);
      const rows = world.server.visibleRows(person(1), 'program_weekly_goals');
      expect(rows).toMatchObject([{ calls: 61, meetings: 7, proposals: 5 }]);
    });
  });

  it('that add the same type offline make one type', async () => {
    await runScenario({}, async (world) => {
      for (const device of world.devices) await device.edit((db) => addCustomActivityType(db, 'Demo'));
      for (const device of world.devices) await world.sync(device);
      expect(world.server.visibleRows(person(1), 'program_custom_activity_types')).toHaveLength(1);
    });
  });

  it('of which one deletes a lead that the other uses concurrently: the activity is rejected and waits for the person', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      await phone.edit((db) => createLead(db, { name: 'Ada' }));
      await world.sync(phone);
      await world.sync(laptop);
      const [lead] = await laptop.viewer.rows('submissions').toArray();
      await phone.edit((db) => deleteLead(db, lead?.id ?? ''));
      await laptop.edit((db) =>
        createActivity(db, { type: 'call', title: 'with Ada', date: '2026-03-02', lead_id: lead?.id ?? null }),
      );
      await world.sync(phone);
      await world.sync(laptop);
      expect(await getRejectedChanges(laptop.viewer)).toMatchObject([{ code: 'missing_parent' }]);
      expect(await laptop.viewer.rows('program_activities').count()).toBe(1);
    });
  });

  it('with clocks an hour apart keep the edit that was made later in true time', async () => {
    for (const skew of [HOUR, -HOUR]) {
      await runScenario({}, async (world) => {
        const [phone, laptop] = [world.device(0), world.device(1)];
        phone.skew = skew;
        await world.sync(phone);
        const id = await log(phone, 'a');
        await world.sync(phone);
        await world.sync(laptop);
        await world.advance(1_000);
        await phone.edit((db) => updateActivity(db, id, { title: 'phone' }));
        await world.advance(1_000);
        await laptop.edit((db) => updateActivity(db, id, { title: 'laptop' }));
        await world.sync(laptop);
        await world.sync(phone);
        expect(stored(world, id)?.title).toBe('laptop');
        await world.advance(1_000);
        await phone.edit((db) => updateActivity(db, id, { title: 'last' }));
        await world.sync(phone);
        await world.sync(laptop);
        expect((await shown(laptop, id))?.title).toBe('last');
      });
    }
  });
});

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

describe('a pull', () => {
  it('misses nothing of a transaction that commits after later ones were read', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      await log(phone, 'slow');
      phone.request('manual');
      await world.advance(0);
      await world.deliver(0, 'late-commit');
      await log(laptop, 'quick');
      laptop.request('manual');
      await world.advance(0);
      await world.deliver(world.network.waiting.length - 1);
      await world.deliver();
      expect(titles(world)).toEqual(['quick']);
      world.network.commitPush(0);
      await world.deliverAll();
      await world.sync(laptop);
      expect(await laptop.viewer.rows('program_activities').count()).toBe(2);
    });
  });

  it('keeps showing the own edit while an older transaction delays its echo', async () => {
    await runScenario({ devices: [1, 1, 1] }, async (world) => {
      const [phone, laptop, slow] = [world.device(0), world.device(1), world.device(2)];
      const id = await log(phone, 'a');
      for (const device of world.devices) await world.sync(device);
      await phone.edit((db) => updateActivity(db, id, { title: 'b' }));
      phone.request('manual');
      await world.advance(0);
      await world.deliver();
      // An older transaction opens, and the row gets a later transaction id before the phone reads the feed.
      await log(slow, 'slow');
      slow.request('manual');
      await world.advance(0);
      await world.deliver(1, 'late-commit');
      await laptop.edit((db) => updateActivity(db, id, { notes: 'above' }));
      laptop.request('manual');
      await world.advance(0);
      await world.deliver(1);
      await world.deliver(0);
      expect(await shown(phone, id)).toMatchObject({ title: 'b', notes: null });
      world.network.commitPush(0);
      await world.deliverAll();
      await world.sync(phone);
      expect(await shown(phone, id)).toMatchObject({ title: 'b', notes: 'above' });
    });
  });

  it('continues in the middle of a transaction that is larger than a page', async () => {
    for (const pageLimit of [1, 2, 3, 4]) {
      await runScenario({ pageLimit }, async (world) => {
        const [phone, laptop] = [world.device(0), world.device(1)];
        const drafts = Array.from({ length: 8 }, (_, number) => ({
          type: 'call',
          title: String(number),
          date: '2026-03-02',
        }));
        await phone.edit((db) => bulkUpsertActivities(db, drafts));
        await world.sync(phone);
        await world.sync(laptop);
        expect(await laptop.viewer.rows('program_activities').count()).toBe(8);
      });
    }
  });

  it('that arrives after a later pull of another tab is not stored: nothing older is shown again', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      await world.sync(laptop);
      phone.openTab();
      const retitle = async (title: string) => {
        await laptop.edit((db) => updateActivity(db, id, { title }));
        laptop.request('manual');
        await world.advance(0);
        await world.deliver();
        await world.deliver();
      };
      await retitle('b');
      phone.request('manual', 0);
      await world.advance(0);
      await world.deliver(0, 'slow-response');
      await retitle('c');
      phone.request('manual', 1);
      await world.advance(0);
      await world.deliver();
      expect((await shown(phone, id))?.title).toBe('c');
      world.network.deliverSlow(0);
      await world.waitUntilIdle();
      expect((await shown(phone, id))?.title).toBe('c');
    });
  });

  it('removes a row that its owner may no longer see', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const id = await log(phone, 'a');
      await world.sync(phone);
      await world.sync(laptop);
      world.observer.wasHidden.add(`program_activities/${id}`);
      world.server.setHidden('program_activities', id, true);
      await world.sync(laptop);
      expect(await shown(laptop, id)).toBeUndefined();
    });
  });

  it('starts over where deletions that the device has not read were pruned', async () => {
    await runScenario({}, async (world) => {
      const [phone, laptop] = [world.device(0), world.device(1)];
      const [gone, kept] = [await log(phone, 'gone'), await log(phone, 'kept')];
      await world.sync(phone);
      await world.sync(laptop);
      await phone.edit((db) => deleteActivity(db, gone));
      await world.sync(phone);
      await world.advance(48 * HOUR);
      world.server.prune(world.clock.now);
      await laptop.edit((db) => updateActivity(db, kept, { notes: 'made while away' }));
      await world.sync(laptop);
      expect(await shown(laptop, gone)).toBeUndefined();
      expect(stored(world, kept)?.notes).toBe('made while away');
    });
  });

  it('that starts over removes no row that it cannot read yet because of an older transaction', async () => {
    await runScenario({ devices: [1, 1, 1] }, async (world) => {
      const [phone, laptop, slow] = [world.device(0), world.device(1), world.device(2)];
      const [gone, kept] = [await log(phone, 'gone'), await log(phone, 'kept')];
      for (const device of world.devices) await world.sync(device);
      await phone.edit((db) => deleteActivity(db, gone));
      await world.sync(phone);
      await world.sync(slow);
      await world.advance(48 * HOUR);
      world.server.prune(world.clock.now);
      await log(slow, 'slow');
      slow.request('manual');
      await world.advance(0);
      await world.deliver(0, 'late-commit');
      await phone.edit((db) => updateActivity(db, kept, { notes: 'above' }));
      phone.request('manual');
      await world.advance(0);
      await world.deliver(0);
      laptop.request('manual');
      await world.advance(0);
      await world.deliver(world.network.waiting.length - 1);
      expect((await shown(laptop, kept))?.title).toBe('kept');
      expect(await laptop.viewer.meta.get('resyncing')).toMatchObject({ value: true });
    });
  });
});

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
