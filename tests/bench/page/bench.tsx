import { createTransport } from '../../../src/api/sync-transport.ts';
import { systemEnvironment } from '../../../src/store/environment.ts';
import { CadenceDatabase, deleteDatabase } from '../../../src/store/database.ts';
import { countPending } from '../../../src/store/outbox.ts';
import { bulkUpsertActivities, createActivity, getActivities } from '../../../src/data/activities/activities.ts';
import { weekStartOf } from '../../../src/domain/calendar/calendar-date.ts';
import { getDay } from '../../../src/features/work/today/day.ts';
import { watchedQueriesSettled, watchQuery } from '../../../src/store/watch-query.ts';
import { runSyncCycle } from '../../../src/sync/cycle.ts';
import { type SyncContext, syncFromCloud, syncToCloud } from '../../../src/sync/exchange.ts';
import { createTransferLimits } from '../../../src/sync/transfer-limit.ts';
import { draft, restRow } from './drafts.ts';
import { countAll, getAllBetween, openRaw, putAll, restSelect, restUpsert, type Session } from './raw.ts';
import type { rxFirstSync, rxPush } from './rxdb.ts';
import { timed } from './timing.ts';

const TABLE = 'program_activities';

let context: SyncContext;
let session: Session;

/** Opens a new, empty database for a person, as on a new device. */
const openDevice = async (userId: string, request: Session): Promise<void> => {
  session = request;
  if ((context as SyncContext | undefined)?.db.isOpen()) context.db.close();
  await deleteDatabase(userId);
  const db = new CadenceDatabase(userId);
  await db.open();
  context = {
    db,
    environment: systemEnvironment,
    appVersion: 'bench',
    transferLimits: createTransferLimits(),
    onProgress: () => undefined,
    transport: createTransport({
      url: session.url,
      publishableKey: session.key,
      accessToken: () => Promise.resolve(session.token),
    }),
  };
};

const sync = async (): Promise<void> => {
  await runSyncCycle(context);
};
const ignore = () => undefined;

/** Makes `count` changes as offline work does, then sends them; the parts add up to a drain. */
const pushOffline = async (count: number) => {
  await bulkUpsertActivities(
    context.db,
    Array.from({ length: count }, (_, n) => draft(n)),
  );
  const push = await timed(() => syncToCloud(context, ignore));
  const pending = await countPending(context.db);
  const pull = await timed(() => syncFromCloud(context, ignore));
  const left = await context.db.outbox.count();
  if (pending !== 0 || left !== 0) throw new Error(`${String(pending)} pending, ${String(left)} left`);
  return { push, pull };
};

/** Makes `count` changes with notes of `length` characters that hardly repeat, and sends them. */
const pushLongNotes = async (count: number, length: number): Promise<number> => {
  const word = () => Math.random().toString(36).slice(2, 9);
  const notes = () =>
    Array.from({ length: length / 8 }, word)
      .join(' ')
      .slice(0, length);
  await bulkUpsertActivities(
    context.db,
    Array.from({ length: count }, (_, n) => ({ ...draft(n), notes: notes() })),
  );
  const ms = await timed(() => syncToCloud(context, ignore));
  const pending = await countPending(context.db);
  if (pending !== 0) throw new Error(`${String(pending)} pending`);
  return ms;
};

const rawUpsert = (count: number): Promise<number> => {
  const rows = Array.from({ length: count }, (_, n) => restRow(context.db.userId, n));
  return timed(() => restUpsert(session, TABLE, rows));
};

/** The first sync of a device that has just been opened. */
const firstSync = async (expected: number): Promise<number> => {
  const ms = await timed(sync);
  const count = await context.db.rows(TABLE).count();
  if (count !== expected) throw new Error(`${String(count)} rows came`);
  return ms;
};

/** The same rows in pages of 1,000, each fetched and then stored. */
const rawFirstSync = async (expected: number): Promise<{ fetching: number; storing: number }> => {
  const database = await openRaw('raw-first-sync');
  const spent = { fetching: 0, storing: 0 };
  for (let offset = 0; offset < expected; offset += 1000) {
    let rows: object[] = [];
    spent.fetching += await timed(async () => {
      rows = await restSelect(session, `${TABLE}?select=*&order=id&limit=1000&offset=${String(offset)}`);
    });
    spent.storing += await timed(() => putAll(database, rows));
  }
  const count = await countAll(database);
  database.close();
  if (count !== expected) throw new Error(`${String(count)} rows came`);
  return spent;
};

