import Dexie, { type ObservabilitySet } from 'dexie';
import type { CadenceDatabase } from './database.ts';

/**
 * Keeps the result of `query` up to date with every write to `db`, in whatever tab. A query under way is
 * never run twice at once; it is asked again after it where something was written meanwhile, so that the last
 * result is always of the last write. A query that fails is asked again at the next write.
 *
 * Which rows a query reads is not tracked: any write to the database counts. Dexie's own live queries track
 * it through `await`s, and lose it where many of them start together.
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
  let stopped = false;
  let running = false;
  let outdated = false;

  const ask = async (): Promise<void> => {
    running = true;
    do {
      outdated = false;
      try {
        const result = await query(db);
        if (!isStopped()) next(result);
      } catch (error) {
        if (!isStopped()) failed(error);
      }
    } while (isOutdated() && !isStopped());
    running = false;
  };
  // Both change while `ask` waits.
  const isStopped = () => stopped;
  const isOutdated = () => outdated;

  const onWrite = (parts: ObservabilitySet): void => {
    if (!Object.keys(parts).some((part) => part.startsWith(ownParts) || part === 'all')) return;
    if (running) outdated = true;
    else void ask();
  };

  Dexie.on('storagemutated', onWrite);
  void ask();
  return () => {
    stopped = true;
    Dexie.on.storagemutated.unsubscribe(onWrite);
  };
};
