import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cursor, PullResponse, PushResponse, WireChange } from '../../src/contract/protocol.ts';
import { enter, openTestDatabase, errorCodeOf, type TestDatabase } from '../fixtures/database/roles.ts';
import { ACTIVITY, rowsOf, timestampOf } from '../fixtures/backend/sync-client.ts';

let database: TestDatabase;
let rep: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  rep = await database.signUp(`${randomUUID()}@example.com`);
});

const table = 'program_activities';
const device = (id: string = randomUUID()) => ({ id, name: '', app_version: '', pending: 0, rejected: 0 });
const READER = device();

const pull = (cursor: Cursor | null, limit = 5000): Promise<PullResponse> =>
  database.runAs(rep, async (client) => {
    const request = { protocol: 1, device: { ...READER, id: rep }, cursor, limit };
    const { rows } = await client.query<{ response: PullResponse }>('select public.sync_pull($1) as response', [
      request,
    ]);
    if (!rows[0]) throw new Error('no response');
    return rows[0].response;
  });

const push = async (client: pg.ClientBase, from: { id: string }, changes: WireChange[]): Promise<PushResponse> => {
  const request = { protocol: 1, device: from, changes };
  const { rows } = await client.query<{ response: PushResponse }>('select public.sync_push($1) as response', [request]);
  if (!rows[0]) throw new Error('no response');
  return rows[0].response;
};

const insert = (seq: number, row: string = randomUUID()): WireChange => ({
  seq,
  table,
  row,
  op: 'insert',
  fields: ACTIVITY,
  timestamp: timestampOf(Date.now() - 60_000, seq, row),
});

const update = (seq: number, row: string, title: string, at: number): WireChange => ({
  ...{ seq, table, row, op: 'update', fields: { title } },
  timestamp: timestampOf(at, seq, row),
});

interface Transaction {
  client: pg.PoolClient;
  commit: () => Promise<void>;
  rollback: () => Promise<void>;
}

/** Two transactions of the rep's that are under way at once; what is not ended when `work` ends is taken back. */
const withTwo = async (
  work: (first: Transaction, second: Transaction) => Promise<void>,
  actor = rep,
): Promise<void> => {
  const begin = async (): Promise<Transaction> => {
    const client = await database.owner.connect();
    await client.query('begin');
    await enter(client, actor);
    return {
      client,
      commit: () => client.query('commit').then(nothing),
      rollback: () => client.query('rollback').then(nothing),
    };
  };
  const both = [await begin(), await begin()] as const;
  try {
    await work(...both);
  } finally {
    await Promise.all(both.map(({ rollback }) => rollback()));
    for (const { client } of both) client.release();
  }
};

const nothing = (): void => undefined;

/** A write that is no push: a person's pushes go one after the other. */
const writeOutsideOfSync = async (client: pg.ClientBase): Promise<string> => {
  const { rows } = await client.query<{ id: string }>(
    `insert into public.${table} (type, title, date) values ('call', 'A call', '2026-03-02') returning id`,
  );
  return rows[0]?.id ?? '';
};

const idsOf = (response: PullResponse): string[] => rowsOf(response, table).map(({ id }) => id);

describe('a transaction that commits late, below the cursor', () => {
  test('is pulled when it commits, and later transactions are pulled once', () =>
    withTwo(async (late, early) => {
      const slow = await writeOutsideOfSync(late.client);
      const quick = insert(1);
      await push(early.client, device(), [quick]);
      await early.commit();

      const before = await pull(null);
      expect(idsOf(before)).toEqual([]);
      expect(before).toMatchObject({ more: false, remaining: 1 });

      await late.commit();
      const after = await pull(before.cursor);
      expect(idsOf(after).sort()).toEqual([slow, quick.row].sort());
      expect(idsOf(await pull(after.cursor))).toEqual([]);
    }));

  test('no longer delays later transactions once it rolls back instead', () =>
    withTwo(async (late, early) => {
      await writeOutsideOfSync(late.client);
      const quick = insert(1);
      await push(early.client, device(), [quick]);
      await early.commit();
      const before = await pull(null);
      await late.rollback();
      const after = await pull(before.cursor);
      expect(idsOf(after)).toEqual([quick.row]);
      expect(after.remaining).toBe(0);
    }));

  test('causes no lost rows when it is another person’s', async () => {
    const stranger = await database.signUp(`${randomUUID()}@example.com`);
    await withTwo(async (theirs) => {
      await push(theirs.client, device(), [insert(1)]);
      const mine = insert(1);
      await database.runAs(rep, (client) => push(client, device(), [mine]));
      const before = await pull(null);
      await theirs.commit();
      expect([...idsOf(before), ...idsOf(await pull(before.cursor))]).toEqual([mine.row]);
    }, stranger);
  });

  test('delays a later change of another row only until it commits', () =>
    withTwo(async (late) => {
      const made = insert(1);
      await database.runAs(rep, (client) => push(client, device(), [made]));
      const start = await pull(null);
      await writeOutsideOfSync(late.client);
      await database.runAs(rep, (client) => push(client, device(), [update(1, made.row, 'Edited', Date.now())]));
      const during = await pull(start.cursor);
      await late.commit();
      const after = await pull(during.cursor);
      expect(rowsOf(during, table)).toEqual([]);
      expect(rowsOf(after, table).find(({ id }) => id === made.row)).toMatchObject({ title: 'Edited' });
    }));
});

