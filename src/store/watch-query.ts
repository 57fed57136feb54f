import type { WrittenTables } from './committed-writes.ts';
import { type CadenceDatabase, DEVICE_TABLE_NAMES } from './database.ts';
import type { RowSource } from './row-source.ts';
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
  const accessed = new Set<string>();
  const observed = trackTables(db, accessed);
  let stopped = false;
  let running = false;
  let outdated = false;
  // After a failure it is not known which tables the query reads: every write counts.
  let hasFailed = false;
  let latest: Result | undefined;

  const start = (): void => {
    running = true;
    if (priority === 'after-screens') {
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
  };
  // Functions, since both variables change during the `await` above.
  const isStopped = () => stopped;
  const isOutdated = () => outdated;

  const isRelevant = (tables: WrittenTables): boolean =>
    tables === 'all' || hasFailed || [...tables].some((table) => accessed.has(table));
  const unsubscribe = db.readCache.subscribe((tables) => {
    if (!isRelevant(tables)) return;
    if (running) outdated = true;
    else start();
  });
  start();
  return () => {
    stopped = true;
    unsubscribe();
  };
};

const ROW_READS = ['getRow', 'getRowsById', 'getAllRows', 'getRowsBetween', 'getRowsWith', 'getLatestRows'] as const;

/** A proxy of `db` that adds the name of every accessed table to `accessed`, and reads from memory what it can. */
const trackTables = (db: CadenceDatabase, accessed: Set<string>): CadenceDatabase => {
  const { readCache } = db;
  const cached: Record<string | symbol, unknown> = {
    read: ((names, work) => {
      for (const name of names) accessed.add(name);
      return readCache.read(db, names, work);
    }) satisfies CadenceDatabase['read'],
    getMeta: ((key) => {
      accessed.add('meta');
      return readCache.rows.getMeta(key);
    }) satisfies RowSource['getMeta'],
    ...Object.fromEntries(
      ROW_READS.map((name) => [
        name,
        (table: string, ...parameters: unknown[]) => {
          accessed.add(table);
          return (readCache.rows[name] as (...all: unknown[]) => unknown).call(readCache.rows, table, ...parameters);
        },
      ]),
    ),
  };
  return new Proxy(db, {
    get: (target, member) => {
      if (member in cached) return cached[member];
      const value: unknown = Reflect.get(target, member, target);
      if (isTableMember(member)) accessed.add(member);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]): unknown => {
        const [first, second] = parameters;
        if (member === 'rows' || member === 'rawRows') accessed.add(String(first));
        else if (member === 'inTransaction') for (const name of second as readonly string[]) accessed.add(name);
        return (value as (...parameters: unknown[]) => unknown).apply(target, parameters);
      };
    },
  });
};

const isTableMember = (member: string | symbol): member is string => DEVICE_TABLE_NAMES.some((name) => name === member);