const REPEATS = 20;

const listWeek = async (weekStart: string): Promise<{ ms: number; rows: number }> => {
  let rows = 0;
  const ms = await timed(async () => {
    for (let repeat = 0; repeat < REPEATS; repeat++) rows = (await getActivities(context.db, weekStart)).length;
  });
  return { ms: ms / REPEATS, rows };
};

const rawListWeek = async (from: string, to: string): Promise<{ ms: number; rows: number }> => {
  const database = context.db.backendDB();
  let rows = 0;
  const ms = await timed(async () => {
    for (let repeat = 0; repeat < REPEATS; repeat++) rows = (await getAllBetween(database, 'date', from, to)).length;
  });
  return { ms: ms / REPEATS, rows };
};

type Shown = { id: string }[];

/** Queries like those of a screen that shows a day, its week and the sync state; each tells the activities that it shows. */
const MOUNTED: readonly ((db: CadenceDatabase, date: string) => Promise<Shown | null>)[] = [
  async (db, date) => (await getDay(db, date, date)).done,
  (db, date) => getActivities(db, weekStartOf(date)),
  async (db) => ((await countPending(db)) > 0 ? null : []),
];

/**
 * From the call of a write until it has resolved, which is when the row is durable, and every mounted query shows it.
 * @returns the mean of several writes, in milliseconds.
 */
const writeToQuery = async (date: string): Promise<number> => {
  const { db } = context;
  const latest: (Shown | null)[] = MOUNTED.map(() => []);
  let onResult: () => void = () => undefined;
  const stops = MOUNTED.map((query, index) =>
    watchQuery(
      db,
      (tables) => query(tables, date),
      (result) => {
        latest[index] = result;
        onResult();
      },
      (error) => {
        throw error;
      },
    ),
  );
  await watchedQueriesSettled();
  const write = async () => {
    const written = createActivity(db, { ...draft(0), date });
    let id = '';
    const isShown = () => id !== '' && latest.every((shown) => shown?.some((row) => row.id === id) ?? true);
    const shown = new Promise<void>((resolve) => {
      onResult = () => {
        if (isShown()) resolve();
      };
    });
    ({ id } = await written);
    onResult();
    await shown;
  };
  await write();
  const ms = await timed(async () => {
    for (let repeat = 0; repeat < REPEATS; repeat++) await write();
  });
  for (const stop of stops) stop();
  return ms / REPEATS;
};

/** One put into a store of as many rows, until it is durable; the mean of several. */
const rawPut = async (count: number): Promise<number> => {
  const database = await openRaw('raw-put');
  await putAll(
    database,
    Array.from({ length: count }, (_, n) => restRow(context.db.userId, n)),
  );
  const put = (n: number) => putAll(database, [restRow(context.db.userId, n)]);
  await put(0);
  const ms = await timed(async () => {
    for (let repeat = 0; repeat < REPEATS; repeat++) await put(repeat);
  });
  database.close();
  return ms / REPEATS;
};

const bench = {
  writeToQuery,
  rawPut,
  openDevice,
  sync: () => timed(sync),
  emptyQuery: () => timed(() => restSelect(session, `${TABLE}?select=*&date=eq.1970-01-02`)),
  pushOffline,
  pushLongNotes,
  rawUpsert,
  firstSync,
  rawFirstSync,
  listWeek,
  rawListWeek,
  // Loaded only for the figures that need it.
  rxFirstSync: async (...request: Parameters<typeof rxFirstSync>) =>
    (await import('./rxdb.ts')).rxFirstSync(...request),
  rxPush: async (...request: Parameters<typeof rxPush>) => (await import('./rxdb.ts')).rxPush(...request),
  create: (n: number) => timed(() => createActivity(context.db, draft(n))),
};
export type Bench = typeof bench;

declare global {
  interface Window {
    bench: Bench;
  }
}
window.bench = bench;
