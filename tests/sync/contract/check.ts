import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import type { Cursor } from '../../../src/contract/protocol.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { storePage } from '../../../src/store/feed.ts';
import { computeTableDigests } from '../../../src/store/self-check.ts';
import { type ContractClient, type ContractDevice, TABLE } from './client.ts';

export const describeCheck = ({ server, newDevice, draft, withRow, rowOf }: ContractClient): void => {
  describe('a check', () => {
    /** The device's database after it has read everything. */
    const readAll = async (device: ContractDevice) => {
      const db = new CadenceDatabase(device.person.id, { indexedDB: new IDBFactory(), IDBKeyRange });
      device.setCursor(null);
      for (let more = true, requested: Cursor | null = null; more;) {
        const page = await device.pull(2);
        await storePage(db, requested, page);
        ({ more } = page);
        requested = page.cursor;
      }
      return db;
    };

    it('returns the digests of a device that has read everything, whatever is in the rows', async () => {
      const { device, now } = await withRow();
      const texts = ['', '"\\/', 'a\nb\tc', '\u2028é漢🙂', '[1,"x": {}]'];
      await device.verdicts(
        ...texts.map((notes, index) =>
          device.change({
            at: now + index,
            fields: {
              ...draft(`"\\/é漢🙂 ${String(index)}`),
              notes,
              metadata: { bb: [1, 2.5, { c: null }], a: `${notes}\u0001\u007f`, '': true },
            },
          }),
        ),
      );
      const db = await readAll(device);
      const computed = await computeTableDigests(db);
      db.close();
      const { current, tables } = await device.check();
      expect(current).toBe(true);
      expect(tables[TABLE]?.rows).toBe(texts.length + 1);
      expect(Object.fromEntries(computed?.tables ?? [])).toMatchObject(tables);
    });

    it('covers the rows that a person can see', async () => {
      const { device, row } = await withRow();
      const before = await device.check();
      const other = (await newDevice()).person;
      await withRow(other);
      expect(await device.check()).toEqual(before);
      await server().hide(row);
      await device.read();
      expect((await device.check()).tables[TABLE]?.rows).toBe(0);
    });

    it('returns no digests to a device with unread rows or of another epoch', async () => {
      const { device, row } = await withRow();
      await server().write(row, 'title', 'newer');
      expect(await device.check()).toEqual({ current: false, tables: {} });
      await device.read();
      expect((await device.check()).current).toBe(true);
      const here = device.cursor();
      if (!here) throw new Error('there is no cursor');
      device.setCursor({ ...here, epoch: 'of another epoch' });
      expect((await device.check()).current).toBe(false);
    });

    it('is rejected when the request is malformed', async () => {
      const device = await newDevice();
      for (const [status, request] of [
        [426, { cursor: null, protocol: 7 }],
        [400, { cursor: { epoch: 'x', xid: 'x', table: '', row: '' } }],
        [400, { cursor: null, device: {} }],
      ] as const) {
        expect((await device.call('sync_check', request)).status, JSON.stringify(request)).toBe(status);
      }
    });
  });

  it("lets nobody see, edit or delete somebody else's rows", async () => {
    const { device, row, now } = await withRow();
    const stranger = await newDevice();
    const verdicts = await stranger.verdicts(
      stranger.change({ at: now, op: 'update', row, fields: { title: 'mine now' } }),
      stranger.change({ at: now, row, fields: draft('mine now') }),
      stranger.change({ at: now, op: 'delete', row }),
    );
    expect(verdicts.slice(0, 2)).toMatchObject([{ code: 'not_found' }, { code: 'not_found' }]);
    expect((await stranger.read()).count).toBe(0);
    expect(await rowOf(device, row)).toMatchObject(draft());
  });
};
