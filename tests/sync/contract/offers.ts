import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { WireChange } from '../../../src/contract/protocol.ts';
import { formatHlcTimestamp } from '../../../src/domain/sync/hlc.ts';
import { defined } from '../../fixtures/defined.ts';
import { type ContractClient, type ContractDevice, TABLE } from './client.ts';

const MINUTE = 60_000;

export const describeOffers = ({ newDevice, draft, withRow, rowOf }: ContractClient): void => {
  const timestampOf = (device: ContractDevice, at: number) =>
    formatHlcTimestamp({ ms: at, counter: 0 }, device.device.id);
  /** An offer by `device` of what `author` made at `at`; each of `later` fields was made a minute later. */
  const offerOf = (
    device: ContractDevice,
    author: ContractDevice,
    at: number,
    change: Partial<WireChange>,
    later: readonly string[] = [],
  ): WireChange => {
    const timestamps = Object.fromEntries(later.map((field) => [field, timestampOf(author, at + MINUTE)]));
    const timestamp = later.length > 0 ? timestampOf(author, at + MINUTE) : timestampOf(author, at);
    const isDelete = change.op === 'delete';
    return {
      ...device.change({ at, ...change }),
      offer: true,
      timestamp,
      ...(!isDelete && { timestamps: { '*': timestampOf(author, at), ...timestamps } }),
    };
  };
  const conflictsOf = async (device: ContractDevice) => {
    device.setCursor(null);
    const content = (await device.pull()).tables['sync_conflicts'];
    const { columns = [], rows = [] } = content ?? {};
    return rows.map((values) => Object.fromEntries(columns.map((name, index) => [name, values[index]])));
  };

  describe('a database that was restored from a backup', () => {
    it('is noticed by a history token that it does not know, whatever the cursor', async () => {
      const { device } = await withRow();
      const { token } = await device.pull();
      device.setToken('1:01900000-0000-7000-8000-000000000000');
      const page = await device.pull();
      expect(page).toMatchObject({ reset: true, restored: 'recover' });
      device.setToken('1:01900000-0000-7000-8000-000000000000');
      const decided = await device.send([device.change({ at: await newTime(device), fields: draft() })]);
      expect(decided).toMatchObject({ restored: true, token: null, verdicts: [] });
      device.setToken(token);
      expect((await device.send([])).restored).toBe(false);
    });

    it('does not take the token of another device, nor of another person', async () => {
      const { device } = await withRow();
      const { token } = await device.pull();
      const second = await newDevice(device.person);
      await second.pull();
      second.setToken(token);
      expect((await second.pull()).restored).toBe('recover');
      const stranger = await newDevice();
      await stranger.pull();
      stranger.setToken(token);
      expect((await stranger.pull()).restored).toBe('recover');
    });

    it('knows a token however many responses got lost since, and the cursor moves with the token alone', async () => {
      const { device } = await withRow();
      const { token, cursor } = await device.pull();
      for (let lost = 0; lost < 20; lost += 1) {
        await device.send([]);
        device.setToken(token);
      }
      const page = await device.pull();
      expect(page).toMatchObject({ restored: null, cursor });
    });
  });

  describe('an offer to a restored database', () => {
    it('inserts a row with the timestamp of each field', async () => {
      const device = await newDevice();
      const author = await newDevice(device.person);
      const at = (await newTime(device)) - 10 * MINUTE;
      const row = randomUUID();
      const fields = { ...draft('offered'), outcome: 'later' };
      const offer = offerOf(device, author, at, { row, fields }, ['outcome']);
      expect(await device.verdicts(offer)).toMatchObject([{ verdict: 'applied' }]);
      const edit = { op: 'update', row, fields: { title: 'between', outcome: 'between' } } as const;
      expect(await author.verdicts(author.change({ at: at + MINUTE / 2, ...edit }))).toMatchObject([
        { verdict: 'merged', lost: ['outcome'] },
      ]);
      expect(await rowOf(device, row)).toMatchObject({ title: 'between', outcome: 'later' });
    });

    it('updates the fields that the database has older, and no others', async () => {
      const { device, row, now } = await withRow();
      const author = await newDevice(device.person);
      await device.verdicts(device.change({ at: now - MINUTE, op: 'update', row, fields: { title: 'newest' } }));
      const fields = { title: 'older', type: 'meeting' };
      const offer = offerOf(device, author, now - 2 * MINUTE, { op: 'update', row, fields });
      expect(await device.verdicts(offer)).toMatchObject([{ verdict: 'merged', lost: ['title'] }]);
      expect(await rowOf(device, row)).toMatchObject({ title: 'newest', type: 'meeting' });
    });

    it('counts once, whichever devices make it', async () => {
      const { device, row, now } = await withRow();
      const author = await newDevice(device.person);
      const offer = () => offerOf(device, author, now - MINUTE, { op: 'update', row, fields: { title: 'offered' } });
      expect(await device.verdicts(offer())).toMatchObject([{ verdict: 'applied' }]);
      expect(await device.verdicts(offer())).toMatchObject([{ verdict: 'applied' }]);
      expect(await rowOf(device, row)).toMatchObject({ title: 'offered' });
    });

    it('deletes a row that the database never had: an older offer does not bring it back, and devices learn of it', async () => {
      const device = await newDevice();
      const author = await newDevice(device.person);
      const at = (await newTime(device)) - 10 * MINUTE;
      const row = randomUUID();
      await device.read();
      await device.verdicts(offerOf(device, author, at + MINUTE, { op: 'delete', row }));
      expect([...(await device.read()).gone]).toEqual([row]);
      const offer = offerOf(device, author, at, { row, fields: draft() });
      expect(await device.verdicts(offer)).toMatchObject([{ verdict: 'merged' }]);
      expect(await rowOf(device, row)).toBeUndefined();
    });

    it('of a row that was deleted before the database saw it is what a later edit restores', async () => {
      const { device, row: example } = await withRow();
      const { id: _id, updated_at: _at, ...fields } = defined(await rowOf(device, example), 'example');
      const author = await newDevice(device.person);
      const editor = await newDevice(device.person);
      const at = (await newTime(device)) - 10 * MINUTE;
      const row = randomUUID();
      await device.verdicts(offerOf(device, author, at + MINUTE, { op: 'delete', row }));
      const edit = () =>
        editor.change({ at: at + 2 * MINUTE, op: 'update', row, fields: { notes: 'n' }, base: { notes: null } });
      // Without the row there is nothing to restore: the change stays with the person.
      expect(await editor.verdicts(edit())).toMatchObject([{ verdict: 'rejected', code: 'not_found' }]);
      await device.verdicts(offerOf(device, author, at, { row, fields: { ...fields, title: 'offered' } }));
      expect(await rowOf(device, row)).toBeUndefined();
      expect(await editor.verdicts(edit())).toMatchObject([{ verdict: 'conflict' }]);
      expect(await rowOf(device, row)).toMatchObject({ title: 'offered', notes: 'n' });
    });

    it('asks the person about a text that was written since by somebody who had not seen it', async () => {
      const { device, row, now } = await withRow();
      const author = await newDevice(device.person);
      const edit = { op: 'update', row, fields: { notes: 'since' }, base: { notes: null } } as const;
      await device.verdicts(device.change({ at: now - MINUTE, ...edit }));
      const offer = { op: 'update', row, fields: { notes: 'offered' } } as const;
      expect(await device.verdicts(offerOf(device, author, now - 2 * MINUTE, offer))).toMatchObject([
        { verdict: 'conflict', lost: ['notes'] },
      ]);
      expect(await conflictsOf(device)).toMatchObject([{ row_id: row, kind: 'long_text', lost: 'offered' }]);
      expect(await rowOf(device, row)).toMatchObject({ notes: 'since' });
    });

    it('asks nobody about a text that the database once had', async () => {
      const { device, row, now } = await withRow();
      const author = await newDevice(device.person);
      await author.verdicts(author.change({ at: now - 3 * MINUTE, op: 'update', row, fields: { notes: 'first' } }));
      await device.verdicts(device.change({ at: now - MINUTE, op: 'update', row, fields: { notes: 'second' } }));
      const offer = { op: 'update', row, fields: { notes: 'first' } } as const;
      await device.verdicts(offerOf(device, author, now - 3 * MINUTE, offer));
      expect(await conflictsOf(device)).toEqual([]);
      expect(await rowOf(device, row)).toMatchObject({ notes: 'second' });
    });

    it('asks the person about a row that was deleted since without its last edit', async () => {
      const { device, row, now } = await withRow();
      const author = await newDevice(device.person);
      await device.verdicts(device.change({ at: now - MINUTE, op: 'delete', row, base: { notes: null } }));
      const fields = { ...draft(), notes: 'never seen' };
      const offer = offerOf(device, author, now - 3 * MINUTE, { row, fields }, ['notes']);
      expect(await device.verdicts(offer)).toMatchObject([{ verdict: 'conflict' }]);
      expect(await conflictsOf(device)).toMatchObject([
        { row_id: row, kind: 'lost_edit', lost: { notes: 'never seen' } },
      ]);
    });

    it('of a delete asks about what was edited since, which stays', async () => {
      const { device, row, now } = await withRow();
      const author = await newDevice(device.person);
      await device.verdicts(device.change({ at: now - MINUTE, op: 'update', row, fields: { notes: 'since' } }));
      const offer = offerOf(device, author, now - 2 * MINUTE, { op: 'delete', row });
      expect(await device.verdicts(offer)).toMatchObject([{ verdict: 'conflict', lost: ['*'] }]);
      expect(await conflictsOf(device)).toMatchObject([{ row_id: row, kind: 'lost_delete' }]);
      expect(await rowOf(device, row)).toMatchObject({ notes: 'since' });
    });

    it('inserts a row without the reference to one that was deleted', async () => {
      const device = await newDevice();
      const author = await newDevice(device.person);
      const at = (await newTime(device)) - 10 * MINUTE;
      const row = randomUUID();
      const fields = { ...draft('of a lead'), lead_id: randomUUID() };
      const ordinary = author.change({ at, row, fields });
      expect(await author.verdicts(ordinary)).toMatchObject([{ verdict: 'rejected', code: 'missing_parent' }]);
      expect(await device.verdicts(offerOf(device, author, at, { row, fields }))).toMatchObject([
        { verdict: 'applied' },
      ]);
      expect(await rowOf(device, row)).toMatchObject({ title: 'of a lead', lead_id: null });
    });

    it('brings back an unresolved conflict, and none that was resolved; ordinary changes insert none', async () => {
      const { device, row, now } = await withRow();
      const author = await newDevice(device.person);
      const conflict = randomUUID();
      const iso = new Date(now - 3 * MINUTE).toISOString();
      const fields = {
        user_id: device.person.id,
        table_name: TABLE,
        row_id: row,
        field: 'notes',
        kind: 'long_text',
        lost: 'a text',
        lost_device: null,
        lost_at: iso,
        kept_device: null,
        kept_at: iso,
        created_at: iso,
      };
      const ofConflict = { table: 'sync_conflicts', row: conflict, fields };
      expect(await device.verdicts(device.change({ at: now - MINUTE, ...ofConflict }))).toMatchObject([
        { verdict: 'rejected', code: 'forbidden' },
      ]);
      const offer = () => offerOf(device, author, now - 3 * MINUTE, ofConflict);
      expect(await device.verdicts(offer(), offer())).toMatchObject([{ verdict: 'applied' }, { verdict: 'applied' }]);
      expect(await conflictsOf(device)).toMatchObject([{ id: conflict, lost: 'a text' }]);
      const resolution = { table: 'sync_conflicts', row: conflict, op: 'delete' } as const;
      await device.verdicts(device.change({ at: now - MINUTE, ...resolution }));
      await device.verdicts(offer());
      expect(await conflictsOf(device)).toEqual([]);
    });

    it('is malformed where its timestamps are no timestamps of its fields', async () => {
      const device = await newDevice();
      const at = (await newTime(device)) - MINUTE;
      const change = (more: object): WireChange => ({ ...device.change({ at, fields: draft() }), ...more });
      const changes = [
        change({ offer: false }),
        change({ timestamps: { '*': timestampOf(device, at) } }),
        change({ offer: true, timestamps: { '*': 'yesterday' } }),
        change({ offer: true, timestamps: { '*': timestampOf(device, at + MINUTE) } }),
      ];
      expect(await device.verdicts(...changes)).toMatchObject(changes.map(() => ({ code: 'malformed' })));
    });
  });

  const newTime = async (device: ContractDevice): Promise<number> => defined(await device.now(), 'server time');
};
