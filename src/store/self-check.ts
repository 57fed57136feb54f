import type { Cursor, TableDigest } from '../contract/protocol.ts';
import type { SyncedTable } from '../contract/synced-tables.ts';
import type { Row } from '../domain/sync/change.ts';
import { type CadenceDatabase, SYNCED_TABLE_NAMES } from './database.ts';

/** Makes the next sync cycle run a self-check. */
export const requestSelfCheck = (db: CadenceDatabase): Promise<void> =>
  db.inTransaction('rw', ['meta'], async (tables) => {
    const last = await tables.getMeta('selfCheck');
    await tables.putMeta('selfCheck', { checked_at: 0, repaired_at: last?.repaired_at ?? null });
  });

/** Stores that a self-check ran at `now`, and whether it found a difference. */
export const storeCheckResult = (db: CadenceDatabase, now: number, hadDrift: boolean): Promise<void> =>
  db.inTransaction('rw', ['meta'], async (tables) => {
    const last = await tables.getMeta('selfCheck');
    await tables.putMeta('selfCheck', { checked_at: now, repaired_at: hadDrift ? now : (last?.repaired_at ?? null) });
  });

/**
 * Makes the next pull a resync that deletes nothing: rows that the database lacks although it is of the device's history
 * are offered to it (INV-6).
 */
export const repairByResync = (db: CadenceDatabase): Promise<void> =>
  db.inTransaction('rw', ['meta'], async (tables) => {
    await tables.meta.delete('cursor');
    await tables.putMeta('recovery', 'recover');
  });

/**
 * The digest of each table's server rows as of the cursor, without local changes: SHA-256 of the rows in the order of
 * their ids. The database's `private.table_digest` computes the same value. `null` where the device has no cursor or
 * the browser has no Web Crypto.
 */
export const computeTableDigests = async (
  db: CadenceDatabase,
): Promise<{ cursor: Cursor; tables: Map<SyncedTable, TableDigest> } | null> => {
  // Browsers have it only in secure contexts.
  if (!(globalThis.crypto as Partial<Crypto>).subtle) return null;
  const snapshot = await db.inTransaction('r', [...SYNCED_TABLE_NAMES, 'serverRows', 'meta'], async (tables) => {
    const cursor = await tables.getMeta('cursor');
    if (!cursor) return null;
    const serverRows = await tables.serverRows.toArray();
    const rows = await Promise.all(SYNCED_TABLE_NAMES.map((name) => tables.rawRows(name).toArray()));
    return { cursor, serverRows, rows };
  });
  if (!snapshot) return null;
  const digests = SYNCED_TABLE_NAMES.map(async (name, index): Promise<[SyncedTable, TableDigest]> => {
    const byId = new Map((snapshot.rows[index] ?? []).map((row) => [row.id, row]));
    for (const { table, row, value, isGone } of snapshot.serverRows) {
      if (table !== name) continue;
      if (value && !isGone) byId.set(row, value);
      else byId.delete(row);
    }
    const rows = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return [name, { rows: rows.length, digest: await sha256(rows.map(rowText).join('\n')) }];
  });
  return { cursor: snapshot.cursor, tables: new Map(await Promise.all(digests)) };
};

const sha256 = async (text: string): Promise<string> => {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

const rowText = (row: Row): string =>
  jsonbText(
    Object.keys(row)
      .filter((column) => column !== 'field_timestamps')
      .sort()
      .map((column) => row[column]),
  );

/** JSON text as Postgres formats a `jsonb`. Object members stay in the order that Postgres sent. */
const jsonbText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${jsonbText(inner)}`);
  return `{${members.join(', ')}}`;
};
