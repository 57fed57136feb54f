import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cursor, TableDigest } from '../../../src/contract/protocol.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { storePage } from '../../../src/store/feed.ts';
import { digestRows, digestTables, readRowTexts } from '../../../src/store/digests.ts';
import { jsonObjectText } from '../../fixtures/json-texts.ts';
import { type ContractClient, type ContractDevice, TABLE } from './client.ts';

/** The digests that a device computes of its database. */
const digestsOf = async (db: CadenceDatabase, except?: Parameters<typeof digestTables>[1]) =>
  Object.fromEntries(await digestTables((await readRowTexts(db))?.texts ?? new Map(), except));

const json = fc.record({ stored: jsonObjectText, other: jsonObjectText });

const withoutRows = (tables: Record<string, TableDigest>) =>
  Object.fromEntries(Object.entries(tables).map(([name, { rows, digest }]) => [name, { rows, digest }]));

/** A device keeps a negative zero, which Postgres does not have. */
const parsed = (json: string): unknown => JSON.parse(json, (_, value: unknown) => (value === 0 ? 0 : value));

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
      const computed = await digestsOf(db);
      db.close();
      const { current, tables } = await device.check();
      expect(current).toBe(true);
      expect(tables[TABLE]?.rows).toBe(texts.length + 1);
      expect(computed).toMatchObject(withoutRows(tables));
    });

    it('returns the digests of what the device has parsed of any JSON, and others as soon as a value differs', async () => {
      const { device, now } = await withRow();
      const inserts = Array.from({ length: 25 }, (_, index) => device.change({ at: now + index, fields: draft() }));
      await device.verdicts(...inserts);
      await fc.assert(
        fc.asyncProperty(fc.array(json, { minLength: 25, maxLength: 25 }), async (pairs) => {
          const rows = inserts.map(({ row }, index) => ({ row, ...pairs[index] }));
          for (const { row, stored = '{}' } of rows) await server().writeMetadata(row, stored);
          const db = await readAll(device);
          const remote = (await device.check({ rows: [TABLE] })).tables[TABLE];
          expect((await digestsOf(db))[TABLE]?.digest, JSON.stringify(pairs)).toBe(remote?.digest);
          for (const { row, other = '{}' } of rows) {
            await db.rows(TABLE).update(row, { metadata: JSON.parse(other) as Record<string, unknown> });
          }
          const local = await digestRows((await readRowTexts(db))?.texts.get(TABLE) ?? new Map<string, string>());
          db.close();
          for (const { row, stored = '{}', other = '{}' } of rows) {
            const isSame = isDeepStrictEqual(parsed(stored), parsed(other));
            expect(local.get(row) === remote?.row_digests?.[row], `${stored} beside ${other}`).toBe(isSame);
          }
        }),
        // Each run writes 25 values one by one.
        { numRuns: 4, endOnFailure: true },
      );
    });

    it('leaves out the rows that are excepted, and returns the digests of single rows where they are requested', async () => {
      const { device, row, now } = await withRow();
      const excepted = device.change({ at: now, fields: draft('left out') });
      await device.verdicts(excepted);
      const db = await readAll(device);
      const local = (await readRowTexts(db))?.texts.get(TABLE) ?? new Map<string, string>();
      const computed = await digestsOf(db, { [TABLE]: [excepted.row] });
      db.close();
      const { tables } = await device.check({ except: { [TABLE]: [excepted.row] }, rows: [TABLE] });
      expect(computed).toMatchObject(withoutRows(tables));
      expect(tables[TABLE]?.row_digests).toEqual({ [row]: (await digestRows(local)).get(row) });
      expect(tables['profiles']?.row_digests).toBeNull();
    });

    it('compares nothing with a device that computes digests in another way', async () => {
      const { device } = await withRow();
      for (const format of [undefined, 1, 3]) {
        expect(await device.check({ format })).toMatchObject({ current: false, tables: {} });
      }
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
      expect(await device.check()).toEqual({ current: false, format: 2, tables: {} });
      await device.read();
      expect((await device.check()).current).toBe(true);
      const here = device.cursor();
      if (!here) throw new Error('there is no cursor');
      device.setCursor({ ...here, epoch: 'of another epoch' });
      expect((await device.check()).current).toBe(false);
    });

    it('is rejected when the request is malformed', async () => {
      const device = await newDevice();
      await device.read();
      for (const [status, request] of [
        [426, { cursor: null, protocol: 7 }],
        [400, { cursor: { epoch: 'x', xid: 'x', table: '', row: '' } }],
        [400, { cursor: null, device: {} }],
        [400, { cursor: device.cursor(), format: 2, except: { [TABLE]: ['x'] } }],
        [400, { cursor: device.cursor(), format: 2, except: { [TABLE]: 'x' } }],
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
