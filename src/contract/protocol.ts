import * as z from 'zod/mini';

/**
 * The sync protocol: the requests and responses of the RPCs `sync_push`, `sync_pull` and `sync_check`. Both sides
 * validate what they receive. Unknown members are ignored, so that a newer server may add some (INV-13).
 */
export const PROTOCOL = 1;

/** Changes in one push. The server refuses more with 413 `batch_too_large`. */
export const PUSH_LIMIT = 1000;
/** Feed entries in one page. The server clamps larger limits to this. */
export const PULL_LIMIT = 5000;

/** Why a change was rejected. */
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
  /** The device's sequence number of the change: ascending, never reused. */
  seq: number;
  table: string;
  row: string;
  op: 'insert' | 'update' | 'delete';
  fields: Record<string, unknown>;
  timestamp: string;
  /** Offers to a restored database what it lacks or has older: not an edit that is under way (INV-6). */
  offer?: true;
  /** Of an offer: the timestamps of its fields, none later than `timestamp`; `*` is that of all others. */
  timestamps?: Readonly<Record<string, string>>;
  /**
   * The values that the edit was made on: its long texts, or the whole row for a delete. Without it the server
   * detects no conflict, since the client predates conflicts.
   */
  base?: Record<string, unknown>;
}

/** The device's status, sent with every request; admins see it. */
export interface DeviceReport {
  id: string;
  name: string;
  app_version: string;
  /** Changes without a verdict. */
  pending: number;
  /** Rejected changes that wait for the person's decision. */
  rejected: number;
}

export interface PushRequest {
  protocol: number;
  device: DeviceReport;
  /**
   * The epoch of this device's acknowledgements; `null` before the first. In another epoch the server decides
   * nothing, since it may have lost earlier changes of this device (INV-6).
   */
  epoch: string | null;
  /** The history token of the last stored response; `null` before the first. */
  token: string | null;
  /**
   * The server's time as this device estimates it, in milliseconds since 1970-01-01. Where it is wrong, or edits are from
   * the future, the server decides nothing, so that the device corrects their timestamps first (INV-8). Without it the
   * server decides in any case.
   */
  clock?: number;
  changes: WireChange[];
}

/**
 * The newest history token of the device: its number, which rises with every token, a colon and something that cannot be
 * guessed. A database that does not know it was restored from an older backup (INV-6).
 */
const tokenSchema = z.string().check(z.regex(/^\d+:/));

const verdictSchema = z.object({
  seq: z.number(),
  verdict: z.enum(['applied', 'merged', 'conflict', 'rejected']),
  /** For `rejected`: one of REJECTION_CODES, or a code of a newer server. */
  code: z.optional(z.string()),
  /** For `rejected`: the violated constraint or the column, where there is one. */
  detail: z.optional(z.nullable(z.string())),
  /** For `merged` and `conflict`: the fields that a later edit of another device has won. */
  lost: z.optional(z.array(z.string())),
});

export const pushResponseSchema = z.object({
  /** The server's epoch. */
  epoch: z.string(),
  /** The transaction of this push: an xid8 in decimal, as text since it may exceed a JavaScript number. */
  xid: z.string().check(z.regex(/^\d+$/)),
  /** Milliseconds since 1970-01-01, by the server's clock. */
  server_time: z.number(),
  /** The database may lack what this device has read or sent: nothing was decided. Read the feed first (INV-6). */
  restored: z.boolean(),
  /** The device's clock is wrong: nothing was decided. Correct the timestamps, and push them without `clock` (INV-8). */
  wrong_clock: z.optional(z.boolean()),
  /** `null` where nothing was decided. */
  token: z.nullable(tokenSchema),
  /** One for each change of the request, in its order; none where nothing was decided. */
  verdicts: z.array(verdictSchema),
});
export type PushResponse = z.infer<typeof pushResponseSchema>;
export type Verdict = z.infer<typeof verdictSchema>;

