import Dexie, { type ObservabilitySet } from 'dexie';
import type { CadenceDatabase } from './database.ts';

const underWay = new Set<Promise<void>>();

/** Resolves when every watched query that is being asked now has its result: whatever shows the last write can. */
export const watchersAnswered = async (): Promise<void> => {
  await Promise.all(underWay);
};

/**
 * Keeps the result of `query` up to date with every write, in whatever tab, to a table that it has asked
 * `db` for: it must read from the database that it is handed. A query under way is never run twice at once; it
 * is asked again after it where something was written meanwhile, so that the last result is always of the last
 * write. A query that fails is asked again at the next write.
 *
 * Which rows of a table a query reads is not tracked. Dexie's own live queries track it through `await`s, and
 * lose it where many of them start together.
 *
 * @returns how to stop.
 */
export const watch = <Result>(
  db: CadenceDatabase,
  query: (db: CadenceDatabase) => Promise<Result>,
  next: (result: Result) => void,
  failed: (error: unknown) => void,
): (() => void) => {
  const ownParts = `idb://${db.name}/`;
  const asked = new Set<string>();
  const observed = noting(db, asked);
  let stopped = false;
  let running = false;
  let outdated = false;
  // What a query that failed would have read is not known.
  let unsure = false;

  const ask = (): void => {
    running = true;
    const asking = askUntilUpToDate().finally(() => underWay.delete(asking));
    underWay.add(asking);
  };
  const askUntilUpToDate = async (): Promise<void> => {
    do {
      outdated = false;
      try {
        const result = await query(observed);
        unsure = false;
        if (!isStopped()) next(result);
      } catch (error) {
        unsure = true;
        if (!isStopped()) failed(error);
      }
    } while (isOutdated() && !isStopped());
    running = false;
  };
  // Both change while `ask` waits.
  const isStopped = () => stopped;
  const isOutdated = () => outdated;

  const isAsked = (part: string): boolean =>
    part === 'all' ||
    (part.startsWith(ownParts) && (unsure || asked.has(part.slice(ownParts.length).split('/')[0] ?? '')));
  const onWrite = (parts: ObservabilitySet): void => {
    if (!Object.keys(parts).some(isAsked)) return;
    if (running) outdated = true;
    else ask();
  };

  Dexie.on('storagemutated', onWrite);
  ask();
  return () => {
    stopped = true;
    Dexie.on.storagemutated.unsubscribe(onWrite);
  };
};

/** The same database; it notes in `asked` the name of every table that it hands out. */
const noting = (db: CadenceDatabase, asked: Set<string>): CadenceDatabase =>
  new Proxy(db, {
    get: (target, member) => {
      const value: unknown = Reflect.get(target, member, target);
      if (isTableMember(member)) asked.add(member);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]): unknown => {
        const [first, second] = parameters;
        if (member === 'rows' || member === 'rawRows') asked.add(String(first));
        else if (member === 'getMeta') asked.add('meta');
        else if (member === 'atomically') for (const name of second as readonly string[]) asked.add(name);
        return (value as (...parameters: unknown[]) => unknown).apply(target, parameters);
      };
    },
  });

const isTableMember = (member: string | symbol): member is string =>
  member === 'outbox' || member === 'bases' || member === 'resynced' || member === 'meta';
