import Dexie from 'dexie';
import type { TransactionTables } from './database.ts';

/** The changes without a verdict, oldest first. Call it inside a transaction that can read `outbox` and `meta`. */
export const pendingChanges = async (tables: TransactionTables) => {
  const decided = (await tables.getMeta('acknowledged'))?.at(-1)?.through ?? 0;
  return tables.outbox.where('[state+seq]').between(['pending', decided], ['pending', Dexie.maxKey], false);
};
