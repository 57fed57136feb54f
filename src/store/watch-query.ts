import Dexie, { type ObservabilitySet } from 'dexie';
import { type CadenceDatabase, DEVICE_TABLE_NAMES } from './database.ts';
import { shareEqual } from './share-equal.ts';

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
 * @param priority `after-screens` waits until the other watched queries have their results: for what is not looked at first.
 * @returns a function that stops it.
 */
export const watchQuery = <Result>(
  db: CadenceDatabase,
  query: (db: CadenceDatabase) => Promise<Result>,
  next: (result: Result) => void,
  onError: (error: unknown) => void,
  priority: 'screen' | 'after-screens' = 'screen',
): (() => void) => {
  const ownPrefix = `idb://${db.name}/`;
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

const isTableMember = (member: string | symbol): member is string => DEVICE_TABLE_NAMES.some((name) => name === member);
