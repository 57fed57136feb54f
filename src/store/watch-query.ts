import type { WrittenTables } from './committed-writes.ts';
import { type CadenceDatabase, DEVICE_TABLE_NAMES } from './database.ts';
import { isNotCached } from './read-cache.ts';
import { RowReader, type RowSource } from './row-source.ts';
import { shareEqual } from './share-equal.ts';

/** `after-screens` waits until the other watched queries have their results: for what is not looked at first. */
export type QueryPriority = 'screen' | 'after-screens';

const runningQueries = new Set<Promise<void>>();

/** Resolves when every watched query that is running has its result, so that all screens show the last write. */
export const watchedQueriesSettled = async (): Promise<void> => {
  await Promise.all(runningQueries);
};

const afterScreens = async (): Promise<void> => {
  // The same write starts the other queries before this resolves.
  await Promise.resolve();
  await watchedQueriesSettled();
};

/**
 * Runs `query`, and again after every write in any tab to a table that it has accessed through the `db` passed to it.
 * It never runs twice at once; a write during a run leads to another run, so that the last result includes the last
 * write. A failed query runs again at the next write.
 *
 * What it reads by the methods of a row source is answered from memory where that has it, all of a `read` or nothing
 * of it. Where the first result is from memory, the database is read afterwards, since a write may have been missed.
 *
 * Tracking is by table, not by row: Dexie's own live queries track rows through `await`s, and lose track where many of
 * them start together.
 *
 * Parts of a result that are equal to those of the one before are the same objects.
 *
 * @returns a function that stops it.
 */
export const watchQuery = <Result>(
  db: CadenceDatabase,
  query: (db: CadenceDatabase) => Promise<Result>,
  next: (result: Result) => void,
  onError: (error: unknown) => void,
  priority: QueryPriority = 'screen',
): (() => void) => {
  const reads: Reads = { tables: new Set(), isMemoryAllowed: true, isFromMemory: false };
  const observed = observeReads(db, reads);
  let stopped = false;
  let running = false;
  let outdated = false;
  let isConfirmed = false;
  // After a failure it is not known which tables the query reads: every write counts.
  let hasFailed = false;
  let latest: Result | undefined;

  const start = (when: QueryPriority): void => {
    running = true;
    if (when === 'after-screens') {
      void afterScreens().then(() => (isStopped() ? undefined : runUntilUpToDate()));
      return;
    }
    const run = runUntilUpToDate().finally(() => runningQueries.delete(run));
    runningQueries.add(run);
  };
  const runUntilUpToDate = async (): Promise<void> => {
    do {
      outdated = false;
      try {
        latest = shareEqual(latest, await query(observed));
        hasFailed = false;
        if (!isStopped()) next(latest);
      } catch (error) {
        hasFailed = true;
        if (!isStopped()) onError(error);
      }
    } while (isOutdated() && !isStopped());
    running = false;
    const isUnconfirmed = reads.isFromMemory && !isConfirmed;
    isConfirmed = true;
    reads.isMemoryAllowed = !isUnconfirmed;
    if (isUnconfirmed && !isStopped()) start('after-screens');
  };
  // Functions, since both variables change during the `await` above.
  const isStopped = () => stopped;
  const isOutdated = () => outdated;

  const isRelevant = (tables: WrittenTables): boolean =>
    tables === 'all' || hasFailed || [...tables].some((table) => reads.tables.has(table));
  const unsubscribe = db.readCache.subscribe((tables) => {
    if (!isRelevant(tables)) return;
    if (running) outdated = true;
    else start(priority);
  });
  start(priority);
  return () => {
    stopped = true;
    unsubscribe();
  };
};

/** What the runs of one query have read. */
interface Reads {
  tables: Set<string>;
  isMemoryAllowed: boolean;
  /** Whether anything was answered from memory. */
  isFromMemory: boolean;
}

/** A proxy of `db` that notes what is read, and reads from memory what it can where that is allowed. */
const observeReads = (db: CadenceDatabase, reads: Reads): CadenceDatabase => {
  const { readCache } = db;
  const reader = new RowReader((read) => {
    reads.tables.add(read.table);
    const known = reads.isMemoryAllowed ? readCache.find(read) : undefined;
    if (!known) return readCache.load(read);
    reads.isFromMemory = true;
    return Promise.resolve(known);
  });
  const read: CadenceDatabase['read'] = async (names, work) => {
    for (const name of names) reads.tables.add(name);
    try {
      if (reads.isMemoryAllowed) {
        const result = await readCache.readMemory(names, work);
        reads.isFromMemory = true;
        return result;
      }
    } catch (error) {
      if (!isNotCached(error)) throw error;
    }
    return readCache.readStored(db, names, work);
  };
  return new Proxy(db, {
    get: (target, member) => {
      if (member === 'read') return read;
      if (isRowRead(member)) return reader[member].bind(reader);
      const value: unknown = Reflect.get(target, member, target);
      if (isTableMember(member)) reads.tables.add(member);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]): unknown => {
        const [first, second] = parameters;
        if (member === 'rows' || member === 'rawRows') reads.tables.add(String(first));
        else if (member === 'inTransaction') for (const name of second as readonly string[]) reads.tables.add(name);
        return (value as (...parameters: unknown[]) => unknown).apply(target, parameters);
      };
    },
  });
};

const ROW_READS = [
  'getRow',
  'getRowsById',
  'getAllRows',
  'getRowsBetween',
  'getRowsWith',
  'getLatestRows',
  'getMeta',
] as const satisfies readonly (keyof RowSource)[];

const isRowRead = (member: string | symbol): member is (typeof ROW_READS)[number] =>
  ROW_READS.some((name) => name === member);

const isTableMember = (member: string | symbol): member is string => DEVICE_TABLE_NAMES.some((name) => name === member);