/**
 * How far a device has read its person's feed: all entries up to `(xid, table, row)`.
 * Valid only in the epoch that `epoch` names (INV-6).
 */
const cursorSchema = z.object({
  epoch: z.string(),
  xid: z.string().check(z.regex(/^\d+$/)),
  table: z.string(),
  row: z.string(),
});
export type Cursor = z.infer<typeof cursorSchema>;

export interface PullRequest {
  protocol: number;
  device: DeviceReport;
  /** `null` reads from the beginning. */
  cursor: Cursor | null;
  /** The history token of the last stored response; `null` before the first. */
  token: string | null;
  /** Feed entries in the page at most. */
  limit: number;
  /** Bytes of the response's `tables` as JSON at most; a row that is larger is sent alone. Without it there is no limit. */
  max_bytes?: number;
}

const tablePageSchema = z.object({
  columns: z.array(z.string()),
  /** One array of values a row, in the order of `columns`. */
  rows: z.array(z.array(z.unknown())),
  /** The HLC timestamps of each row's fields; `*` is that of all others. */
  timestamps: z.array(z.record(z.string(), z.string())),
  /** Ids of rows that were deleted or that this person may no longer see. */
  gone: z.array(z.string()),
  /** For each of `gone`: the HLC timestamp of its delete, or `null` where it is hidden. */
  deleted: z.array(z.nullable(z.string())),
});

export const pullResponseSchema = z.object({
  /**
   * The cursor cannot be continued (another epoch, or before pruned tombstones): read from the beginning.
   */
  reset: z.boolean(),
  /**
   * Where the database was restored from a backup that lacks what this device has: whether it offers that, or drops it,
   * since the operator says that the backup is right.
   */
  restored: z.nullable(z.enum(['recover', 'discard'])),
  token: tokenSchema,
  /** Where the device has learned nothing, the one that it sent. */
  cursor: cursorSchema,
  /** The end of this page, with `more` false, contains all transactions before this one: an xid8 in decimal. */
  horizon: z.string().check(z.regex(/^\d+$/)),
  /** Whether the feed has further entries below the horizon. */
  more: z.boolean(),
  /**
   * Entries after this page, including those above the horizon, which cannot be read yet because an older
   * transaction is still open. 0: the device has read the whole feed.
   */
  remaining: z.number(),
  /** Milliseconds since 1970-01-01, by the server's clock. */
  server_time: z.number(),
  tables: z.record(z.string(), tablePageSchema),
});
export type PullResponse = z.infer<typeof pullResponseSchema>;

export interface CheckRequest {
  protocol: number;
  device: DeviceReport;
  /** The history token of the last stored response. */
  token: string | null;
  cursor: Cursor;
  /** How this device computes digests. A server that computes them in another way compares nothing. */
  format: typeof DIGEST_FORMAT;
  /** Ids by table of rows that are left out. */
  except: Readonly<Record<string, readonly string[]>>;
  /** The tables of which the digests of single rows are requested. */
  rows?: readonly string[];
}

/** Raised when digests are computed in another way. */
export const DIGEST_FORMAT = 2;

const tableDigestSchema = z.object({
  rows: z.number(),
  /** SHA-256 in hexadecimal of all rows in the order of their ids; see `store/digests.ts`. */
  digest: z.string(),
  /** Where requested: for each row by its id, the first 16 digits of its SHA-256. */
  row_digests: z.optional(z.nullable(z.record(z.string(), z.string()))),
});
export type TableDigest = z.infer<typeof tableDigestSchema>;

export const checkResponseSchema = z.object({
  /** Whether the cursor is at the end of the feed. Where it is not, `tables` is meaningless. */
  current: z.boolean(),
  /** How the server computes digests; absent before there were several ways. */
  format: z.optional(z.number()),
  /** The digest of each synced table that a device at this cursor must have. */
  tables: z.record(z.string(), tableDigestSchema),
});
export type CheckResponse = z.infer<typeof checkResponseSchema>;
