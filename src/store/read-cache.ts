import type { Dexie } from 'dexie';
import { type CachedList, cachedList, type ListRead } from './cached-list.ts';
import { type CommittedRow, watchCommits, type WrittenTables } from './committed-writes.ts';
import type { CadenceDatabase, TableName } from './database.ts';
import { readTable, type RowRead, RowReader, type RowSource, type StoredRow } from './row-source.ts';

/** More lists than the screens of a session read again; the one that was read longest ago goes. */
const MAX_LISTS = 100;
/** Rows of one table that were read by their key; beyond it they are read again. */
const MAX_ROWS = 2_000;
/** A transaction that writes more rows than this, such as a page of a first sync: reading again is cheaper. */
const MAX_APPLIED = 200;

/** Thrown by a read of something that is not in memory. */
const NOT_CACHED = new Error('not in memory');

/**
 * What live queries have read, kept in memory and up to date: a committed transaction of this tab hands its rows over,
 * so that the queries which run after it read nothing again. What another tab has written is forgotten. A query is
 * answered from memory or by one transaction, never by both, so that the rows it sees belong together.
 */
export class ReadCache {
  private readonly lists = new Map<string, { table: string; list: CachedList }>();
  private readonly rowsByKey = new Map<string, Map<string, StoredRow | undefined>>();
  private readonly listeners = new Set<(tables: WrittenTables) => void>();
  private readonly startWatching: () => () => void;
  private stopWatching: (() => void) | undefined;
  /** Raised by every write: what was being read meanwhile may be older. */
  private version = 0;

  constructor(db: Dexie) {
    this.startWatching = watchCommits(db, {
      onCommit: (rows, unknown) => {
        this.apply(rows, unknown);
      },
      onWrite: (tables, isOwn) => {
        if (!isOwn) this.forget(tables);
        for (const listener of [...this.listeners]) listener(tables);
      },
    });
    db.on('close', () => {
      this.forget('all');
    });
    this.rows = new RowReader(async (read) => {
      const remember = this.rememberSince();
      return this.find(read) ?? remember(read, await readTable((name) => db.table(name), read));
    });
  }

  /**
   * Calls `listener` after every committed write in any tab, when the memory knows of it.
   * @returns a function that stops it.
   */
  subscribe(listener: (tables: WrittenTables) => void): () => void {
    this.listeners.add(listener);
    this.stopWatching ??= this.startWatching();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.stopWatching?.();
      this.stopWatching = undefined;
      this.forget('all');
    };
  }

  /** Single reads: each from memory, or else from the database. */
  readonly rows: RowReader;

  /**
   * Runs `work`, which only reads, on the memory; where that lacks something, again in one transaction on the named
   * tables.
   */
  async read<Result>(
    db: CadenceDatabase,
    names: readonly TableName[],
    work: (source: RowSource) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work(this.memory);
    } catch (error) {
      if (error !== NOT_CACHED) throw error;
    }
    const remember = this.rememberSince();
    return db.inTransaction('r', names, (tables) =>
      work(new RowReader(async (read) => remember(read, await tables.run(read)))),
    );
  }

  // Asynchronous, so that what is not in memory rejects as any failed read does.
  // eslint-disable-next-line @typescript-eslint/require-await
  private readonly memory = new RowReader(async (read) => {
    const rows = this.find(read);
    if (!rows) throw NOT_CACHED;
    return rows;
  });

  private find(read: RowRead): (StoredRow | undefined)[] | undefined {
    return 'keys' in read ? this.findRows(read.table, read.keys) : this.findList(read);
  }

  private findRows(table: string, keys: readonly string[]): (StoredRow | undefined)[] | undefined {
    const known = this.rowsByKey.get(table);
    return known && keys.every((key) => known.has(key)) ? keys.map((key) => known.get(key)) : undefined;
  }

  private findList(read: ListRead): StoredRow[] | undefined {
    const key = JSON.stringify(read);
    const known = this.lists.get(key);
    if (!known) return undefined;
    this.lists.delete(key);
    this.lists.set(key, known);
    return [...known.list.rows];
  }

  /**
   * What remembers reads that are begun from now on, and returns their rows. Those that a write came after may be older
   * than it. Without a listener nothing is known of writes, and nothing is remembered.
   */
  private rememberSince() {
    const { version } = this;
    return (read: RowRead, rows: (StoredRow | undefined)[]): (StoredRow | undefined)[] => {
      if (!this.stopWatching || this.version !== version) return rows;
      if ('keys' in read) this.rememberRows(read.table, read.keys, rows);
      else this.rememberList(read, rows as StoredRow[]);
      return rows;
    };
  }

  private rememberRows(table: string, keys: readonly string[], rows: readonly (StoredRow | undefined)[]): void {
    const known = this.rowsByKey.get(table) ?? new Map<string, StoredRow | undefined>();
    if (known.size + rows.length > MAX_ROWS) known.clear();
    for (const [index, key] of keys.entries()) known.set(key, rows[index]);
    this.rowsByKey.set(table, known);
  }

  private rememberList(read: ListRead, rows: readonly StoredRow[]): void {
    // Whoever has read them may sort their list.
    this.lists.set(JSON.stringify(read), { table: read.table, list: cachedList(read, [...rows]) });
    const [oldest] = this.lists.keys();
    if (this.lists.size > MAX_LISTS && oldest !== undefined) this.lists.delete(oldest);
  }

  private apply(written: readonly CommittedRow[], unknown: ReadonlySet<string>): void {
    this.version += 1;
    if (written.length > MAX_APPLIED) this.forget(new Set(written.map(({ table }) => table)));
    this.forget(unknown);
    for (const change of written) this.applyRow(change);
  }

  private applyRow({ table, key, row }: CommittedRow): void {
    const known = this.rowsByKey.get(table);
    const lists = [...this.lists].filter(([, entry]) => entry.table === table);
    if (!known?.has(key) && lists.length === 0) return;
    // As IndexedDB does it: what the writer still has is not what is stored.
    const stored = row && structuredClone(row);
    if (known?.has(key)) known.set(key, stored ?? undefined);
    for (const [name, { list }] of lists) if (!list.apply(key, stored)) this.lists.delete(name);
  }

  private forget(tables: WrittenTables): void {
    this.version += 1;
    const isForgotten = (table: string): boolean => tables === 'all' || tables.has(table);
    for (const table of [...this.rowsByKey.keys()]) if (isForgotten(table)) this.rowsByKey.delete(table);
    for (const [name, { table }] of [...this.lists]) if (isForgotten(table)) this.lists.delete(name);
  }
}
