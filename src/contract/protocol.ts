import * as z from 'zod/mini';

/**
 * The wire of the sync protocol: two RPCs, `sync_push` and `sync_pull`. Both sides refuse what they
 * cannot read. Unknown members are ignored, so that a newer server may say more (law 13).
 */
export const PROTOCOL = 1;

/** The server refuses larger batches with `batch_too_large`. */
export const PUSH_LIMIT = 1000;
/** The server clamps larger pages to this. */
export const PULL_LIMIT = 5000;

/** Why a change was not applied as it was made. `rejected` changes wait for the person. */
export const REJECTION_CODES = [
  'unknown_table',
  'unknown_field',
  'malformed',
  'forbidden',
  'not_found',
  'invalid_value',
  'duplicate',
  'missing_parent',
  'has_dependents',
  'internal',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

export interface WireChange {
  /** The device's own number of the change: rising, never used twice. */
  seq: number;
  table: string;
  row: string;
  op: 'insert' | 'update' | 'delete';
  fields: Record<string, unknown>;
  stamp: string;
  /**
   * What the device knew: the prose of an edit, the whole row of a delete. It says by being there that the
   * device knows of conflicts; without it nothing is one.
   */
  base?: Record<string, unknown>;
}

/** What the device says of itself with every request; admins see it as sync status. */
export interface DeviceReport {
  id: string;
  name: string;
  app_version: string;
  /** Changes that no verdict has settled yet. */
  pending: number;
  /** Changes that were rejected and wait for the person. */
  rejected: number;
}

export interface PushRequest {
  protocol: number;
  device: DeviceReport;
  /**
   * The database that this device's acknowledgements come from; `null` before the first. Another one decides
   * nothing: it may have lost changes that come before these (law 6).
   */
  incarnation: string | null;
  changes: WireChange[];
}

const verdict = z.object({
  seq: z.number(),
  verdict: z.enum(['applied', 'merged', 'conflict', 'rejected']),
  /** For `rejected`: one of REJECTION_CODES, or a newer server's. */
  code: z.optional(z.string()),
  /** For `rejected`: the constraint or column that refused it, when there is one. */
  detail: z.optional(z.nullable(z.string())),
  /** For `merged` and `conflict`: the fields that a later edit by another device kept. */
  lost: z.optional(z.array(z.string())),
});

export const pushAnswer = z.object({
  /** The database that answers. */
  incarnation: z.string(),
  /** The transaction that holds the whole effect of this push; an xid8 in decimal, kept as text. */
  xid: z.string().check(z.regex(/^\d+$/)),
  /** Milliseconds since the epoch, by the server's clock. */
  server_time: z.number(),
  /** One for each change of the request, in its order; none where the request named another incarnation. */
  verdicts: z.array(verdict),
});
export type PushAnswer = z.infer<typeof pushAnswer>;
export type Verdict = z.infer<typeof verdict>;

/**
 * How far a device has read the feed of its person: all entries up to `(xid, table, row)`.
 * It counts only in the database that `incarnation` names (law 6).
 */
const cursor = z.object({
  incarnation: z.string(),
  xid: z.string().check(z.regex(/^\d+$/)),
  table: z.string(),
  row: z.string(),
});
export type Cursor = z.infer<typeof cursor>;

export interface PullRequest {
  protocol: number;
  device: DeviceReport;
  /** `null` reads from the beginning. */
  cursor: Cursor | null;
  limit: number;
}

const tablePage = z.object({
  columns: z.array(z.string()),
  /** One array of values a row, in the order of `columns`. */
  rows: z.array(z.array(z.unknown())),
  /** Rows that were deleted, or that this person may no longer see. */
  gone: z.array(z.string()),
});

export const pullAnswer = z.object({
  /** The cursor cannot be continued (another incarnation, or older than the kept tombstones): read from the beginning. */
  reset: z.boolean(),
  cursor,
  /** Whether the feed held more than this page. */
  more: z.boolean(),
  /**
   * Entries that wait behind this page, with those of rows whose last change must not be read yet because
   * an older transaction is still under way. 0: the device has everything that the server could show.
   */
  remaining: z.number(),
  server_time: z.number(),
  tables: z.record(z.string(), tablePage),
});
export type PullAnswer = z.infer<typeof pullAnswer>;

export interface CheckRequest {
  protocol: number;
  device: DeviceReport;
  cursor: Cursor;
}

const tableDigest = z.object({
  rows: z.number(),
  /** SHA-256, in hexadecimal, of all rows in the order of their ids: see store/self-check.ts. */
  digest: z.string(),
});
export type TableDigest = z.infer<typeof tableDigest>;

export const checkAnswer = z.object({
  /** Whether there is nothing behind the cursor. Otherwise `tables` says nothing. */
  current: z.boolean(),
  /** What a device at this cursor must hold of each synced table. */
  tables: z.record(z.string(), tableDigest),
});
export type CheckAnswer = z.infer<typeof checkAnswer>;
