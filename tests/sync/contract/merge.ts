import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ContractClient } from './client.ts';

export const describeMerge = ({ server, newDevice, draft, withRow, rowOf }: ContractClient): void => {
  describe('the later edit of a field wins', () => {
    it('field by field, and the response names the fields that lost', async () => {
      const { device, row, now } = await withRow();
      const other = await newDevice(device.person);
      await other.verdicts(other.change({ at: now - 1_000, op: 'update', row, fields: { title: 'later' } }));
      const late = device.change({ at: now - 2_000, op: 'update', row, fields: { title: 'earlier', notes: 'n' } });
      expect(await device.verdicts(late)).toMatchObject([{ verdict: 'merged', lost: ['title'] }]);
      expect(await rowOf(device, row)).toMatchObject({ title: 'later', notes: 'n' });
    });

    it('where two devices make the same row', async () => {
      const device = await newDevice();
      const other = await newDevice(device.person);
      const now = await device.now();
      const row = randomUUID();
      await device.verdicts(device.change({ at: now - 1_000, row, fields: { ...draft('later'), notes: 'n' } }));
      const [verdict] = await other.verdicts(
        other.change({ at: now - 2_000, row, fields: { ...draft('earlier'), outcome: 'o' } }),
      );
      expect(verdict).toMatchObject({ verdict: 'merged' });
      expect(await rowOf(device, row)).toMatchObject({ title: 'later', notes: 'n' });
    });

    it('against an earlier deletion: the whole row is restored', async () => {
      const { device, row, now } = await withRow();
      await device.verdicts(device.change({ at: now - 2_000, op: 'delete', row }));
      const edit = device.change({ at: now - 1_000, op: 'update', row, fields: { notes: 'n' } });
      expect(await device.verdicts(edit)).toMatchObject([{ verdict: 'applied' }]);
      expect(await rowOf(device, row)).toMatchObject({ ...draft(), notes: 'n' });
    });

    it('not against a later deletion', async () => {
      const { device, row, now } = await withRow();
      await device.verdicts(device.change({ at: now - 1_000, op: 'delete', row }));
      const edit = device.change({ at: now - 2_000, op: 'update', row, fields: { notes: 'n' } });
      const again = device.change({ at: now - 2_000, row, fields: draft() });
      expect(await device.verdicts(edit, again)).toMatchObject([{ verdict: 'merged' }, { verdict: 'merged' }]);
      expect(await rowOf(device, row)).toBeUndefined();
    });

    it('and a deletion that is earlier than an edit does not delete the row', async () => {
      const { device, row, now } = await withRow();
      await device.verdicts(device.change({ at: now - 1_000, op: 'update', row, fields: { notes: 'n' } }));
      const deletion = device.change({ at: now - 2_000, op: 'delete', row });
      expect(await device.verdicts(deletion)).toMatchObject([{ verdict: 'merged', lost: ['*'] }]);
      expect(await rowOf(device, row)).toMatchObject({ notes: 'n' });
    });

    it('and of two deletions the later one counts', async () => {
      const { device, row, now } = await withRow();
      await device.verdicts(device.change({ at: now - 3_000, op: 'delete', row }));
      await device.verdicts(device.change({ at: now - 1_000, op: 'delete', row }));
      await device.verdicts(device.change({ at: now - 2_000, op: 'update', row, fields: { notes: 'n' } }));
      expect(await rowOf(device, row)).toBeUndefined();
    });

    it('and a deleted row can be inserted again', async () => {
      const { device, row, now } = await withRow();
      await device.verdicts(device.change({ at: now - 2_000, op: 'delete', row }));
      await device.verdicts(device.change({ at: now - 1_000, row, fields: draft('again') }));
      expect(await rowOf(device, row)).toMatchObject({ title: 'again' });
    });

    it('with edits from the future clamped to the server’s time, in their order', async () => {
      const { device, row, now } = await withRow();
      const update = (at: number, title: string) => device.change({ at, op: 'update', row, fields: { title } });
      const verdicts = await device.verdicts(
        update(now + 3_600_000, 'first'),
        update(now + 3_600_001, 'second'),
        update(now + 3_600_002, 'third'),
      );
      expect(verdicts.map(({ verdict }) => verdict)).toEqual(['applied', 'applied', 'applied']);
      expect((await rowOf(device, row))?.['title']).toBe('third');
      while ((await device.send([])).server_time <= now + 5);
      await server().write(row, 'title', 'really later');
      expect((await rowOf(device, row))?.['title']).toBe('really later');
    });

    it.each([
      ['ahead', 61_000, 0],
      ['behind, for longer than a slow line takes', -301_000, 0],
      ['right, with edits from the future', 0, 3_600_000],
    ])(
      'but first lets a device whose clock is %s correct its timestamps, and decides nothing',
      async (_, off, ahead) => {
        const { device, row, now } = await withRow();
        const edit = device.change({ at: now + ahead, op: 'update', row, fields: { title: 'edited' } });
        const refused = await device.send([edit], { clock: now + off });
        expect(refused).toMatchObject({ wrong_clock: true, restored: false, token: null, verdicts: [] });
        expect(refused.server_time).toBeGreaterThanOrEqual(now);
        expect((await rowOf(device, row))?.['title']).not.toBe('edited');
        expect((await device.send([edit])).verdicts).toEqual([{ seq: edit.seq, verdict: 'applied' }]);
        expect((await rowOf(device, row))?.['title']).toBe('edited');
      },
    );

    it.each([0, 59_000, -290_000])(
      'and decides at once where its clock is off by %i ms or its line slow',
      async (off) => {
        const { device, row, now } = await withRow();
        const edit = device.change({ at: now, op: 'update', row, fields: { title: 'edited' } });
        const response = await device.send([edit], { clock: now + off });
        expect(response.verdicts).toEqual([{ seq: edit.seq, verdict: 'applied' }]);
      },
    );

    it('and offers to a restored database with the timestamps that they have', async () => {
      const { device, row, now } = await withRow();
      const at = now + 3_600_000;
      const offer = device.change({ at, op: 'update', row, fields: { title: 'offered' }, offer: true });
      expect((await device.send([offer], { clock: now })).verdicts).toEqual([{ seq: offer.seq, verdict: 'applied' }]);
    });
  });
};
