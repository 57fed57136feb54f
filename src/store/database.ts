import Dexie, { type DexieOptions, type Table } from 'dexie';
import type { StoreApi } from 'zustand/vanilla';
import type { Cursor, PullResponse } from '../contract/protocol.ts';
import { SYNCED_TABLES, type SyncedRows, type SyncedTable } from '../contract/synced-tables.ts';
import type { Change, Row } from '../domain/sync/change.ts';
import type { HlcClock, HlcTimestamp } from '../domain/sync/hlc.ts';
import type { RecoveryLosses } from '../domain/sync/recovery-losses.ts';
import { type Environment, systemEnvironment } from './environment.ts';
import type { SelfCheckState } from './self-check.ts';
import { ReadCache } from './read-cache.ts';
import { readTable, RowReader, type RowSource } from './row-source.ts';
import type { Reports } from './sync-reports.ts';
import { watchLostChanges } from './unsent-count.ts';
import { watchDatabaseVersion } from './version-state.ts';

/**
 * A stored change is `rejected` from that verdict until the person decides. Otherwise it is `pending`: undecided, or
 * acknowledged and waiting for its echo. `Meta.acknowledged` distinguishes these by sequence number, so that
 * acknowledging a batch is one small write, whatever its length.
 */
export type ChangeState = 'pending' | 'rejected';

export type PendingChange = Change & {
  /** The device's sequence number: ascending, never reused, not even after the change is deleted. */
  seq: number;
  state: ChangeState;
  /** An offer to a restored database, made from what this device has; not an edit that is under way. */
  isOffer?: true;
  /** When it was made, in milliseconds since 1970-01-01 by this device's clock. */
  made_at: number;
  /** For `rejected`: one of REJECTION_CODES, or a code of a newer server. */
  code?: string;
  /** For `rejected`: the violated constraint or the column. */
  detail?: string | null;
};

/** A row as the server last sent it, stored while the row has changes in the outbox (INV-2). */
export interface ServerRow {
  table: string;
  row: string;
  /** `null` where the row was created on this device. */
  value: Row | null;
  /** The server has deleted or hidden the row; `value` is its last value. */
  isGone: boolean;
}

/**
 * The server decided all changes after the previous acknowledgement up to sequence number `through`, in transaction
 * `xid`.
 */
export interface Acknowledgement {
  through: number;
  xid: string;
}

/**
 * How far the person has seen the notices of one kind, as ascending marks: shown as a toast (`announced`), shown in the
 * list (`seen`), dismissed.
 */
export interface NoticeMarks {
  announced?: number;
  seen?: number;
  dismissed?: number;
}

/** A deleted row, so that its delete can be offered to a restored database. */
export interface DeletedRow {
  table: string;
  row: string;
  timestamp: HlcTimestamp;
}

/** `since`: when the device learned that the database lacks the row, in milliseconds by this device's clock. */
export interface UnrecoveredRow {
  table: string;
  row: string;
  value: Row;
  since: number;
}

/** What a restored database lacks: offered to it, or dropped from this device. */
export type Recovery = NonNullable<PullResponse['restored']>;

/** Facts about this database, one entry each. */
export interface Meta {
  device: { id: string; name: string };
  /**
   * `offset` is the server's clock minus this device's, in milliseconds; `serverMs` is the latest time of the server that
   * this device has learned. `wasAhead`: since then the person has edited while timestamps were ahead of the clock.
   */
  clock: HlcClock & { offset: number; serverMs?: number; wasAhead?: boolean };
  cursor: Cursor | null;
  /** Acknowledgements whose echo has not been read, ascending. */
  acknowledged: Acknowledgement[];
  /** The epoch of the acknowledged changes: in another one they may be lost (INV-6). */
  epoch: string;
  /** When the feed was last read to its end, in milliseconds since 1970-01-01 by this device's clock. */
  lastSyncAt: number | null;
  /** A resync is running: rows that it does not bring are deleted at its end, unless `recovery` says otherwise. */
  resyncing: boolean;
  /** The last history token, which a database that was restored from an older backup does not know (INV-6). */
  token: string;
  /** The running resync reads a restored database: what happens to what this device has and the database lacks. */
  recovery: Recovery | null;
  /** How many restored databases this device has read. */
  recoveries: number;
  /** When this device last offered changes to a restored database, by its clock, and how many. */
  recovered: { at: number; count: number; losses?: RecoveryLosses };
  /** What the running resync of a restored database has found to be lost so far. */
  recoveryLosses: RecoveryLosses;
  /** Time zones of this device that the person does not want their days to follow. */
  dismissedZones: string[];
  /** The person's feature flags by name, as last received. */
  flags: Record<string, boolean>;
  /** Sync reports that wait to be sent. */
  reports: Reports;
  selfCheck: SelfCheckState;
  /** What the person has seen of the notices of each kind. */
  notices: Record<string, NoticeMarks>;
}

/** Raise it with every added table or index. Older versions of the app then no longer open the database. */
const SCHEMA_VERSION = 5;

/** Access to the tables of one person's database, or to those of one transaction on it. */
export class TransactionTables extends RowReader {
  constructor(private readonly find: (name: string) => Table) {
    super((read) => readTable(find, read));
  }

  get outbox(): Table<PendingChange, number, Omit<PendingChange, 'seq'>> {
    return this.find('outbox');
  }

  get serverRows(): Table<ServerRow, [table: string, row: string]> {
    return this.find('serverRows');
  }

  /** Keys of the rows that the running resync has brought. */
  get resynced(): Table<{ table: string; row: string }, [table: string, row: string]> {
    return this.find('resynced');
  }

