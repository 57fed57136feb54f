import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { WireChange } from '../../../src/contract/protocol.ts';
import type { ContractClient } from './client.ts';

export const describePush = ({ server, newDevice, draft, withRow, rowOf }: ContractClient): void => {
  describe('a push', () => {
    it('applies an insert with the defaults of missing fields, and the feed contains it', async () => {
      const { device, row } = await withRow();
      expect(await rowOf(device, row)).toMatchObject({
        ...draft(),
        user_id: device.person.id,
        status: 'planned',
        metadata: {},
      });
    });

    it('gets the same response and has no effect when it is repeated', async () => {
      const { device, row, now } = await withRow();
      const update = device.change({ at: now, op: 'update', row, fields: { title: 'b' } });
      const wrong = device.change({ at: now, op: 'update', row, fields: { status: 'donne' } });
      const first = await device.verdicts(update, wrong);
      await server().write(row, 'title', 'since');
      expect(await device.verdicts(update, wrong)).toEqual(first);
      expect(first).toMatchObject([{ verdict: 'applied' }, { verdict: 'rejected' }]);
      expect((await rowOf(device, row))?.['title']).toBe('since');
    });

    it('applies only the new changes of an overlapping batch', async () => {
      const device = await newDevice();
      const now = await device.now();
      const a = device.change({ at: now, fields: draft('a') });
      const b = device.change({ at: now, fields: draft('b') });
      await device.verdicts(a);
      await server().write(a.row, 'notes', 'kept');
      expect(await device.verdicts(a, b)).toMatchObject([{ verdict: 'applied' }, { verdict: 'applied' }]);
      expect((await device.read()).rows.get(a.row)?.['notes']).toBe('kept');
    });

    it('that arrives after a later one of the device has no effect', async () => {
      const device = await newDevice();
      const now = await device.now();
      const early = device.change({ at: now, fields: draft('early') });
      await device.verdicts(device.change({ at: now, fields: draft('late') }));
      await device.verdicts(early);
      expect((await device.read()).rows.has(early.row)).toBe(false);
    });

    it('gives the code of each rejected change, and stores the others', async () => {
      const { device, row, now } = await withRow();
      const stranger = await newDevice();
      const rejections: [string, Partial<WireChange>][] = [
        ['unknown_table', { table: 'sync_devices' }],
        ['unknown_field', { fields: { ...draft(), colour: 'red' } }],
        ['unknown_field', { fields: { ...draft(), field_timestamps: {} } }],
        ['malformed', { row: 'not-an-id' }],
        ['malformed', { timestamp: 'yesterday' }],
        ['malformed', { op: 'update', row, fields: {} }],
        ['not_found', { op: 'update', fields: { title: 'b' } }],
        ['forbidden', { fields: { ...draft(), user_id: stranger.person.id } }],
        ['invalid_value', { fields: { ...draft(), status: 'donne' } }],
        ['invalid_value', { fields: { ...draft(), duration: -1 } }],
        ['invalid_value', { fields: { type: 'call' } }],
        ['missing_parent', { fields: { ...draft(), lead_id: randomUUID() } }],
        ['invalid_value', { table: 'program_weekly_goals', fields: { week_start: '2026-03-02' } }],
        ['forbidden', { table: 'profiles', op: 'update', row: device.person.id, fields: { role: 'admin' } }],
      ];
      const changes = rejections.map(([, change]) => device.change({ at: now, fields: draft(), ...change }));
      const good = device.change({ at: now, fields: draft('good') });
      const verdicts = await device.verdicts(...changes, good);
      expect(verdicts.map(({ code, verdict }) => code ?? verdict)).toEqual([
        ...rejections.map(([code]) => code),
        'applied',
      ]);
      expect((await device.read()).rows.has(good.row)).toBe(true);
    });

    it('rejects a second row with the same natural key', async () => {
      const device = await newDevice();
      const now = await device.now();
      const change = () => device.change({ at: now, fields: { ...draft(), local_id: 'old-1' } });
      expect(await device.verdicts(change(), change())).toMatchObject([
        { verdict: 'applied' },
        { verdict: 'rejected', code: 'duplicate' },
      ]);
    });

    it('that names another epoch decides nothing', async () => {
      const device = await newDevice();
      const now = await device.now();
      const change = device.change({ at: now, fields: draft() });
      const other = await device.send([change], { epoch: 'of another epoch' });
      expect(other.verdicts).toEqual([]);
      const same = await device.send([change], { epoch: other.epoch });
      expect(same).toMatchObject({ epoch: other.epoch, verdicts: [{ verdict: 'applied' }] });
    });

    it('is rejected as a whole when the request is malformed', async () => {
      const device = await newDevice();
      const now = await device.now();
      const [a, b] = [device.change({ at: now, fields: draft() }), device.change({ at: now, fields: draft() })];
      const many = Array.from({ length: 1001 }, () => device.change({ at: now, fields: draft() }));
      const stranger = await newDevice();
      expect((await device.sendRaw([a], { protocol: 2 })).status).toBe(426);
      expect((await device.sendRaw([b, a])).status).toBe(400);
      expect((await device.sendRaw([{ ...a, seq: 0 }])).status).toBe(400);
      expect((await device.sendRaw(many)).status).toBe(413);
      expect((await device.sendRaw([a], { device: { id: 'x' } })).status).toBe(400);
      expect((await stranger.sendRaw([a], { device: device.device })).status).toBe(403);
      expect((await device.read()).count).toBe(0);
      expect(await device.verdicts(a)).toMatchObject([{ verdict: 'applied' }]);
    });

    it('may contain members that this version does not know', async () => {
      const device = await newDevice();
      const change = device.change({ at: await device.now(), fields: draft() });
      const { status } = await device.sendRaw([{ ...change, mood: 'good' }], { weather: 'fine' });
      expect(status).toBe(200);
    });
  });
};
