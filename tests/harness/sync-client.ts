import { randomUUID } from 'node:crypto';
import type { Cursor, PullResponse, PushResponse, WireChange } from '../../src/contract/protocol.ts';
import type { Account, Answered, TestBackend } from './backend.ts';

/** A device that says to the RPCs exactly what a test tells it to. */
export interface SyncClient {
  id: string;
  /** The next change of this device. `at` is the time of its stamp, by default just passed. */
  change: (change: Partial<WireChange> & Pick<WireChange, 'table' | 'op'> & { at?: number }) => WireChange;
  push: (changes: unknown, rest?: Record<string, unknown>) => Promise<Answered<PushResponse>>;
  pull: (cursor?: Cursor | null, rest?: Record<string, unknown>) => Promise<Answered<PullResponse>>;
}

export const ACTIVITY = { type: 'call', title: 'A call', date: '2026-03-02' };

/** @param id in case it shall be the same device, or somebody else's. */
export const syncClient = (backend: TestBackend, account: Account, id: string = randomUUID()): SyncClient => {
  let seq = 0;
  const device = { id, name: 'test', app_version: '1.0.0', pending: 0, rejected: 0 };
  return {
    id,
    change: ({ at = Date.now() - 1000, ...change }) => {
      seq += 1;
      return { seq, row: randomUUID(), fields: {}, timestamp: stampOf(at, seq, id), ...change };
    },
    push: (changes, rest) =>
      backend.rpc('sync_push', { request: { protocol: 1, device, changes, ...rest } }, account.token),
    pull: (cursor = null, rest) =>
      backend.rpc('sync_pull', { request: { protocol: 1, device, cursor, limit: 5000, ...rest } }, account.token),
  };
};

export const stampOf = (ms: number, counter: number, device: string): string =>
  `${ms.toString(16).padStart(12, '0')}-${(counter % 0x10000).toString(16).padStart(4, '0')}-${device.slice(-8)}`;

export type PulledRow = Record<string, unknown> & { id: string };

/** The rows of one table in an answer, as objects. */
export const rowsOf = (answer: PullResponse, table: string): PulledRow[] => {
  const page = answer.tables[table];
  return (page?.rows ?? []).map(
    (values) => Object.fromEntries(page?.columns.map((column, index) => [column, values[index]]) ?? []) as PulledRow,
  );
};

/** Follows the cursor to the end of the feed, `limit` entries a page; gives every page. */
export const pullPages = async (client: SyncClient, cursor: Cursor | null, limit: number): Promise<PullResponse[]> => {
  const pages: PullResponse[] = [];
  for (let next = cursor, more = true; more;) {
    const { status, body } = await client.pull(next, { limit });
    if (status !== 200) throw new Error(`sync_pull was answered ${String(status)}: ${JSON.stringify(body)}`);
    pages.push(body);
    ({ cursor: next, more } = body);
  }
  return pages;
};
