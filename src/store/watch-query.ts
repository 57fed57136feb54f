import Dexie, { type ObservabilitySet } from 'dexie';
import type { CadenceDatabase } from './database.ts';

const runningQueries = new Set<Promise<void>>();

/** Resolves when every watched query that is running has its result, so that all screens show the last write. */
export const watchedQueriesSettled = async (): Promise<void> => {
  await Promise.all(runningQueries);
};

/**
 * Runs `query`, and again after every write in any tab to a table that it has accessed through the `db` passed to it.
 * It never runs twice at once; a write during a run leads to another run, so that the last result includes the last
 * write. A failed query runs again at the next write.
 *
 * Tracking is by table, not by row: Dexie's own live queries track rows through `await`s, and lose track where many of
 * them start together.
 *
 * @returns a function that stops it.
 */
export const watchQuery = <Result>(
  db: CadenceDatabase,
  query: (db: CadenceDatabase) => Promise<Result>,
  next: (result: Result) => void,
  onError: (error: unknown) => void,
): (() => void) => {
  const ownPrefix = `idb://${db.name}/`;
  const accessed = new Set<string>();
  const observed = trackTables(db, accessed);
  let stopped = false;
  let running = false;
  let outdated = false;
  // After a failure it is not known which tables the query reads: every write counts.
  let hasFailed = false;

  const start = (): void => {
    running = true;
    const run = runUntilUpToDate().finally(() => runningQueries.delete(run));
    runningQueries.add(run);
  };
  const runUntilUpToDate = async (): Promise<void> => {
    do {
      outdated = false;
      try {
        const result = await query(observed);
        hasFailed = false;
        if (!isStopped()) next(result);
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

  const isRelevant = (part: string): boolean =>
    part === 'all' ||
    (part.startsWith(ownPrefix) && (hasFailed || accessed.has(part.slice(ownPrefix.length).split('/')[0] ?? '')));
  const onWrite = (parts: ObservabilitySet): void => {
    if (!Object.keys(parts).some(isRelevant)) return;
    if (running) outdated = true;
    else start();
  };

  Dexie.on('storagemutated', onWrite);
  start();
  return () => {
    stopped = true;
    Dexie.on.storagemutated.unsubscribe(onWrite);
  };
};

/** A proxy of `db` that adds the name of every accessed table to `accessed`. */
const trackTables = (db: CadenceDatabase, accessed: Set<string>): CadenceDatabase =>
  new Proxy(db, {
    get: (target, member) => {
      const value: unknown = Reflect.get(target, member, target);
      if (isTableMember(member)) accessed.add(member);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]): unknown => {
        const [first, second] = parameters;
        if (member === 'rows' || member === 'rawRows') accessed.add(String(first));
        else if (member === 'getMeta') accessed.add('meta');
        else if (member === 'inTransaction') for (const name of second as readonly string[]) accessed.add(name);
        return (value as (...parameters: unknown[]) => unknown).apply(target, parameters);
      };
    },
  });

const isTableMember = (member: string | symbol): member is string =>
  member === 'outbox' || member === 'serverRows' || member === 'resynced' || member === 'meta';
