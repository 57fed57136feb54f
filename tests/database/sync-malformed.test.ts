import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PUSH_LIMIT } from '../../src/contract/protocol.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { ACTIVITY, type SyncClient, syncClient } from '../fixtures/backend/sync-client.ts';

let backend: TestBackend;
let rep: Account;
let phone: SyncClient;

beforeAll(async () => {
  backend = await startBackend();
  rep = await backend.signUp();
});
afterAll(() => backend.close());
beforeEach(() => {
  phone = syncClient(backend, rep);
});

const goodDevice = () => ({ id: randomUUID(), name: 'x', app_version: '1', pending: 0, rejected: 0 });
const goodChange = (seq = 1) => ({
  ...phone.change({ table: 'submissions', op: 'insert', fields: { name: 'x' } }),
  seq,
});
const leads = async (): Promise<number> =>
  (await backend.sql<{ count: number }>('select count(*)::int from public.submissions where user_id = $1', rep.id))[0]
    ?.count ?? 0;

/** Sends a body as it is to both RPCs; a refusal is a 4xx with a code, and nothing has happened. */
const errorOf = async (name: string, body: unknown, token: string | null = rep.token) => {
  const before = await leads();
  const response = await backend.rpc<{ code?: string; message?: string }>(name, body, token);
  expect(await leads()).toBe(before);
  return { status: response.status, code: response.body.code, message: response.body.message };
};

describe.each(['sync_push', 'sync_pull'])('%s', (name) => {
  const request = (rest: object) => ({
    request: { protocol: 1, device: goodDevice(), changes: [goodChange()], cursor: null, limit: 10, ...rest },
  });

  test('rejects requests of somebody who is not signed in', async () => {
    expect((await errorOf(name, request({}), null)).status).toBe(401);
  });

  test.each([
    ['an empty body', {}],
    ['another argument', { body: {} }],
  ])('rejects %s', async (_what, body) => {
    expect((await errorOf(name, body)).status).toBe(404);
  });

  test.each([
    ['null', null],
    ['a number', 1],
    ['a list', []],
    ['an empty object', {}],
  ])('rejects a request that is %s', async (_what, value) => {
    expect(await errorOf(name, { request: value })).toMatchObject({ status: 400, message: 'malformed_request' });
  });

  test('rejects a request that is a text', async () => {
    // The embedded backend reads it as JSON, PostgREST as a value; it is no request either way.
    expect((await errorOf(name, { request: 'push' })).status).toBe(400);
  });

  test.each([
    ['no device', undefined],
    ['a device that is a text', 'phone'],
    ['a device without an id', {}],
    ['a device with an invalid id', { id: 'phone' }],
    ['a device with a negative number of pending changes', { id: randomUUID(), pending: -1 }],
    ['a device with a fractional number of pending changes', { id: randomUUID(), pending: 0.5 }],
    ['a device with too many rejected changes', { id: randomUUID(), rejected: 1e12 }],
    ['a device whose number of rejected changes is a list', { id: randomUUID(), rejected: [] }],
  ])('rejects %s', async (_what, device) => {
    expect(await errorOf(name, request({ device }))).toMatchObject({ status: 400, message: 'malformed_request' });
  });

  test.each([0, 2, 99, -1, 1.5])('rejects protocol %d with a 426', async (protocol) => {
    expect(await errorOf(name, request({ protocol }))).toMatchObject({
      status: 426,
      message: 'unsupported_protocol',
    });
  });

  test.each([
    ['no protocol', undefined],
    ['a protocol that is a text', '1'],
  ])('rejects %s', async (_what, protocol) => {
    expect(await errorOf(name, request({ protocol }))).toMatchObject({ status: 400 });
  });

  test('truncates a device’s name and version to their limits', async () => {
    const device = { ...goodDevice(), name: 'n'.repeat(500), app_version: 'v'.repeat(500) };
    expect((await backend.rpc(name, request({ device }), rep.token)).status).toBe(200);
    expect(
      await backend.sql(
        'select length(name) as n, length(app_version) as v from public.sync_devices where id = $1',
        device.id,
      ),
    ).toEqual([{ n: 200, v: 50 }]);
  });

  test('ignores members that it does not know', async () => {
    expect((await backend.rpc(name, request({ later: { version: 2 } }), rep.token)).status).toBe(200);
  });
});

