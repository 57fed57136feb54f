import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import {
  type CheckResponse,
  checkResponseSchema,
  type Cursor,
  type PullResponse,
  pullResponseSchema,
  type PushResponse,
  pushResponseSchema,
  type Verdict,
  type WireChange,
} from '../../../src/contract/protocol.ts';
import { formatHlcTimestamp } from '../../../src/domain/sync/hlc.ts';

type SyncRpc = 'sync_push' | 'sync_pull' | 'sync_check';

export interface ContractPerson {
  id: string;
  call: (name: SyncRpc, request: unknown) => Promise<{ status: number; body: unknown }>;
}

/** A server of the protocol, with operations of its operator. */
export interface ContractServer {
  signUp: () => Promise<ContractPerson>;
  /** Writes one field of an activity directly, now. */
  write: (activity: string, field: 'title' | 'notes', value: string) => Promise<void>;
  /** Writes the metadata of an activity directly, as JSON text. */
  writeMetadata: (activity: string, json: string) => Promise<void>;
  /** Hides an activity from its owner. */
  hide: (activity: string) => Promise<void>;
  /** Prunes all tombstones. */
  prune: () => Promise<void>;
  /** Begins a new epoch, as after a restored backup. */
  renew: () => Promise<void>;
  close: () => Promise<void>;
}

export const TABLE = 'program_activities';

const countEntries = (page: PullResponse): number =>
  Object.values(page.tables).reduce((sum, { rows, gone }) => sum + rows.length + gone.length, 0);

/** What the tests of the contract do with the server that `server` returns once it has started. */
export const contractClient = (server: () => ContractServer) => {
  /** A person's device that sends requests of the protocol directly. */
  const newDevice = async (owner?: ContractPerson) => {
    const person = owner ?? (await server().signUp());
    const device = { id: randomUUID(), name: 'd', app_version: '1', pending: 0, rejected: 0 };
    let seq = 0;
    let cursor: Cursor | null = null;
    let token: string | null = null;
    let clock = 0;

    const call = async (rpc: SyncRpc, more: object) => person.call(rpc, { protocol: 1, device, token, ...more });
    const sendRaw = (changes: unknown[], more: object = {}) => call('sync_push', { epoch: null, changes, ...more });
    const send = async (changes: WireChange[], more: object = {}): Promise<PushResponse> => {
      const { status, body } = await sendRaw(changes, more);
      expect(status, JSON.stringify(body)).toBe(200);
      const response = pushResponseSchema.parse(body);
      token = response.token ?? token;
      return response;
    };
    const pull = async (limit = 1000, maxBytes?: number): Promise<PullResponse> => {
      const { status, body } = await call('sync_pull', { cursor, limit, max_bytes: maxBytes });
      expect(status, JSON.stringify(body)).toBe(200);
      const page = pullResponseSchema.parse(body);
      ({ cursor, token } = page);
      return page;
    };
    const check = async (more: object = {}): Promise<CheckResponse> => {
      const { status, body } = await call('sync_check', { cursor, format: 2, except: {}, ...more });
      expect(status, JSON.stringify(body)).toBe(200);
      return checkResponseSchema.parse(body);
    };
    return {
      person,
      device,
      call,
      check,
      sendRaw,
      send,
      pull,
      /** The server's time in the last response, later each time. */
      now: async () => {
        clock = Math.max(clock + 1, (await send([])).server_time);
        return clock;
      },
      change: (change: Partial<WireChange> & { at: number }): WireChange => {
        seq += 1;
        const { at, ...rest } = change;
        return {
          seq,
          table: TABLE,
          row: randomUUID(),
          op: 'insert',
          fields: {},
          timestamp: formatHlcTimestamp({ ms: at, counter: 0 }, device.id),
          ...rest,
        };
      },
      verdicts: async (...changes: WireChange[]): Promise<Verdict[]> => (await send(changes)).verdicts,
      setCursor: (next: Cursor | null) => {
        cursor = next;
      },
      cursor: () => cursor,
      setToken: (next: string | null) => {
        token = next;
      },
      /** Reads to the end and returns the rows, and the ids of those that are gone. */
      read: async (limit?: number, maxBytes?: number) => {
        const rows = new Map<string, Record<string, unknown>>();
        const gone = new Set<string>();
        let pages = 0;
        const sizes: { entries: number; bytes: number }[] = [];
        let count = 0;
        for (let more = true; more;) {
          const page = await pull(limit, maxBytes);
          ({ more } = page);
          pages += 1;
          sizes.push({ entries: countEntries(page), bytes: Buffer.byteLength(JSON.stringify(page.tables)) });
          for (const [table, content] of Object.entries(page.tables)) {
            if (table !== TABLE) continue;
            for (const values of content.rows) {
              const row = Object.fromEntries(content.columns.map((column, index) => [column, values[index]]));
              rows.set(String(row['id']), row);
              count += 1;
            }
            for (const id of content.gone) gone.add(id);
          }
        }
        return { rows, gone, pages, count, sizes };
      },
    };
  };

  const draft = (title = 'a') => ({ type: 'call', title, date: '2026-03-02' });
  /** An activity on the server, made ten minutes ago by the server's clock. */
  const withRow = async (owner?: ContractPerson) => {
    const device = await newDevice(owner);
    const now = await device.now();
    const insert = device.change({ at: now - 600_000, fields: draft() });
    expect(await device.verdicts(insert)).toMatchObject([{ verdict: 'applied' }]);
    await device.read();
    return { device, row: insert.row, now };
  };
  const rowOf = async (device: Awaited<ReturnType<typeof newDevice>>, row: string) => {
    device.setCursor(null);
    return (await device.read()).rows.get(row);
  };
  return { server, newDevice, draft, withRow, rowOf };
};

export type ContractClient = ReturnType<typeof contractClient>;
export type ContractDevice = Awaited<ReturnType<ContractClient['newDevice']>>;
