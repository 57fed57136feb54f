import type { Cursor, TableDigest } from '../contract/protocol.ts';
import type { SyncedTable } from '../contract/tables.ts';
import type { Row } from '../domain/change.ts';
import { type CadenceDatabase, SYNCED_TABLE_NAMES } from './database.ts';

/** The next sync compares this device with the cloud. */
export const askForCheck = (db: CadenceDatabase): Promise<void> =>
  db.atomically('rw', ['meta'], async (tables) => {
    const last = await tables.getMeta('selfCheck');
    await tables.putMeta('selfCheck', { checked_at: 0, repaired_at: last?.repaired_at ?? null });
  });

/** Keeps that the device was compared at `now`, and whether it had to be brought in line. */
export const keepCheck = (db: CadenceDatabase, now: number, hadDrift: boolean): Promise<void> =>
  db.atomically('rw', ['meta'], async (tables) => {
    const last = await tables.getMeta('selfCheck');
    await tables.putMeta('selfCheck', { checked_at: now, repaired_at: hadDrift ? now : (last?.repaired_at ?? null) });
  });

/** The feed is read from its beginning next time; what is not in it any more goes, unsynced changes stay. */
export const forgetCursor = (db: CadenceDatabase): Promise<void> =>
  db.atomically('rw', ['meta'], (tables) => tables.meta.delete('cursor'));

/**
 * What this device holds of the cloud's rows, without its own pending changes, as of its cursor: SHA-256 of each
 * table's rows in the order of their ids. `null` where the device has no cursor, or no means to compute one.
 */
export const digestTables = async (
  db: CadenceDatabase,
): Promise<{ cursor: Cursor; tables: Map<SyncedTable, TableDigest> } | null> => {
  // Browsers have it in secure contexts alone.
  if (!(globalThis.crypto as Partial<Crypto>).subtle) return null;
  const held = await db.atomically('r', [...SYNCED_TABLE_NAMES, 'bases', 'meta'], async (tables) => {
    const cursor = await tables.getMeta('cursor');
    if (!cursor) return null;
    const bases = await tables.bases.toArray();
    const rows = await Promise.all(SYNCED_TABLE_NAMES.map((name) => tables.rawRows(name).toArray()));
    return { cursor, bases, rows };
  });
  if (!held) return null;
  const digests = SYNCED_TABLE_NAMES.map(async (name, index): Promise<[SyncedTable, TableDigest]> => {
    const known = new Map((held.rows[index] ?? []).map((row) => [row.id, row]));
    for (const { table, row, value, gone } of held.bases) {
      if (table !== name) continue;
      if (value && !gone) known.set(row, value);
      else known.delete(row);
    }
    const rows = [...known.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return [name, { rows: rows.length, digest: await sha256(rows.map(lineOf).join('\n')) }];
  });
  return { cursor: held.cursor, tables: new Map(await Promise.all(digests)) };
};

const sha256 = async (text: string): Promise<string> => {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

const lineOf = (row: Row): string =>
  jsonbText(
    Object.keys(row)
      .sort()
      .map((column) => row[column]),
  );

/** JSON as Postgres writes a `jsonb`. Its objects keep the order in which Postgres gave their members. */
const jsonbText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${jsonbText(inner)}`);
  return `{${members.join(', ')}}`;
};
