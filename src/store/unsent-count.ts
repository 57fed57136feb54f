import type { Dexie } from 'dexie';
import { createStore, type StoreApi } from 'zustand/vanilla';

/*
 * How many changes of a person are unsent, remembered outside of their database: where the browser has cleared the
 * database alone, it says how many were lost. Where everything was cleared, nothing can be known.
 */

const countKey = (userId: string): string => `cadence.unsent.${userId}`;
const lostKey = (userId: string): string => `cadence.lost-changes.${userId}`;

/** Tests without a page have none. */
const storage = (): Storage | undefined => (globalThis as { localStorage?: Storage }).localStorage;

const readCount = (key: string): number => {
  const count = Number(storage()?.getItem(key));
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
};

/** How many changes of a person are not in the cloud, as this device remembers it. */
export const unsentCount = (userId: string): number => readCount(countKey(userId));

/** @param count of all changes that are not in the cloud, rejected ones included. */
export const rememberUnsentCount = (userId: string, count: number): void => {
  if (readCount(countKey(userId)) === count) return;
  if (count > 0) storage()?.setItem(countKey(userId), String(count));
  else storage()?.removeItem(countKey(userId));
};

/**
 * How many unsent changes the browser has cleared, until `dismissLostChanges`. Found whenever the database is opened,
 * before anything is read or written: one that was cleared has no device yet.
 */
export const watchLostChanges = (db: Dexie, userId: string): StoreApi<number> => {
  const lost = createStore<number>()(() => readCount(lostKey(userId)));
  db.on(
    'ready',
    async (opening) => {
      const unsent = readCount(countKey(userId));
      // Nothing is read before the first screen where there is nothing to find.
      if (unsent === 0 || (await opening.table('meta').get('device')) !== undefined) return;
      const count = readCount(lostKey(userId)) + unsent;
      storage()?.setItem(lostKey(userId), String(count));
      storage()?.removeItem(countKey(userId));
      lost.setState(count, true);
    },
    true,
  );
  return lost;
};

export const dismissLostChanges = (lost: StoreApi<number>, userId: string): void => {
  storage()?.removeItem(lostKey(userId));
  lost.setState(0, true);
};
