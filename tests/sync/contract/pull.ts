import { describe, expect, it } from 'vitest';
import { defined } from '../../fixtures/defined.ts';
import type { ContractClient } from './client.ts';

export const describePull = ({ server, newDevice, draft, withRow }: ContractClient): void => {
  describe('a pull', () => {
    it('returns every row once, in pages that end anywhere in a transaction', async () => {
      for (const limit of [1, 2, 3, 7]) {
        const device = await newDevice();
        const now = await device.now();
        const changes = Array.from({ length: 9 }, (_, number) =>
          device.change({ at: now, fields: draft(String(number)) }),
        );
        await device.verdicts(...changes.slice(0, 5));
        await device.verdicts(...changes.slice(5));
        const { rows, count, pages } = await device.read(limit);
        expect([rows.size, count]).toEqual([9, 9]);
        // The profile is in the feed too.
        expect(pages).toBe(Math.ceil(10 / limit));
      }
    });

    it('returns how many rows are left', async () => {
      const device = await newDevice();
      const now = await device.now();
      await device.verdicts(...Array.from({ length: 4 }, () => device.change({ at: now, fields: draft() })));
      expect(await device.pull(2)).toMatchObject({ more: true, remaining: 3, reset: false });
      expect(await device.pull(10)).toMatchObject({ more: false, remaining: 0 });
      expect(await device.pull(10)).toMatchObject({ more: false, remaining: 0, tables: {} });
    });

    it('is no larger than requested, and returns every row once, a larger one alone', async () => {
      const device = await newDevice();
      const now = await device.now();
      // Quotes, line breaks and letters of several bytes are larger in JSON than they are stored.
      const notes = [10, 3_000, 7_000, 200, 5_000, 5_000, 0, 9_000, 5, 5, 5, 8_000].map((length, number) =>
        ['"é\n😀', 'plain'][number % 2]?.repeat(length / 5),
      );
      const changes = notes.map((text, number) =>
        device.change({ at: now, fields: { ...draft(String(number)), notes: text } }),
      );
      await device.verdicts(...changes.slice(0, 6));
      await device.verdicts(...changes.slice(6));
      for (const maxBytes of [1, 2_000, 10_000, 999_999_999]) {
        device.setCursor(null);
        const { rows, count, sizes } = await device.read(1000, maxBytes);
        expect([rows.size, count]).toEqual([12, 12]);
        expect(sizes.filter(({ entries, bytes }) => entries > 1 && bytes > maxBytes)).toEqual([]);
        expect(sizes.every(({ entries }) => entries > 0)).toBe(true);
      }
    });

    it('moves the cursor past an earlier push', async () => {
      const device = await newDevice();
      const { xid } = await device.send([device.change({ at: await device.now(), fields: draft() })]);
      const page = await device.pull();
      expect(BigInt(page.cursor.xid)).toBeGreaterThan(BigInt(xid));
    });

    it('returns changed and deleted rows, and nothing else', async () => {
      const { device, row, now } = await withRow();
      const other = device.change({ at: now - 5_000, fields: draft('other') });
      await device.verdicts(other);
      await device.read();
      await server().write(row, 'title', 'b');
      await device.verdicts(device.change({ at: now, op: 'delete', row: other.row }));
      const { rows, gone, count } = await device.read();
      expect([rows.get(row)?.['title'], [...gone], count]).toEqual(['b', [other.row], 1]);
    });

    it('returns a row again also when a push changed nothing of it, so that the device can prune its change', async () => {
      const { device, row, now } = await withRow();
      await device.verdicts(device.change({ at: now - 1_000, op: 'update', row, fields: { title: 'b' } }));
      await device.read();
      await device.verdicts(device.change({ at: now - 2_000, op: 'update', row, fields: { title: 'too early' } }));
      expect((await device.read()).rows.get(row)?.['title']).toBe('b');
    });

    it('returns activities without their deleted lead', async () => {
      const device = await newDevice();
      const now = await device.now();
      const lead = device.change({ at: now - 9_000, table: 'submissions', fields: { name: 'Ada' } });
      const activity = device.change({ at: now - 8_000, fields: { ...draft(), lead_id: lead.row } });
      await device.verdicts(lead, activity);
      await device.read();
      await device.verdicts(device.change({ at: now, table: 'submissions', op: 'delete', row: lead.row }));
      expect((await device.read()).rows.get(activity.row)).toMatchObject({ lead_id: null });
    });

    it('returns a row that its owner may no longer see as gone', async () => {
      const { device, row } = await withRow();
      await server().hide(row);
      expect([...(await device.read()).gone]).toEqual([row]);
      expect((await device.read()).count).toBe(0);
    });

    it('starts over after a restored backup, from a cursor of the future, and from one before pruned tombstones', async () => {
      const { device } = await withRow();
      const here = defined(device.cursor(), 'cursor');
      device.setCursor({ ...here, epoch: 'of another epoch' });
      expect((await device.pull()).reset).toBe(true);
      device.setCursor({ ...here, xid: '9999999999' });
      expect((await device.pull()).reset).toBe(true);

      const { device: stale, row, now } = await withRow();
      const active = await newDevice(stale.person);
      await active.verdicts(active.change({ at: now, op: 'delete', row }));
      await server().prune();
      expect((await stale.pull()).reset).toBe(true);
      expect((await stale.pull()).reset).toBe(false);

      const before = defined(stale.cursor(), 'cursor').epoch;
      await server().renew();
      const page = await stale.pull();
      expect(page.reset).toBe(true);
      expect(page.cursor.epoch).not.toBe(before);
    });

    it('is rejected when the request is malformed', async () => {
      const device = await newDevice();
      const requests: [number, object][] = [
        [426, { cursor: null, limit: 10, protocol: 7 }],
        [400, { cursor: null, limit: 0 }],
        [400, { cursor: null, limit: 'many' }],
        [400, { cursor: null, limit: 10, max_bytes: 0 }],
        [400, { cursor: null, limit: 10, max_bytes: 'all' }],
        [400, { cursor: null, limit: 10, max_bytes: 1.5 }],
        [400, { cursor: { epoch: 'x', xid: 'x', table: '', row: '' }, limit: 10 }],
        [400, { cursor: null, limit: 10, device: {} }],
      ];
      for (const [status, request] of requests) {
        expect((await device.call('sync_pull', request)).status, JSON.stringify(request)).toBe(status);
      }
    });
  });
};
