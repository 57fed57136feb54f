import Dexie, { type DexieOptions, type Table } from 'dexie';
import type { Cursor } from '../contract/protocol.ts';
import { SYNCED_TABLES, type SyncedRows, type SyncedTable } from '../contract/tables.ts';
import type { Change, Row } from '../domain/change.ts';
import type { StampClock } from '../domain/stamp.ts';
import { guardVersion } from './connection.ts';
import { type Environment, systemEnvironment } from './environment.ts';
import type { NoticeMarks } from './notices.ts';
import type { Reports } from './reports.ts';

/**
 * A change's life: `queued` until the server has decided it. Where it was refused it is `rejected` until the
 * person has decided; otherwise it stays until the feed has brought its effect back, and `Meta.acknowledged`
 * knows of it by its number: a batch is settled with one small write, whatever its length.
 */
export type ChangeState = 'queued' | 'rejected';

export type PendingChange = Change & {
  /** The device's own number: rising, never used twice, not even after a deletion. */
  seq: number;
  state: ChangeState;
  /** When it was made, in milliseconds by this device's clock; for "waiting since". */
  made_at: number;
  /** For `rejected`: why; see REJECTION_CODES. */
  code?: string;
  detail?: string | null;
};

/** What the server last said of a row that has changes in the outbox (law 2). */
export interface Base {
  table: string;
  row: string;
  /** `null` where the server has not had the row. */
  value: Row | null;
  /** The server has taken the row away; the person's changes still stand on what it was. */
  gone: boolean;
}

/** All changes from the last acknowledgement on up to number `through` are decided; `xid` is the transaction. */
export interface Acknowledgement {
  through: number;
  xid: string;
}

/** Facts about this database, one entry each. */
export interface Meta {
  device: { id: string; name: string };
  /** `offset` is the server's clock minus this device's, in milliseconds. */
  clock: StampClock & { offset: number };
  cursor: Cursor | null;
  /** What the server has decided and the feed has not brought back yet, by rising number. */
  acknowledged: Acknowledgement[];
  /** The database that acknowledged changes come from: in another one they may be lost (law 6). */
  incarnation: string;
  /** When the feed was last read to its end, in milliseconds by this device's clock. */
  lastSyncAt: number | null;
  /** A resync from scratch is under way: rows that it does not bring are taken away at its end. */
  resyncing: boolean;
  /** What the cloud last said of this person's feature flags, by name. */
  flags: Record<string, boolean>;
  /** What this device tells admins of its drains. */
  reports: Reports;
  /** When this device last compared itself with the cloud, and when it last had to be brought in line. */
  selfCheck: { checked_at: number; repaired_at: number | null };
  /** What the person knows of the notices of each kind. */
  notices: Record<string, NoticeMarks>;
}

/** Raise it with every table or index that is added. No app but the ones that know it opens the database then. */
const SCHEMA_VERSION = 3;

/** The tables of one person's database: all of them, or those of one transaction. */
export class Tables {
  constructor(private readonly find: (name: string) => Table) {}

  get outbox(): Table<PendingChange, number, Omit<PendingChange, 'seq'>> {
    return this.find('outbox');
  }

  get bases(): Table<Base, [table: string, row: string]> {
    return this.find('bases');
  }

  /** Keys of the rows that the resync under way has brought. */
  get resynced(): Table<{ table: string; row: string }, [table: string, row: string]> {
    return this.find('resynced');
  }

  get meta(): Table<{ key: keyof Meta; value: Meta[keyof Meta] }, keyof Meta> {
    return this.find('meta');
  }

  rows<Name extends SyncedTable>(name: Name): Table<SyncedRows[Name], string> {
    return this.find(name) as Table<SyncedRows[Name], string>;
  }

  /** A synced table as the sync code sees it: rows of any shape. */
  rawRows(name: SyncedTable): Table<Row, string> {
    return this.find(name) as Table<Row, string>;
  }

  async getMeta<Key extends keyof Meta>(key: Key): Promise<Meta[Key] | undefined> {
    return (await this.meta.get(key))?.value as Meta[Key] | undefined;
  }

  async putMeta<Key extends keyof Meta>(key: Key, value: Meta[Key]): Promise<void> {
    await this.meta.put({ key, value });
  }
}

/** Where rows are read from: a database, or one transaction on it. */
export type RowSource = Pick<Tables, 'rows'>;

export type TableName = SyncedTable | 'outbox' | 'bases' | 'resynced' | 'meta';

export const SYNCED_TABLE_NAMES = Object.keys(SYNCED_TABLES) as SyncedTable[];

/**
 * Everything that one person has on this device. One database a person, so that signing out or in as
 * somebody else touches nobody's work (law 12).
 */
export class CadenceDatabase extends Dexie {
  declare readonly outbox: Tables['outbox'];
  declare readonly bases: Tables['bases'];
  declare readonly resynced: Tables['resynced'];
  declare readonly meta: Tables['meta'];
  private readonly free = new Tables((name) => this.table(name));
  /** How this tab's app and the database stand to each other. */
  readonly connection = guardVersion(this, SCHEMA_VERSION);

  /** @param options where the database lives, for tests; the browser's own IndexedDB otherwise. */
  constructor(
    readonly userId: string,
    options?: DexieOptions,
    readonly environment: Environment = systemEnvironment,
  ) {
    super(databaseName(userId), options);
    this.version(SCHEMA_VERSION)
      .stores({
        ...Object.fromEntries(
          Object.entries(SYNCED_TABLES).map(([name, { indexes }]) => [name, indexes ? `id, ${indexes}` : 'id']),
        ),
        outbox: '++seq, [table+row], [state+seq]',
        bases: '[table+row]',
        resynced: '[table+row]',
        meta: 'key',
      })
      // Of a table that it did not know, the device has read past rows: it reads the feed from its beginning.
      .upgrade((transaction) => transaction.table('meta').delete('cursor'));
  }

  /**
   * Does `work` in one transaction on the named tables. It uses the tables that it is handed, which belong
   * to the transaction by themselves: after an `await` of a native promise Dexie may not know any more which
   * transaction is meant, and what is then asked of the database itself happens outside of it.
   */
  atomically<Result>(
    mode: 'r' | 'rw',
    names: readonly TableName[],
    work: (tables: Tables) => Promise<Result>,
  ): Promise<Result> {
    return this.transaction(mode, names, (transaction) => work(new Tables((name) => transaction.table(name))));
  }

  rows<Name extends SyncedTable>(name: Name): Table<SyncedRows[Name], string> {
    return this.free.rows(name);
  }

  rawRows(name: SyncedTable): Table<Row, string> {
    return this.free.rawRows(name);
  }

  getMeta<Key extends keyof Meta>(key: Key): Promise<Meta[Key] | undefined> {
    return this.free.getMeta(key);
  }
}

const databaseName = (userId: string): string => `cadence-${userId}`;

/** Removes a person's data from this device for good. */
export const deleteDatabase = (userId: string): Promise<void> => Dexie.delete(databaseName(userId));