  get deletedRows(): Table<DeletedRow, [table: string, row: string]> {
    return this.find('deletedRows');
  }

  /**
   * Rows that a restored database lacks and that only the server inserts: edits of them are offered once it has
   * inserted them again.
   */
  get unrecovered(): Table<UnrecoveredRow, [table: string, row: string]> {
    return this.find('unrecovered');
  }

  get meta(): Table<{ key: keyof Meta; value: Meta[keyof Meta] }, keyof Meta> {
    return this.find('meta');
  }

  rows<Name extends SyncedTable>(name: Name): Table<SyncedRows[Name], string> {
    return this.find(name) as Table<SyncedRows[Name], string>;
  }

  /** A synced table with untyped rows, for the sync code. */
  rawRows(name: SyncedTable): Table<Row, string> {
    return this.find(name) as Table<Row, string>;
  }

  async putMeta<Key extends keyof Meta>(key: Key, value: Meta[Key]): Promise<void> {
    await this.meta.put({ key, value });
  }
}

export type TableName = SyncedTable | (typeof DEVICE_TABLE_NAMES)[number];

/** The tables of this device alone. */
export const DEVICE_TABLE_NAMES = ['outbox', 'serverRows', 'resynced', 'deletedRows', 'unrecovered', 'meta'] as const;

export const SYNCED_TABLE_NAMES = Object.keys(SYNCED_TABLES) as SyncedTable[];

/**
 * One person's data on this device. Each person has their own database, so that signing out or in loses no data
 * (INV-12).
 */
export class CadenceDatabase extends Dexie implements RowSource {
  declare readonly outbox: TransactionTables['outbox'];
  declare readonly serverRows: TransactionTables['serverRows'];
  declare readonly resynced: TransactionTables['resynced'];
  declare readonly deletedRows: TransactionTables['deletedRows'];
  declare readonly unrecovered: TransactionTables['unrecovered'];
  declare readonly meta: TransactionTables['meta'];
  private readonly unboundTables = new TransactionTables((name) => this.table(name));
  /** Whether this tab's version of the app may use the database. */
  readonly versionState = watchDatabaseVersion(this, SCHEMA_VERSION);
  /** What the live queries of this tab have read. */
  readonly readCache: ReadCache = new ReadCache(this);
  /** How many unsent changes the browser has cleared; see watchLostChanges. */
  readonly lostChanges: StoreApi<number>;

  /** @param options another IndexedDB implementation, for tests; the browser's by default. */
  constructor(
    readonly userId: string,
    options?: DexieOptions,
    readonly environment: Environment = systemEnvironment,
  ) {
    super(databaseName(userId), { cache: 'disabled', ...options });
    this.lostChanges = watchLostChanges(this, userId);
    this.version(SCHEMA_VERSION)
      .stores({
        ...Object.fromEntries(
          Object.entries(SYNCED_TABLES).map(([name, { indexes }]) => [name, indexes ? `id, ${indexes}` : 'id']),
        ),
        outbox: '++seq, [table+row], [state+seq]',
        serverRows: '[table+row]',
        resynced: '[table+row]',
        deletedRows: '[table+row]',
        unrecovered: '[table+row]',
        meta: 'key',
      })
      // The device has skipped feed entries of tables, and timestamps, that it did not know: it reads the feed again.
      .upgrade((transaction) => transaction.table('meta').delete('cursor'));
  }

  /**
   * Runs `work` in one transaction on the named tables. `work` must use only the tables passed to it, which are bound
   * to the transaction: after an `await` of a native promise Dexie may have lost the current transaction, and an
   * operation on the database itself would run outside of it.
   */
  inTransaction<Result>(
    mode: 'r' | 'rw',
    names: readonly TableName[],
    work: (tables: TransactionTables) => Promise<Result>,
  ): Promise<Result> {
    return this.transaction(mode, names, (transaction) =>
      work(new TransactionTables((name) => transaction.table(name))),
    );
  }

  rows<Name extends SyncedTable>(name: Name): Table<SyncedRows[Name], string> {
    return this.unboundTables.rows(name);
  }

  rawRows(name: SyncedTable): Table<Row, string> {
    return this.unboundTables.rawRows(name);
  }

  /**
   * Runs reads that belong together: in one transaction, or in a live query from memory where that has them all.
   * `work` uses only the source that it is given, and only reads.
   */
  read<Result>(names: readonly TableName[], work: (source: RowSource) => Promise<Result>): Promise<Result> {
    return this.inTransaction('r', names, work);
  }

  readonly getRow: RowSource['getRow'] = (table, id) => this.unboundTables.getRow(table, id);
  readonly getRowsById: RowSource['getRowsById'] = (table, ids) => this.unboundTables.getRowsById(table, ids);
  readonly getAllRows: RowSource['getAllRows'] = (table) => this.unboundTables.getAllRows(table);
  readonly getRowsBetween: RowSource['getRowsBetween'] = (...read) => this.unboundTables.getRowsBetween(...read);
  readonly getRowsWith: RowSource['getRowsWith'] = (...read) => this.unboundTables.getRowsWith(...read);
  readonly getLatestRows: RowSource['getLatestRows'] = (...read) => this.unboundTables.getLatestRows(...read);
  readonly getMeta: RowSource['getMeta'] = (key) => this.unboundTables.getMeta(key);
}

const databaseName = (userId: string): string => `cadence-${userId}`;

/** Deletes a person's data from this device, including changes that are not pushed. */
export const deleteDatabase = (userId: string): Promise<void> => Dexie.delete(databaseName(userId));
