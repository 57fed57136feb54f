import { describe, expect, it } from 'vitest';
import { type ContractClient, type ContractDevice, TABLE } from './client.ts';

export const describeConflicts = ({ newDevice, draft, withRow, rowOf }: ContractClient): void => {
  describe('a conflict', () => {
    const conflictsOf = async (device: ContractDevice) => {
      device.setCursor(null);
      const found: Record<string, unknown>[] = [];
      for (let more = true; more;) {
        const page = await device.pull();
        ({ more } = page);
        const content = page.tables['sync_conflicts'];
        for (const values of content?.rows ?? [])
          found.push(Object.fromEntries((content?.columns ?? []).map((column, index) => [column, values[index]])));
      }
      return found;
    };
    const edit = (device: ContractDevice, row: string, at: number, seen: string | null, notes: string | null) =>
      device.change({ at, op: 'update', row, fields: { notes }, base: { notes: seen } });

    it('is a long text that two devices edited from the same base: the later wins, the earlier is stored', async () => {
      for (const [mine, theirs] of [
        [-1_000, -2_000],
        [-2_000, -1_000],
      ] as const) {
        const { device, row, now } = await withRow();
        const other = await newDevice(device.person);
        await other.verdicts(edit(other, row, now + theirs, null, 'theirs'));
        const [verdict] = await device.verdicts(edit(device, row, now + mine, null, 'mine'));
        expect(verdict).toMatchObject({ verdict: 'conflict' });
        const [lost, kept] = mine > theirs ? ['theirs', 'mine'] : ['mine', 'theirs'];
        expect((await rowOf(device, row))?.['notes']).toBe(kept);
        const [loser, winner] = mine > theirs ? [other, device] : [device, other];
        expect(await conflictsOf(device)).toMatchObject([
          {
            table_name: TABLE,
            row_id: row,
            field: 'notes',
            kind: 'long_text',
            lost,
            lost_device: loser.device.id,
            kept_device: winner.device.id,
            user_id: device.person.id,
          },
        ]);
      }
    });

    it('is not an edit of a text that its editor has seen or written', async () => {
      const { device, row, now } = await withRow();
      const other = await newDevice(device.person);
      await other.verdicts(edit(other, row, now - 5_000, null, 'first'));
      expect(
        await device.verdicts(
          edit(device, row, now - 4_000, 'first', 'second'),
          edit(device, row, now - 3_000, 'of a time before', 'third'),
        ),
      ).toMatchObject([{ verdict: 'applied' }, { verdict: 'applied' }]);
      // The same text twice, a text against an empty one, and a client that sends no base.
      const [same, empty, old] = [
        edit(other, row, now - 2_000, 'first', 'third'),
        edit(other, row, now - 2_500, 'first', ''),
        other.change({ at: now - 1_000, op: 'update', row, fields: { notes: 'old' } }),
      ];
      const verdicts = await other.verdicts(same, empty, old);
      expect(verdicts.map(({ verdict }) => verdict)).not.toContain('conflict');
      expect(await conflictsOf(device)).toEqual([]);
    });

    it('of three devices stores both texts that lost', async () => {
      const { device, row, now } = await withRow();
      const [second, third] = [await newDevice(device.person), await newDevice(device.person)];
      await device.verdicts(edit(device, row, now - 3_000, null, 'one'));
      await second.verdicts(edit(second, row, now - 2_000, null, 'two'));
      await third.verdicts(edit(third, row, now - 1_000, null, 'three'));
      expect((await rowOf(device, row))?.['notes']).toBe('three');
      expect((await conflictsOf(device)).map(({ lost }) => lost).sort()).toEqual(['one', 'two']);
    });

    it('is an edit of what another device has deleted, whichever is later', async () => {
      for (const [edited, kind] of [
        [-2_000, 'lost_edit'],
        [-1_000, 'lost_delete'],
      ] as const) {
        const { device, row, now } = await withRow();
        const other = await newDevice(device.person);
        await other.verdicts(other.change({ at: now - 1_500, op: 'delete', row, base: draft() }));
        const [verdict] = await device.verdicts(edit(device, row, now + edited, null, 'n'));
        expect(verdict).toMatchObject({ verdict: 'conflict' });
        const [conflict] = await conflictsOf(device);
        expect(conflict).toMatchObject({ row_id: row, field: '*', kind });
        expect(conflict?.['lost']).toEqual(
          kind === 'lost_edit' ? expect.objectContaining({ ...draft(), notes: 'n' }) : null,
        );
        expect((await rowOf(device, row))?.['notes']).toBe(kind === 'lost_edit' ? undefined : 'n');
      }
    });

    it('contains every edit of a deleted row that one device has lost', async () => {
      const { device, row, now } = await withRow();
      const other = await newDevice(device.person);
      await other.verdicts(other.change({ at: now - 1_000, op: 'delete', row, base: draft() }));
      await device.verdicts(
        edit(device, row, now - 3_000, null, 'first'),
        device.change({ at: now - 2_000, op: 'update', row, fields: { outcome: 'second' }, base: { outcome: null } }),
      );
      const conflicts = await conflictsOf(device);
      expect(conflicts).toHaveLength(1);
      expect(conflicts[0]?.['lost']).toMatchObject({ ...draft(), notes: 'first', outcome: 'second' });
    });

    it('is a deletion of what another device has edited meanwhile, whichever is later', async () => {
      for (const [deleted, kind] of [
        [-1_000, 'lost_edit'],
        [-2_000, 'lost_delete'],
      ] as const) {
        const { device, row, now } = await withRow();
        const other = await newDevice(device.person);
        await other.verdicts(edit(other, row, now - 1_500, null, 'n'));
        const deletion = device.change({ at: now + deleted, op: 'delete', row, base: { ...draft(), notes: null } });
        expect(await device.verdicts(deletion)).toMatchObject([{ verdict: 'conflict' }]);
        const [conflict] = await conflictsOf(device);
        expect(conflict).toMatchObject({ row_id: row, field: '*', kind });
        expect(conflict?.['lost'] ?? null).toEqual(
          kind === 'lost_edit' ? expect.objectContaining({ ...draft(), notes: 'n' }) : null,
        );
      }
    });

    it('is not a deletion of a row that its device had read', async () => {
      const { device, row, now } = await withRow();
      const other = await newDevice(device.person);
      await other.verdicts(edit(other, row, now - 2_000, null, 'n'));
      const deletion = device.change({ at: now - 1_000, op: 'delete', row, base: { ...draft(), notes: 'n' } });
      expect(await device.verdicts(deletion)).toMatchObject([{ verdict: 'applied' }]);
      expect(await conflictsOf(device)).toEqual([]);
    });

    it('of one delete is not overwritten by that of another one', async () => {
      const { device, row, now } = await withRow();
      const other = await newDevice(device.person);
      const remove = (at: number) => device.change({ at, op: 'delete', row, base: { ...draft(), notes: null } });
      await other.verdicts(edit(other, row, now - 9_000, null, 'first'));
      await device.verdicts(remove(now - 8_000));
      await device.verdicts(device.change({ at: now - 7_000, row, fields: draft() }));
      await other.verdicts(edit(other, row, now - 6_000, null, 'second'));
      await device.verdicts(remove(now - 5_000));
      const lost = (await conflictsOf(device)).map(({ lost }) => (lost as { notes: string }).notes);
      expect(lost.sort()).toEqual(['first', 'second']);
    });

    it('is resolved by deleting it, and is deleted with its row', async () => {
      const { device, row, now } = await withRow();
      const other = await newDevice(device.person);
      const editOnBoth = async (at: number) => {
        await other.verdicts(edit(other, row, now + at, 'x', `theirs ${String(at)}`));
        await device.verdicts(edit(device, row, now + at + 1, 'x', `mine ${String(at)}`));
        return conflictsOf(device);
      };
      const [first] = await editOnBoth(-9_000);
      const resolve = device.change({
        at: now - 8_000,
        table: 'sync_conflicts',
        op: 'delete',
        row: String(first?.['id']),
      });
      expect(await device.verdicts(resolve)).toMatchObject([{ verdict: 'applied' }]);
      expect(await conflictsOf(device)).toEqual([]);
      expect(await editOnBoth(-6_000)).toHaveLength(2);
      const known = { ...draft(), notes: 'mine -6000' };
      await device.verdicts(device.change({ at: now - 1_000, op: 'delete', row, base: known }));
      expect(await conflictsOf(device)).toEqual([]);
    });

    it('cannot be inserted or changed by a person, nor resolved for somebody else', async () => {
      const { device, row, now } = await withRow();
      const [other, stranger] = [await newDevice(device.person), await newDevice()];
      await other.verdicts(edit(other, row, now - 2_000, null, 'theirs'));
      await device.verdicts(edit(device, row, now - 1_000, null, 'mine'));
      const [conflict] = await conflictsOf(device);
      const id = String(conflict?.['id']);
      const about = { table: 'sync_conflicts', row: id } as const;
      expect(
        await device.verdicts(
          device.change({ at: now, table: 'sync_conflicts', fields: { field: 'notes', kind: 'long_text' } }),
          device.change({ at: now, ...about, op: 'update', fields: { lost: 'forged' } }),
        ),
      ).toMatchObject([{ code: 'forbidden' }, { code: 'forbidden' }]);
      await stranger.verdicts(stranger.change({ at: now, ...about, op: 'delete' }));
      expect(await conflictsOf(device)).toMatchObject([{ id, lost: 'theirs' }]);
      expect(await conflictsOf(stranger)).toEqual([]);
    });
  });
};