describe('sync_push', () => {
  test.each([
    ['no changes', undefined],
    ['changes that are an object', {}],
    ['changes that are a text', 'all'],
    ['a change that is a number', [1]],
    ['a change that is null', [null]],
    ['a change that is a list', [[]]],
    ['a change without a number', [{ table: 'submissions' }]],
    ['a change numbered 0', [{ seq: 0 }]],
    ['a change with a fractional number', [{ seq: 1.5 }]],
    ['a change whose number is a text', [{ seq: '1' }]],
    ['a change whose number is too large', [{ seq: 1e300 }]],
    ['two changes with the same number', [{ seq: 1 }, { seq: 1 }]],
    ['descending numbers', [{ seq: 2 }, { seq: 1 }]],
  ])('rejects %s as a whole', async (_what, changes) => {
    const { status, body } = await phone.push(changes);
    expect(status).toBe(400);
    expect(body).toMatchObject({ message: 'malformed_request' });
  });

  test('rejects more changes than its limit, and accepts exactly the limit', async () => {
    const changes = Array.from({ length: PUSH_LIMIT + 1 }, (_, index) => goodChange(index + 1));
    const before = await leads();
    const { status, body } = await phone.push(changes);
    expect(status).toBe(413);
    expect(body).toMatchObject({ message: 'batch_too_large' });
    expect(await leads()).toBe(before);
    expect((await phone.push(changes.slice(0, PUSH_LIMIT))).status).toBe(200);
    expect(await leads()).toBe(before + PUSH_LIMIT);
  });

  test('rejects more than 8 MB', async () => {
    const changes = Array.from({ length: 450 }, (_, index) => ({
      ...goodChange(index + 1),
      fields: { name: 'x', notes: 'n'.repeat(19_000) },
    }));
    expect((await phone.push(changes)).status).toBe(413);
  });

  test('accepts an empty batch', async () => {
    const { status, body } = await phone.push([]);
    expect(status).toBe(200);
    expect(body.verdicts).toEqual([]);
  });

  test('responds without a 5xx to fields nested 3,000 deep', async () => {
    const depth = 3000;
    const metadata = JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as unknown;
    const deep = { ...goodChange(1), table: 'program_activities', fields: { ...ACTIVITY, metadata } };
    const { status } = await phone.push([deep]);
    expect(status).toBeLessThan(500);
    expect((await phone.push([goodChange(2)])).status).toBe(200);
  });

  test('rejects a batch with a null character, and accepts the next batch', async () => {
    const bad = { ...goodChange(1), fields: { name: 'nul \u0000 inside' } };
    const { status } = await phone.push([bad]);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect((await phone.push([goodChange(1)])).status).toBe(200);
  });
});

describe('sync_pull', () => {
  const cursor = { epoch: 'x', xid: '1', table: '', row: randomUUID() };
  test.each([
    ['no limit', { limit: null }],
    ['a limit of 0', { limit: 0 }],
    ['a negative limit', { limit: -5 }],
    ['a fractional limit', { limit: 0.5 }],
    ['a limit that is a text', { limit: 'all' }],
    ['a limit that is too large', { limit: 1e20 }],
    ['a cursor that is a text', { cursor: 'begin' }],
    ['a cursor that is a list', { cursor: [] }],
    ['an empty cursor', { cursor: {} }],
    ['a cursor without a table', { cursor: { ...cursor, table: null } }],
    ['a cursor with an invalid row', { cursor: { ...cursor, row: 'x' } }],
    ['a cursor with a negative transaction', { cursor: { ...cursor, xid: '-1' } }],
    ['a cursor whose transaction is too large', { cursor: { ...cursor, xid: '9'.repeat(30) } }],
  ])('rejects %s', async (_what, rest) => {
    const { status, body } = await phone.pull(null, rest);
    expect(status).toBe(400);
    expect(body).toMatchObject({ message: 'malformed_request' });
  });
});

