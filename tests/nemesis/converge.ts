import type { CadenceDatabase } from '../../src/store/database.ts';
import { SYNCED_TABLE_NAMES } from '../../src/store/database.ts';
import type { Row } from '../../src/domain/sync/change.ts';
import type { Client } from './client.ts';
import type { Server } from './server.ts';

/** A device that differs from the server after this time counts as diverged. */
const PATIENCE_MS = 60_000;

/** Syncs all devices until each has what the server shows its person. Resolves with the time that it took, and the differences that are left. */
export const converge = async (
  clients: readonly Client[],
  server: Server,
): Promise<{ ms: number; differences: string[] }> => {
  const started = performance.now();
  for (;;) {
    await Promise.all(clients.map((client) => client.sync()));
    const differences = await differencesOf(clients, server);
    const ms = performance.now() - started;
    if (differences.length === 0 || ms > PATIENCE_MS) return { ms, differences };
  }
};

const differencesOf = async (clients: readonly Client[], server: Server): Promise<string[]> => {
  const shownTo = new Map<string, Map<string, string>>();
  for (const person of new Set(clients.map((client) => client.person))) {
    shownTo.set(person, await rowsOnServer(server, person));
  }
  const differences = await Promise.all(
    clients.map(async ({ name, person, viewer }) => {
      const waiting = await viewer.outbox.toArray();
      const [here, there] = [await rowsOnDevice(viewer), shownTo.get(person) ?? new Map<string, string>()];
      return [
        ...waiting.map(
          ({ table, row, state, code }) => `${name} still has a change of ${table}/${row}: ${code ?? state}`,
        ),
        ...((await viewer.serverRows.count()) > 0 ? [`${name} still has server rows`] : []),
        ...[...new Set([...here.keys(), ...there.keys()])].flatMap((key) =>
          here.get(key) === there.get(key)
            ? []
            : [`${name} has ${here.get(key) ?? 'no'} ${key}, the server ${there.get(key) ?? 'none'}`],
        ),
      ];
    }),
  );
  return differences.flat();
};

const rowsOnDevice = async (db: CadenceDatabase): Promise<Map<string, string>> => {
  const rows = new Map<string, string>();
  for (const table of SYNCED_TABLE_NAMES) {
    for (const row of await db.rawRows(table).toArray()) rows.set(`${table}/${row.id}`, inOrder(row));
  }
  return rows;
};

const rowsOnServer = async (server: Server, person: string): Promise<Map<string, string>> => {
  const rows = new Map<string, string>();
  for (const table of SYNCED_TABLE_NAMES) {
    const found = await server.query<{ row: Row }>(`select to_jsonb(t) as row from public.${table} t`, person);
    for (const { row } of found) rows.set(`${table}/${row.id}`, inOrder(row));
  }
  return rows;
};

/** A text that is the same for rows with the same values. */
const inOrder = (row: Row): string => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
