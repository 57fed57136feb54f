import { describe, expect, it } from 'vitest';
import type { ActivityStatus } from '../../../src/domain/activities/activity.ts';
import { getRejectedChanges } from '../../../src/store/outbox.ts';
import { bulkUpsertActivities, updateActivity } from '../../../src/data/activities/activities.ts';
import { defined } from '../../fixtures/defined.ts';
import { editKey } from '../../fixtures/simulation/observer.ts';
import { runScenario, log, shown, stored, titles } from './scenario.ts';

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
      world.observer.neverDecided.add(editKey(edit));
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