test('with many slow writers at once no row is lost, and none is sent twice without a change', async () => {
  const WRITERS = 8;
  const ROUNDS = 25;
  const changesOf = new Map<string, number>();
  const changed = (row: string) => changesOf.set(row, (changesOf.get(row) ?? 0) + 1);

  const writer = async () => {
    const own = device();
    let seq = 0;
    const rows: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const made = [insert((seq += 1)), insert((seq += 1)), insert((seq += 1))];
      const earlier = rows[Math.floor(Math.random() * rows.length)];
      const edits = earlier ? [update((seq += 1), earlier, `Round ${String(round)}`, Date.now() - 30_000 + seq)] : [];
      await database.runAs(rep, async (client) => {
        const unrelated = await writeOutsideOfSync(client);
        // The transaction has its place in the order and stays open, as a slow one does.
        await client.query('select pg_sleep(random() * 0.05)');
        await push(client, own, [...made, ...edits]);
        changed(unrelated);
      });
      for (const { row } of [...made, ...edits]) changed(row);
      rows.push(...made.map(({ row }) => row));
    }
  };

  const seen = new Map<string, number>();
  const latest = new Map<string, unknown>();
  let cursor: Cursor | null = null;
  const readOnce = async (): Promise<PullResponse> => {
    const response = await pull(cursor, 7);
    cursor = response.cursor;
    expect(response.reset).toBe(false);
    for (const row of rowsOf(response, table)) {
      seen.set(row.id, (seen.get(row.id) ?? 0) + 1);
      latest.set(row.id, row['title']);
    }
    return response;
  };

  const writing = { on: true };
  const reading = (async () => {
    while (writing.on) await readOnce();
  })();
  await Promise.all(Array.from({ length: WRITERS }, writer));
  writing.on = false;
  await reading;
  for (let end = false; !end;) {
    const { more, remaining } = await readOnce();
    end = !more && remaining === 0;
  }

  const { rows } = await database.owner.query<{ id: string; title: string }>(
    `select id, title from public.${table} where user_id = $1`,
    [rep],
  );
  expect(rows).toHaveLength(WRITERS * ROUNDS * 4);
  expect(Object.fromEntries(latest)).toEqual(Object.fromEntries(rows.map(({ id, title }) => [id, title])));
  const sentTooOften = [...seen].filter(([id, times]) => times > (changesOf.get(id) ?? 0));
  expect(sentTooOften).toEqual([]);
});

