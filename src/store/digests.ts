import type { Cursor, TableDigest } from '../contract/protocol.ts';
import type { SyncedTable } from '../contract/synced-tables.ts';
import type { Row } from '../domain/sync/change.ts';
import { digestText } from '../domain/sync/digest-text.ts';
import { type CadenceDatabase, SYNCED_TABLE_NAMES } from './database.ts';

/** The text of each server row by its id, by table: what digests are computed of. */
type RowTexts = ReadonlyMap<SyncedTable, ReadonlyMap<string, string>>;

/** The first 16 hexadecimal digits of a row's SHA-256. */
export type RowDigest = string;

/**
 * The texts of this device's server rows as of the cursor, without local changes. `null` where the device has no cursor
 * or the browser has no Web Crypto.
 */
export const readRowTexts = async (db: CadenceDatabase): Promise<{ cursor: Cursor; texts: RowTexts } | null> => {
  // Browsers have it only in secure contexts.
  if (!(globalThis.crypto as Partial<Crypto>).subtle) return null;
  return db.inTransaction('r', [...SYNCED_TABLE_NAMES, 'serverRows', 'meta'], async (tables) => {
    const cursor = await tables.getMeta('cursor');
    if (!cursor) return null;
    const serverRows = await tables.serverRows.toArray();
    const rows = await Promise.all(SYNCED_TABLE_NAMES.map((name) => tables.rawRows(name).toArray()));
    const texts = SYNCED_TABLE_NAMES.map((name, index): [SyncedTable, ReadonlyMap<string, string>] => {
      const byId = new Map((rows[index] ?? []).map((row) => [row.id, row]));
      for (const { table, row, value, isGone } of serverRows) {
        if (table !== name) continue;
        if (value && !isGone) byId.set(row, value);
        else byId.delete(row);
      }
      return [name, new Map([...byId].map(([id, row]) => [id, rowText(row)]))];
    });
    return { cursor, texts: new Map(texts) };
  });
};

/**
 * The digest of each table: SHA-256 of its rows in the order of their ids, without those of `except`. The database's
 * `private.table_digest` computes the same value.
 */
export const digestTables = async (
  texts: RowTexts,
  except: Partial<Record<SyncedTable, readonly string[]>> = {},
): Promise<Map<SyncedTable, TableDigest>> => {
  const digests = [...texts].map(async ([name, rows]): Promise<[SyncedTable, TableDigest]> => {
    const excluded = new Set(except[name]);
    const compared = [...rows].filter(([id]) => !excluded.has(id)).sort(([a], [b]) => (a < b ? -1 : 1));
    return [name, { rows: compared.length, digest: await sha256(compared.map(([, text]) => text).join('\n')) }];
  });
  return new Map(await Promise.all(digests));
};

/** The digests of single rows by id. */
export const digestRows = async (rows: ReadonlyMap<string, string>): Promise<Map<string, RowDigest>> =>
  new Map(
    await Promise.all([...rows].map(async ([id, text]): Promise<[string, RowDigest]> => [id, await digestRow(text)])),
  );

/** The digest of one row by its text. */
export const digestRow = async (text: string): Promise<RowDigest> => (await sha256(text)).slice(0, 16);

const sha256 = async (text: string): Promise<string> => {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

const rowText = (row: Row): string =>
  digestText(
    Object.keys(row)
      .filter((column) => column !== 'field_timestamps')
      .sort()
      .map((column) => row[column]),
  );
