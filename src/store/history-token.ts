import { tokenNumber } from '../domain/sync/recovery.ts';
import type { TransactionTables } from './database.ts';

/** Stores a history token unless a later one is stored: responses are stored in any order. */
export const putLaterToken = async (tables: TransactionTables, token: string): Promise<void> => {
  const stored = await tables.getMeta('token');
  if (stored === undefined || tokenNumber(token) > tokenNumber(stored)) await tables.putMeta('token', token);
};
