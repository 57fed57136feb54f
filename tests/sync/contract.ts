import { randomUUID } from 'node:crypto';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CheckResponse,
  checkResponseSchema,
  type Cursor,
  type PullResponse,
  pullResponseSchema,
  type PushResponse,
  pushResponseSchema,
  type Verdict,
  type WireChange,
} from '../../src/contract/protocol.ts';
import { formatHlcTimestamp } from '../../src/domain/sync/hlc.ts';
import { CadenceDatabase } from '../../src/store/database.ts';
import { storePage } from '../../src/store/feed.ts';
import { computeTableDigests } from '../../src/store/self-check.ts';
import { defined } from '../fixtures/defined.ts';

type SyncRpc = 'sync_push' | 'sync_pull' | 'sync_check';

export interface ContractPerson {
  id: string;
  call: (name: SyncRpc, request: unknown) => Promise<{ status: number; body: unknown }>;
}

/** A server of the protocol, with operations of its operator. */
export interface ContractServer {
  signUp: () => Promise<ContractPerson>;
  /** Writes one field of an activity directly, now. */
  write: (activity: string, field: 'title' | 'notes', value: string) => Promise<void>;
  /** Hides an activity from its owner. */
  hide: (activity: string) => Promise<void>;
  /** Prunes all tombstones. */
  prune: () => Promise<void>;
  /** Begins a new epoch, as after a restored backup. */
  renew: () => Promise<void>;
  close: () => Promise<void>;
}

const TABLE = 'program_activities';

/** What the engine relies on, checked of the fake server and of the real SQL. */
export const describeServerContract = (name: string, start: () => Promise<ContractServer>): void => {
  describe(`the sync protocol of ${name}`, () => {
    let server: ContractServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.close());

    /** A person's device that sends requests of the protocol directly. */
    const newDevice = async (owner?: ContractPerson) => {
      const person = owner ?? (await server.signUp());
      const device = { id: randomUUID(), name: 'd', app_version: '1', pending: 0, rejected: 0 };
      let seq = 0;
      let cursor: Cursor | null = null;
      let clock = 0;

      const call = async (rpc: SyncRpc, more: object) => person.call(rpc, { protocol: 1, device, ...more });
      const sendRaw = (changes: unknown[], more: object = {}) => call('sync_push', { epoch: null, changes, ...more });
      const send = async (changes: WireChange[], more: object = {}): Promise<PushResponse> => {
        const { status, body } = await sendRaw(changes, more);
        expect(status, JSON.stringify(body)).toBe(200);
        return pushResponseSchema.parse(body);
      };
      const pull = async (limit = 1000): Promise<PullResponse> => {
        const { status, body } = await call('sync_pull', { cursor, limit });
        expect(status, JSON.stringify(body)).toBe(200);
        const page = pullResponseSchema.parse(body);
        ({ cursor } = page);
        return page;
      };
      const check = async (): Promise<CheckResponse> => {
        const { status, body } = await call('sync_check', { cursor });
        expect(status, JSON.stringify(body)).toBe(200);
        return checkResponseSchema.parse(body);
      };
      return {
        person,
        device,
        call,
        check,
        sendRaw,
        send,
        pull,
        /** The server's time in the last response, later each time. */
        now: async () => {
          clock = Math.max(clock + 1, (await send([])).server_time);
          return clock;
        },
        change: (change: Partial<WireChange> & { at: number }): WireChange => {
          seq += 1;
          const { at, ...rest } = change;
          return {
            seq,
            table: TABLE,
            row: randomUUID(),
            op: 'insert',
            fields: {},
            timestamp: formatHlcTimestamp({ ms: at, counter: 0 }, device.id),
            ...rest,
          };
        },
        verdicts: async (...changes: WireChange[]): Promise<Verdict[]> => (await send(changes)).verdicts,
        setCursor: (next: Cursor | null) => {
          cursor = next;
        },
        cursor: () => cursor,
        /** Reads to the end and returns the rows, and the ids of those that are gone. */
        read: async (limit?: number) => {
          const rows = new Map<string, Record<string, unknown>>();
          const gone = new Set<string>();
          let pages = 0;
          let count = 0;
          for (let more = true; more;) {
            const page = await pull(limit);
            ({ more } = page);
            pages += 1;
            for (const [table, content] of Object.entries(page.tables)) {
              if (table !== TABLE) continue;
              for (const values of content.rows) {
                const row = Object.fromEntries(content.columns.map((column, index) => [column, values[index]]));
                rows.set(String(row['id']), row);
                count += 1;
              }
              for (const id of content.gone) gone.add(id);
            }
          }
          return { rows, gone, pages, count };
        },
      };
    };
    type Device = Awaited<ReturnType<typeof newDevice>>;

    const draft = (title = 'a') => ({ type: 'call', title, date: '2026-03-02' });
    /** An activity on the server, made ten minutes ago by the server's clock. */
    const withRow = async (owner?: ContractPerson) => {
      const device = await newDevice(owner);
      const now = await device.now();
      const insert = device.change({ at: now - 600_000, fields: draft() });
      expect(await device.verdicts(insert)).toMatchObject([{ verdict: 'applied' }]);
      await device.read();
      return { device, row: insert.row, now };
    };
    const rowOf = async (device: Device, row: string) => {
      device.setCursor(null);
      return (await device.read()).rows.get(row);
    };

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
        await server.write(row, 'title', 'since');
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
        await server.write(a.row, 'notes', 'kept');
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

      it('is refused as a whole when the request is malformed', async () => {
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
        await server.write(row, 'title', 'really later');
        expect((await rowOf(device, row))?.['title']).toBe('really later');
      });
    });

    describe('a conflict', () => {
      const conflictsOf = async (device: Device) => {
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
      const edit = (device: Device, row: string, at: number, seen: string | null, notes: string | null) =>
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
        await server.write(row, 'title', 'b');
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
        await server.hide(row);
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
        await server.prune();
        expect((await stale.pull()).reset).toBe(true);
        expect((await stale.pull()).reset).toBe(false);

        const before = defined(stale.cursor(), 'cursor').epoch;
        await server.renew();
        const page = await stale.pull();
        expect(page.reset).toBe(true);
        expect(page.cursor.epoch).not.toBe(before);
      });

      it('is refused when the request is malformed', async () => {
        const device = await newDevice();
        const requests: [number, object][] = [
          [426, { cursor: null, limit: 10, protocol: 7 }],
          [400, { cursor: null, limit: 0 }],
          [400, { cursor: null, limit: 'many' }],
          [400, { cursor: { epoch: 'x', xid: 'x', table: '', row: '' }, limit: 10 }],
          [400, { cursor: null, limit: 10, device: {} }],
        ];
        for (const [status, request] of requests) {
          expect((await device.call('sync_pull', request)).status, JSON.stringify(request)).toBe(status);
        }
      });
    });

    describe('a check', () => {
      /** The device's database after it has read everything. */
      const readAll = async (device: Device) => {
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
        await server.hide(row);
        await device.read();
        expect((await device.check()).tables[TABLE]?.rows).toBe(0);
      });

      it('returns no digests to a device with unread rows or of another epoch', async () => {
        const { device, row } = await withRow();
        await server.write(row, 'title', 'newer');
        expect(await device.check()).toEqual({ current: false, tables: {} });
        await device.read();
        expect((await device.check()).current).toBe(true);
        const here = device.cursor();
        if (!here) throw new Error('there is no cursor');
        device.setCursor({ ...here, epoch: 'of another epoch' });
        expect((await device.check()).current).toBe(false);
      });

      it('is refused when the request is malformed', async () => {
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
  });
};