describe('concurrent connections', () => {
  test('that push the same batch have one effect and the same response', async () => {
    const own = device();
    const changes = [insert(1), { ...insert(2), table: 'nothing' }, insert(3)];
    const responses = await Promise.all(
      [1, 2, 3].map(() => database.runAs(rep, (client) => push(client, own, changes))),
    );
    for (const { verdicts } of responses) {
      expect(verdicts.map(({ verdict }) => verdict)).toEqual(['applied', 'rejected', 'applied']);
    }
    expect(idsOf(await pull(null)).sort()).toEqual([changes[0]?.row, changes[2]?.row].sort());
  });

  test('that insert goals of the same week make one row with the later values', async () => {
    const { rows } = await database.owner.query<{ id: string }>(
      "select private.derived_id('program_weekly_goals', $1, '2026-03-02') as id",
      [rep],
    );
    const goals = (calls: number): WireChange => ({
      ...insert(1, rows[0]?.id),
      table: 'program_weekly_goals',
      fields: { user_id: rep, week_start: '2026-03-02', calls },
      timestamp: timestampOf(Date.now() - 60_000 + calls * 1000, 0, randomUUID()),
    });
    await withTwo(async (first, second) => {
      await push(first.client, device(), [goals(20)]);
      // It waits for the first to end.
      const waiting = push(second.client, device(), [goals(10)]);
      await first.commit();
      const [verdict] = (await waiting).verdicts;
      expect(verdict?.lost).toContain('calls');
      await second.commit();
    });
    const kept = await database.owner.query('select calls from public.program_weekly_goals where user_id = $1', [rep]);
    expect(kept.rows).toEqual([{ calls: 20 }]);
  });

  test('that edit one row: the later timestamp wins, whichever commits last', async () => {
    const made = insert(1);
    await database.runAs(rep, (client) => push(client, device(), [made]));
    await withTwo(async (first, second) => {
      await push(first.client, device(), [update(1, made.row, 'Later', Date.now() - 1000)]);
      const waiting = push(second.client, device(), [update(1, made.row, 'Earlier', Date.now() - 2000)]);
      await first.commit();
      expect((await waiting).verdicts).toMatchObject([{ verdict: 'merged', lost: ['title'] }]);
      await second.commit();
    });
    expect(rowsOf(await pull(null), table)).toMatchObject([{ title: 'Later' }]);
  });

  test('of which one deletes a row and one edits it: the later timestamp wins', async () => {
    const made = insert(1);
    await database.runAs(rep, (client) => push(client, device(), [made]));
    await withTwo(async (first, second) => {
      const remove: WireChange = {
        ...made,
        op: 'delete',
        fields: {},
        timestamp: timestampOf(Date.now() - 2000, 0, made.row),
      };
      await push(first.client, device(), [remove]);
      const waiting = push(second.client, device(), [update(1, made.row, 'Alive', Date.now() - 1000)]);
      await first.commit();
      expect((await waiting).verdicts).toMatchObject([{ verdict: 'applied' }]);
      await second.commit();
    });
    expect(rowsOf(await pull(null), table)).toMatchObject([{ id: made.row, title: 'Alive' }]);
  });

  const conflictsOf = async (row: string) => {
    const { rows } = await database.owner.query<{ kind: string; lost: Record<string, unknown> | null }>(
      'select kind, lost from public.sync_conflicts where row_id = $1',
      [row],
    );
    return rows;
  };

  test.each([
    ['earlier', -3000, 'lost_edit'],
    ['later', -1000, 'lost_delete'],
  ] as const)('of which one deletes a row and one makes an %s edit: a conflict is stored', async (_, at, kind) => {
    const made = insert(1);
    await database.runAs(rep, (client) => push(client, device(), [made]));
    const base = { ...ACTIVITY, notes: null };
    await withTwo(async (first, second) => {
      const remove = {
        ...made,
        op: 'delete',
        fields: {},
        base,
        timestamp: timestampOf(Date.now() - 2000, 0, randomUUID()),
      } as const;
      await push(first.client, device(), [remove]);
      const edit = { ...update(1, made.row, 'x', Date.now() + at), fields: { notes: 'kept' }, base: { notes: null } };
      const waiting = push(second.client, device(), [
        { ...edit, timestamp: timestampOf(Date.now() + at, 1, randomUUID()) },
      ]);
      await first.commit();
      expect((await waiting).verdicts).toMatchObject([{ verdict: 'conflict' }]);
      await second.commit();
    });
    const conflicts = await conflictsOf(made.row);
    expect(conflicts).toMatchObject([{ kind, ...(kind === 'lost_edit' && { lost: { notes: 'kept' } }) }]);
  });

  test('of which one deletes a row and one inserts it with an earlier timestamp: the delete wins', async () => {
    const made = insert(1);
    await database.runAs(rep, (client) => push(client, device(), [made]));
    await withTwo(async (first, second) => {
      const remove: WireChange = {
        ...made,
        op: 'delete',
        fields: {},
        timestamp: timestampOf(Date.now() - 1000, 0, made.row),
      };
      await push(first.client, device(), [remove]);
      const restore = { ...made, timestamp: timestampOf(Date.now() - 2000, 0, randomUUID()) };
      const waiting = push(second.client, device(), [restore]);
      await first.commit();
      expect((await waiting).verdicts).toMatchObject([{ verdict: 'merged' }]);
      await second.commit();
    });
    expect(idsOf(await pull(null))).toEqual([]);
  });

  test('that deadlock on each other’s rows: one fails, and nothing of it is applied', async () => {
    const made = [insert(1), insert(2)];
    await database.runAs(rep, (client) => push(client, device(), made));
    const [a = '', b = ''] = made.map(({ row }) => row);
    const outcomes: (string | null)[] = [];
    await withTwo(async (phone, laptop) => {
      const lock = ({ client }: Transaction, row: string) =>
        client.query(`select from public.${table} where id = $1 for update`, [row]);
      await lock(phone, a);
      await lock(laptop, b);
      const attempt = async ({ client, commit, rollback }: Transaction, row: string) => {
        const errorCode = await errorCodeOf(
          push(client, device(), [insert(1), update(2, row, 'Got through', Date.now())]),
        );
        await (errorCode ? rollback() : commit());
        outcomes.push(errorCode);
      };
      await Promise.all([attempt(phone, b), attempt(laptop, a)]);
    });
    // Which of the two hears first is not said.
    expect(new Set(outcomes)).toEqual(new Set(['40P01', null]));
    expect(outcomes).toHaveLength(2);
    const titles = rowsOf(await pull(null), table).map(({ title }) => title);
    expect(titles.sort()).toEqual(['A call', 'A call', 'Got through']);
  });
});
