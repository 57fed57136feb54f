import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WireChange } from '../../src/contract/protocol.ts';
import { defined } from '../fixtures/defined.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { ACTIVITY, timestampOf, type SyncClient, syncClient } from '../fixtures/backend/sync-client.ts';

let backend: TestBackend;
let rep: Account;
let other: Account;
let phone: SyncClient;
let laptop: SyncClient;

beforeAll(async () => {
  backend = await startBackend();
  rep = await backend.signUp();
  other = await backend.signUp();
});
afterAll(() => backend.close());
beforeEach(() => {
  phone = syncClient(backend, rep);
  laptop = syncClient(backend, rep);
});

const ago = (ms: number): number => Date.now() - ms;
const table = 'program_activities';

const stored = async (row: string): Promise<Record<string, unknown> | undefined> =>
  (
    await backend.sql<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from public.${table} t where id = $1`,
      row,
    )
  )[0]?.row;

/** The verdicts, without what tells which change they are about. */
const verdictsOf = async (client: SyncClient, changes: WireChange[]): Promise<unknown[]> => {
  const { status, body } = await client.push(changes);
  expect(status).toBe(200);
  expect(body.verdicts.map(({ seq }) => seq)).toEqual(changes.map(({ seq }) => seq));
  return body.verdicts.map(({ seq: _seq, ...verdict }) => verdict);
};

/** An activity that the server has, written by the phone at `at`. */
const existing = async (at = ago(10_000)): Promise<string> => {
  const change = phone.change({ table, op: 'insert', fields: ACTIVITY, at });
  expect(await verdictsOf(phone, [change])).toEqual([{ verdict: 'applied' }]);
  return change.row;
};

const APPLIED = { verdict: 'applied' };
const rejected = (code: string, detail: string | null = null) => ({ verdict: 'rejected', code, detail });

describe('exactly once', () => {
  test('a batch delivered twice is applied once and gets the same response', async () => {
    const changes = [
      phone.change({ table, op: 'insert', fields: ACTIVITY }),
      phone.change({ table: 'nothing', op: 'insert', fields: ACTIVITY }),
      phone.change({ table, op: 'insert', fields: { ...ACTIVITY, duration: -1 } }),
    ];
    const first = await phone.push(changes);
    await laptop.push([
      laptop.change({ table, op: 'update', row: changes[0]?.row ?? '', fields: { title: 'Later' }, at: ago(0) }),
    ]);
    const again = await phone.push(changes);
    expect(again.body.verdicts).toEqual(first.body.verdicts);
    expect(await stored(changes[0]?.row ?? '')).toMatchObject({ title: 'Later' });
  });

  test('of a batch that overlaps with a decided one only the new changes are applied', async () => {
    const changes = [1, 2, 3].map(() => phone.change({ table, op: 'insert', fields: ACTIVITY }));
    await phone.push(changes.slice(0, 2));
    await backend.sql(`delete from public.${table} where id = $1`, changes[0]?.row);
    expect(await verdictsOf(phone, changes)).toEqual([APPLIED, APPLIED, APPLIED]);
    expect(await stored(changes[0]?.row ?? '')).toBeUndefined();
    expect(await stored(changes[2]?.row ?? '')).toBeDefined();
  });

  test('a merged verdict is stored and returned again', async () => {
    const row = await existing(ago(10_000));
    await laptop.push([laptop.change({ table, op: 'update', row, fields: { title: 'New' }, at: ago(1000) })]);
    const late = phone.change({ table, op: 'update', row, fields: { title: 'Old' }, at: ago(5000) });
    const verdict = { verdict: 'merged', lost: ['title'] };
    expect(await verdictsOf(phone, [late])).toEqual([verdict]);
    expect(await verdictsOf(phone, [late])).toEqual([verdict]);
  });

  test('two concurrent deliveries of one batch have one effect', async () => {
    const changes = [1, 2].map(() => phone.change({ table, op: 'insert', fields: ACTIVITY }));
    const responses = await Promise.all([phone.push(changes), phone.push(changes)]);
    expect(responses.map(({ body }) => body.verdicts.map(({ verdict }) => verdict))).toEqual([
      ['applied', 'applied'],
      ['applied', 'applied'],
    ]);
  });
});

describe('one rejected change', () => {
  test('of 250 leaves 249 stored', async () => {
    const changes = Array.from({ length: 250 }, (_, index) =>
      phone.change({ table, op: 'insert', fields: { ...ACTIVITY, duration: index === 124 ? -1 : index } }),
    );
    const verdicts = await verdictsOf(phone, changes);
    expect(verdicts.filter((verdict) => (verdict as { verdict: string }).verdict === 'applied')).toHaveLength(249);
    expect(verdicts[124]).toEqual(rejected('invalid_value', 'duration'));
    const [count] = await backend.sql<{ count: number }>(
      `select count(*)::int from public.${table} where id = any($1::uuid[])`,
      changes.map(({ row }) => row),
    );
    expect(count).toEqual({ count: 249 });
  });

  test('does not hold back later changes of the same row', async () => {
    const row = await existing();
    expect(
      await verdictsOf(phone, [
        phone.change({ table, op: 'update', row, fields: { status: 'gone' } }),
        phone.change({ table, op: 'update', row, fields: { title: 'Still edited' } }),
      ]),
    ).toEqual([rejected('invalid_value', 'status'), APPLIED]);
    expect(await stored(row)).toMatchObject({ title: 'Still edited', status: 'planned' });
  });

  test('gets its own verdict, also among 1,000 of them', async () => {
    const changes = Array.from({ length: 1000 }, () =>
      phone.change({ table, op: 'insert', fields: { ...ACTIVITY, title: '' } }),
    );
    const verdicts = await verdictsOf(phone, changes);
    expect(verdicts).toEqual(verdicts.map(() => rejected('invalid_value', 'title')));
  });
});

describe('validation of changes', () => {
  const cases: [string, Partial<WireChange> & Pick<WireChange, 'table' | 'op'>, string][] = [
    ['an unknown table', { table: 'nothing', op: 'insert', fields: { a: 1 } }, 'unknown_table'],
    ['a table that is not synced', { table: 'sync_devices', op: 'insert', fields: { name: 'x' } }, 'unknown_table'],
    ['a table of the system catalog', { table: 'pg_class', op: 'delete' }, 'unknown_table'],
    ['an unknown field', { table, op: 'insert', fields: { ...ACTIVITY, colour: 'red' } }, 'unknown_field'],
    ['the field timestamps', { table, op: 'insert', fields: { ...ACTIVITY, field_timestamps: {} } }, 'unknown_field'],
    ['the id as a field', { table, op: 'insert', fields: { ...ACTIVITY, id: randomUUID() } }, 'unknown_field'],
    ['a system column', { table, op: 'insert', fields: { ...ACTIVITY, xmin: '1' } }, 'unknown_field'],
    ['a nameless field', { table, op: 'insert', fields: { ...ACTIVITY, '': '1' } }, 'unknown_field'],
    ['an unknown operation', { table, op: 'upsert' as never, fields: ACTIVITY }, 'malformed'],
    ['an update without fields', { table, op: 'update', fields: {} }, 'malformed'],
    ['a row with an invalid id', { table, op: 'insert', row: '1', fields: ACTIVITY }, 'malformed'],
    ['a malformed timestamp', { table, op: 'insert', timestamp: 'now', fields: ACTIVITY }, 'malformed'],
    ['fields that are a list', { table, op: 'insert', fields: [] as never }, 'malformed'],
    ['a row that does not exist', { table, op: 'update', fields: { title: 'x' } }, 'not_found'],
    [
      'a lead that does not exist',
      { table, op: 'insert', fields: { ...ACTIVITY, lead_id: randomUUID() } },
      'missing_parent',
    ],
    ['a new profile', { table: 'profiles', op: 'insert', fields: { email: 'x@example.com' } }, 'forbidden'],
    [
      'goals whose id is not derived from their week',
      { table: 'program_weekly_goals', op: 'insert', fields: { week_start: '2026-03-02' } },
      'invalid_value',
    ],
  ];
  test.each(cases)('%s is rejected', async (_what, change, code) => {
    expect(await verdictsOf(phone, [phone.change(change)])).toMatchObject([{ verdict: 'rejected', code }]);
  });

  test('inserting a row for somebody else is rejected as forbidden', async () => {
    const forged = phone.change({ table, op: 'insert', fields: { ...ACTIVITY, user_id: other.id } });
    expect(await verdictsOf(phone, [forged])).toEqual([rejected('forbidden')]);
    expect(await stored(forged.row)).toBeUndefined();
  });

  test('giving a row to somebody else is rejected as forbidden', async () => {
    const row = await existing();
    const ownerChange = phone.change({ table, op: 'update', row, fields: { user_id: other.id } });
    expect(await verdictsOf(phone, [ownerChange])).toEqual([rejected('forbidden')]);
  });

  test('writing somebody else’s row is rejected with not_found, and deleting it has no effect', async () => {
    const row = await existing();
    const attacker = syncClient(backend, other);
    expect(
      await verdictsOf(attacker, [
        attacker.change({ table, op: 'update', row, fields: { title: 'Mine' } }),
        attacker.change({ table, op: 'insert', row, fields: ACTIVITY }),
        attacker.change({ table, op: 'delete', row }),
      ]),
    ).toMatchObject([{ code: 'not_found' }, { code: 'not_found' }, APPLIED]);
    expect(await stored(row)).toMatchObject({ title: 'A call', user_id: rep.id });
  });

  test('editing somebody else’s deleted row is rejected with not_found', async () => {
    const row = await existing();
    await phone.push([phone.change({ table, op: 'delete', row })]);
    const attacker = syncClient(backend, other);
    const edit = attacker.change({ table, op: 'update', row, fields: { title: 'Mine' }, at: ago(0) });
    expect(await verdictsOf(attacker, [edit])).toEqual([rejected('not_found')]);
  });

  test('inserting and deleting a row with a hijacked id does not overwrite the owner’s tombstone', async () => {
    const row = await existing();
    await phone.push([phone.change({ table, op: 'delete', row, at: ago(5000) })]);
    const attacker = syncClient(backend, other);
    const insert = attacker.change({ table, op: 'insert', row, fields: ACTIVITY });
    expect(await verdictsOf(attacker, [insert, attacker.change({ table, op: 'delete', row })])).toEqual([
      APPLIED,
      APPLIED,
    ]);
    const edit = phone.change({ table, op: 'update', row, fields: { title: 'Restored' }, at: ago(1000) });
    expect(await verdictsOf(phone, [edit])).toEqual([APPLIED]);
    expect(await stored(row)).toMatchObject({ title: 'Restored', user_id: rep.id });
  });

  test.each(['keeps', 'deletes'])(
    'whoever %s a row under a hijacked id does not receive the owner’s conflicts',
    async (what) => {
      const row = await existing();
      await phone.push([phone.change({ table, op: 'delete', row, at: ago(5000) })]);
      const attacker = syncClient(backend, other);
      const hijack = [
        attacker.change({ table, op: 'insert', row, fields: ACTIVITY }),
        attacker.change({ table, op: 'delete', row }),
      ].slice(0, what === 'keeps' ? 1 : 2);
      expect(await verdictsOf(attacker, hijack)).toEqual(hijack.map(() => APPLIED));
      const late = { fields: { notes: 'Private' }, base: { notes: null }, at: ago(6000) };
      expect(await verdictsOf(laptop, [laptop.change({ table, op: 'update', row, ...late })])).toMatchObject([
        { verdict: 'conflict' },
      ]);
      expect(await backend.sql('select user_id from public.sync_conflicts where row_id = $1', row)).toEqual([
        { user_id: rep.id },
      ]);
    },
  );

  test('a person can edit the name of their own profile, but not its role or email address', async () => {
    const update = (fields: WireChange['fields']) =>
      phone.change({ table: 'profiles', op: 'update', row: rep.id, fields, at: Date.now() });
    expect(
      await verdictsOf(phone, [
        update({ display_name: 'Robin' }),
        update({ role: 'admin' }),
        update({ email: 'x@example.com' }),
        update({ display_name: 'Kim', role: 'admin' }),
      ]),
    ).toMatchObject([APPLIED, { code: 'forbidden' }, { code: 'forbidden' }, { code: 'forbidden' }]);
    const profiles = await backend.sql('select display_name, role from public.profiles where id = $1', rep.id);
    expect(profiles).toEqual([{ display_name: 'Robin', role: 'rep' }]);
  });

  test('an activity about somebody else’s lead is rejected with missing_parent', async () => {
    const stranger = syncClient(backend, other);
    const lead = stranger.change({ table: 'submissions', op: 'insert', fields: { name: 'Theirs' } });
    await stranger.push([lead]);
    const probe = phone.change({ table, op: 'insert', fields: { ...ACTIVITY, lead_id: lead.row } });
    expect(await verdictsOf(phone, [probe])).toMatchObject([{ code: 'missing_parent' }]);
  });
});

describe('last write wins, field by field', () => {
  test('edits of different fields on two devices are both kept', async () => {
    const row = await existing();
    await phone.push([phone.change({ table, op: 'update', row, fields: { title: 'By phone' }, at: ago(4000) })]);
    expect(
      await verdictsOf(laptop, [
        laptop.change({ table, op: 'update', row, fields: { notes: 'By laptop' }, at: ago(5000) }),
      ]),
    ).toEqual([APPLIED]);
    expect(await stored(row)).toMatchObject({ title: 'By phone', notes: 'By laptop' });
  });

  test('the later edit of one field wins, whichever arrives first', async () => {
    const row = await existing();
    const earlier = phone.change({
      table,
      op: 'update',
      row,
      fields: { title: 'Earlier', notes: 'kept' },
      at: ago(5000),
    });
    const later = laptop.change({ table, op: 'update', row, fields: { title: 'Later' }, at: ago(4000) });
    expect(await verdictsOf(laptop, [later])).toEqual([APPLIED]);
    expect(await verdictsOf(phone, [earlier])).toEqual([{ verdict: 'merged', lost: ['title'] }]);
    expect(await stored(row)).toMatchObject({ title: 'Later', notes: 'kept' });
  });

  test('two devices that make the same week’s goals make one row', async () => {
    const [{ id } = { id: '' }] = await backend.sql<{ id: string }>(
      `select private.derived_id('program_weekly_goals', $1, '2026-03-09') as id`,
      rep.id,
    );
    const goals = { table: 'program_weekly_goals', op: 'insert', row: id } as const;
    const fields = { user_id: rep.id, week_start: '2026-03-09' };
    await phone.push([phone.change({ ...goals, fields: { ...fields, calls: 10, meetings: 1 }, at: ago(5000) })]);
    const second = laptop.change({ ...goals, fields: { ...fields, calls: 20 }, at: ago(4000) });
    expect(await verdictsOf(laptop, [second])).toEqual([APPLIED]);
    const rows = await backend.sql(
      'select calls, meetings from public.program_weekly_goals where user_id = $1',
      rep.id,
    );
    expect(rows).toEqual([{ calls: 20, meetings: 1 }]);
  });

  test('whatever order edits arrive in, the row ends the same', async () => {
    const edit = fc.record({
      device: fc.nat({ max: 2 }),
      fields: fc.record(
        {
          title: fc.constantFrom('One', 'Two', 'Three'),
          notes: fc.constantFrom('a', 'b', null),
          duration: fc.nat({ max: 60 }),
        },
        { requiredKeys: [] },
      ),
    });
    const edits = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 50_000 }), edit), {
        minLength: 2,
        maxLength: 12,
        selector: ([at]) => at,
      })
      .map((list) => list.filter(([, { fields }]) => Object.keys(fields).length > 0).sort(([a], [b]) => a - b));
    await fc.assert(
      fc.asyncProperty(edits, fc.infiniteStream(fc.nat({ max: 2 })), async (list, turns) => {
        const start = ago(60_000);
        /** Each device sends its own edits in order, one a push; `next` says whose turn it is. */
        const playOn = async (next: () => number) => {
          const row = await existing(start);
          const queues = [0, 1, 2].map((device) => list.filter(([, one]) => one.device === device));
          const clients = queues.map(() => syncClient(backend, rep));
          while (queues.some((queue) => queue.length > 0)) {
            const turn = next();
            const client = defined(clients[turn], 'device');
            for (const [at, { fields }] of queues[turn]?.splice(0, 1) ?? []) {
              await client.push([client.change({ table, op: 'update', row, fields, at: start + at })]);
            }
          }
          const { title, notes, duration } = (await stored(row)) ?? {};
          return { title, notes, duration };
        };
        let turn = 0;
        const oneByOne = await playOn(() => (turn += 1) % 3);
        expect(await playOn(() => turns.next().value as number)).toEqual(oneByOne);
      }),
      { numRuns: 8 },
    );
  });

  test('HLC timestamps from the future are set to now, in their order', async () => {
    const row = await existing();
    const hour = 3_600_000;
    const fast = [1, 2, 3].map((hours) =>
      phone.change({
        table,
        op: 'update',
        row,
        fields: { title: `Fast ${String(hours)}` },
        at: Date.now() + hours * hour,
      }),
    );
    expect(await verdictsOf(phone, fast)).toEqual([APPLIED, APPLIED, APPLIED]);
    expect(await stored(row)).toMatchObject({ title: 'Fast 3' });
    // A right clock wins over the fast one from the next moment on.
    const right = laptop.change({ table, op: 'update', row, fields: { title: 'Right' }, at: Date.now() + 1 });
    expect(await verdictsOf(laptop, [right])).toEqual([APPLIED]);
    expect(await stored(row)).toMatchObject({ title: 'Right' });
  });

  test('a write outside of sync has the server’s time as its timestamp', async () => {
    const row = await existing();
    await backend.rest(
      `${table}?id=eq.${row}`,
      { method: 'PATCH', body: JSON.stringify({ title: 'By REST' }) },
      rep.token,
    );
    const late = phone.change({ table, op: 'update', row, fields: { title: 'Before that' }, at: ago(1000) });
    expect(await verdictsOf(phone, [late])).toEqual([{ verdict: 'merged', lost: ['title'] }]);
  });

  test('field timestamps cannot be forged by REST', async () => {
    const row = await existing();
    const forged = { '*': timestampOf(Date.now() + 1e10, 1, phone.id) };
    await backend.rest(
      `${table}?id=eq.${row}`,
      { method: 'PATCH', body: JSON.stringify({ field_timestamps: forged, title: 'x' }) },
      rep.token,
    );
    expect(defined(await stored(row), 'row')['field_timestamps']).not.toMatchObject(forged);
  });
});

describe('delete against edit', () => {
  test('an edit after the delete restores the whole row', async () => {
    const row = await existing();
    await phone.push([phone.change({ table, op: 'update', row, fields: { notes: 'Kept' }, at: ago(6000) })]);
    await phone.push([phone.change({ table, op: 'delete', row, at: ago(5000) })]);
    expect(await stored(row)).toBeUndefined();
    const edit = laptop.change({ table, op: 'update', row, fields: { title: 'Alive' }, at: ago(4000) });
    expect(await verdictsOf(laptop, [edit])).toEqual([APPLIED]);
    expect(await stored(row)).toMatchObject({ title: 'Alive', notes: 'Kept' });
    expect(await backend.sql('select from private.tombstones where row_id = $1', row)).toEqual([]);
  });

  test('an edit before the delete loses', async () => {
    const row = await existing();
    await phone.push([phone.change({ table, op: 'delete', row, at: ago(4000) })]);
    const edit = laptop.change({ table, op: 'update', row, fields: { title: 'Too late' }, at: ago(5000) });
    expect(await verdictsOf(laptop, [edit])).toEqual([{ verdict: 'merged', lost: ['title'] }]);
    expect(await stored(row)).toBeUndefined();
  });

  test('a delete before an edit that arrived first loses', async () => {
    const row = await existing();
    await laptop.push([laptop.change({ table, op: 'update', row, fields: { title: 'Edited' }, at: ago(4000) })]);
    const late = phone.change({ table, op: 'delete', row, at: ago(5000) });
    expect(await verdictsOf(phone, [late])).toEqual([{ verdict: 'merged', lost: ['*'] }]);
    expect(await stored(row)).toMatchObject({ title: 'Edited' });
  });

  test('a late repeat of the insert does not undo the delete', async () => {
    const row = await existing(ago(10_000));
    await phone.push([phone.change({ table, op: 'delete', row, at: ago(5000) })]);
    const repeat = laptop.change({ table, op: 'insert', row, fields: ACTIVITY, at: ago(9000) });
    expect(await verdictsOf(laptop, [repeat])).toMatchObject([{ verdict: 'merged' }]);
    expect(await stored(row)).toBeUndefined();
  });

  test('inserting the row again restores it', async () => {
    const row = await existing();
    expect(
      await verdictsOf(phone, [
        phone.change({ table, op: 'delete', row, at: ago(5000) }),
        phone.change({ table, op: 'insert', row, fields: { ...ACTIVITY, title: 'Undone' }, at: ago(4000) }),
      ]),
    ).toEqual([APPLIED, APPLIED]);
    expect(await stored(row)).toMatchObject({ title: 'Undone' });
  });

  test('deleting a row twice is applied both times', async () => {
    const row = await existing();
    const remove = (client: SyncClient) => client.change({ table, op: 'delete', row });
    expect(await verdictsOf(phone, [remove(phone)])).toEqual([APPLIED]);
    expect(await verdictsOf(laptop, [remove(laptop)])).toEqual([APPLIED]);
  });

  test('deleting a lead keeps its activities without a lead', async () => {
    const lead = phone.change({ table: 'submissions', op: 'insert', fields: { name: 'A lead' }, at: ago(9000) });
    const activity = phone.change({ table, op: 'insert', fields: { ...ACTIVITY, lead_id: lead.row }, at: ago(9000) });
    const removal = phone.change({ table: 'submissions', op: 'delete', row: lead.row, at: ago(8000) });
    expect(await verdictsOf(phone, [lead, activity, removal])).toEqual([APPLIED, APPLIED, APPLIED]);
    expect(await stored(activity.row)).toMatchObject({ lead_id: null, title: 'A call' });
  });

  test('an activity that is restored after its lead was deleted is restored without it', async () => {
    const lead = phone.change({ table: 'submissions', op: 'insert', fields: { name: 'A lead' }, at: ago(9000) });
    const activity = phone.change({ table, op: 'insert', fields: { ...ACTIVITY, lead_id: lead.row }, at: ago(9000) });
    await phone.push([lead, activity]);
    await phone.push([
      phone.change({ table, op: 'delete', row: activity.row, at: ago(8000) }),
      phone.change({ table: 'submissions', op: 'delete', row: lead.row, at: ago(8000) }),
    ]);
    const edit = laptop.change({ table, op: 'update', row: activity.row, fields: { title: 'Alive' }, at: ago(4000) });
    expect(await verdictsOf(laptop, [edit])).toEqual([APPLIED]);
    expect(await stored(activity.row)).toMatchObject({ title: 'Alive', lead_id: null });
  });
});