describe('with arbitrary input', () => {
  // Text that the database can hold: JSON's null character is tested above.
  const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.replaceAll('\u0000', ''));
  const value = fc.oneof(
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, '', 'infinity', '2026-02-30', '24:61', '-1', 1e308, 2 ** 53, 'done', 'submissions'),
    fc.array(fc.integer(), { maxLength: 3 }),
    fc.dictionary(text, fc.integer(), { maxKeys: 3 }),
  );
  const column = fc.oneof(
    fc.constantFrom(
      ...['title', 'type', 'date', 'time', 'duration', 'status', 'metadata', 'lead_id', 'user_id', 'local_id'],
      ...['created_at', 'updated_at', 'id', 'field_timestamps', 'week_start', 'calls', 'type_name', 'name', 'role'],
      ...['ctid', 'xmin', 'tableoid', '*', 'seq', 'row', 'timestamp', 'fields', 't', 'v', 'c', 'r'],
    ),
    text,
  );
  const anyTable = fc.constantFrom(
    ...['program_activities', 'submissions', 'program_weekly_goals', 'program_custom_activity_types', 'profiles'],
    ...['sync_devices', 'nothing'],
  );
  const aRow = fc.oneof(fc.uuid(), fc.constantFrom('00000000-0000-7000-8000-000000000001', 'X'));
  const aTimestamp = fc.oneof(
    fc.nat({ max: 2 ** 41 }).map((ms) => `${ms.toString(16).padStart(12, '0')}-0000-00000001`),
    fc.constantFrom('ffffffffffff-ffff-ffffffff', '000000000000-0000-00000000', ''),
  );
  const aChange = fc.record(
    {
      table: fc.oneof({ weight: 9, arbitrary: anyTable }, { weight: 1, arbitrary: value }),
      op: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom('insert', 'update', 'delete') },
        { weight: 1, arbitrary: value },
      ),
      row: fc.oneof({ weight: 9, arbitrary: aRow }, { weight: 1, arbitrary: value }),
      fields: fc.oneof(
        { weight: 9, arbitrary: fc.dictionary(column, value, { maxKeys: 4 }) },
        { weight: 1, arbitrary: value },
      ),
      timestamp: fc.oneof({ weight: 9, arbitrary: aTimestamp }, { weight: 1, arbitrary: value }),
    },
    { requiredKeys: ['table', 'op'] },
  );

  test('every change of a well-formed push gets one verdict, and a valid change among them is stored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aChange, { maxLength: 8 }), async (changes) => {
        const device = syncClient(backend, rep);
        const good = { ...goodChange(changes.length + 1) };
        const { status, body } = await device.push([
          ...changes.map((change, index) => ({ ...change, seq: index + 1 })),
          good,
        ]);
        expect(status, JSON.stringify(body)).toBe(200);
        expect(body.verdicts.map(({ seq }) => seq)).toEqual(
          [...changes.keys(), changes.length].map((index) => index + 1),
        );
        expect(body.verdicts.at(-1)).toEqual({ seq: changes.length + 1, verdict: 'applied' });
        expect(await backend.sql('select name from public.submissions where id = $1', good.row)).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });

  test('a request of any shape gets a response, never a 5xx', async () => {
    const malformed = fc.record(
      {
        protocol: fc.oneof(fc.constant(1), value),
        device: fc.oneof(
          fc.record({ id: fc.oneof(fc.uuid(), value), name: value, app_version: value, pending: value }),
          value,
        ),
        changes: fc.oneof(fc.array(fc.oneof(aChange, value), { maxLength: 4 }), value),
        cursor: fc.oneof(fc.record({ epoch: value, xid: value, table: value, row: value }), value),
        limit: fc.oneof(fc.nat(), value),
        epoch: value,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('sync_push', 'sync_pull'), malformed, async (name, request) => {
        const { status } = await backend.rpc(name, { request }, rep.token);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
  });
});
