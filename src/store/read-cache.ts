import type { Dexie } from 'dexie';
import { type CachedList, cachedList, type ListRead } from './cached-list.ts';
import { type CommittedRow, watchCommits, type WrittenTables } from './committed-writes.ts';
import type { CadenceDatabase, TableName } from './database.ts';
import { watchReturns } from './page-returns.ts';
import { readTable, type RowRead, RowReader, type RowSource, type StoredRow } from './row-source.ts';

/** More lists than the screens of a session read again; the one that was read longest ago goes. */
const MAX_LISTS = 500;
/** Rows of one table that were read by their key; beyond it they are read again. */
const MAX_ROWS = 2_000;
/** Written rows of a transaction times rows in the lists of a table. Beyond it, as for a page of a first sync, reading again is cheaper. */
const MAX_APPLIED = 100_000;

/** Thrown by a read of something that is not in memory. */
const NOT_CACHED = new Error('not in memory');

/**
 * What live queries have read, kept in memory and up to date: a committed transaction of this tab hands its rows over,
 * so that the queries which run after it read nothing again. What another tab has written is forgotten.
 *
 * A tab that ends right after a commit may never tell of it. Whoever is answered from memory for the first time
 * therefore reads the database afterwards (`watchQuery`), and everything is read again when the person returns to the
 * page.
 */
export class ReadCache {
  private readonly lists = new Map<string, { table: string; list: CachedList }>();
  private readonly rows = new Map<string, Map<string, StoredRow | undefined>>();
  private readonly listeners = new Set<(tables: WrittenTables) => void>();
  private readonly startWatching: () => () => void;
  private stopWatching: (() => void) | undefined;
  /** Raised by every write: what was being read meanwhile may be older. */
  private version = 0;

  constructor(private readonly db: Dexie) {
    const onWrite = (tables: WrittenTables, isOwn: boolean): void => {
      if (!isOwn) this.forget(tables);
      for (const listener of [...this.listeners]) listener(tables);
    };
    const watchWrites = watchCommits(db, {
      takesRows: (table, count) => this.takesRows(table, count),
      onCommit: (written, unknownTables) => {
        this.apply(written, unknownTables);
      },
      onWrite,
    });
    this.startWatching = () => {
      const stops = [
        watchWrites(),
        watchReturns(() => {
          onWrite('all', false);
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    };
    db.on('close', () => {
      this.forget('all');
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

  /** A read from memory; `undefined` where it is not there. */
  find(read: RowRead): (StoredRow | undefined)[] | undefined {
    return 'keys' in read ? this.findRows(read.table, read.keys) : this.findList(read);
  }

  /** A read from the database, which is remembered. */
  async load(read: RowRead): Promise<(StoredRow | undefined)[]> {
    const { version } = this;
    return this.remember(read, await readTable((name) => this.db.table(name), read), version);
  }

  /**
   * Runs `work`, which only reads, on the memory alone; rejects with what `isNotCached` accepts where that lacks
   * something.
   */
  readMemory<Result>(names: readonly TableName[], work: (source: RowSource) => Promise<Result>): Promise<Result> {
    return work(
      // Asynchronous, so that what is not in memory rejects as any failed read does.
      // eslint-disable-next-line @typescript-eslint/require-await
      new RowReader(async (read) => {
        if (!names.includes(read.table)) throw new Error(`"${read.table}" is not among the tables of this read`);
        const rows = this.find(read);
        if (!rows) throw NOT_CACHED;
        return rows;
      }),
    );
  }

  /** Runs `work`, which only reads, in one transaction on the named tables, and remembers what it reads. */
  readStored<Result>(
    db: CadenceDatabase,
    names: readonly TableName[],
    work: (source: RowSource) => Promise<Result>,
  ): Promise<Result> {
    const { version } = this;
    return db.inTransaction('r', names, (tables) =>
      work(new RowReader(async (read) => this.remember(read, await tables.run(read), version))),
    );
  }

  private findRows(table: string, keys: readonly string[]): (StoredRow | undefined)[] | undefined {
    const known = this.rows.get(table);
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
   * Remembers `rows`, of a read that was begun at `version`: those that a write came after may be older than it. Without
   * a listener nothing is known of writes, and nothing is remembered.
   */
  private remember(read: RowRead, rows: (StoredRow | undefined)[], version: number): (StoredRow | undefined)[] {
    if (!this.stopWatching || this.version !== version) return rows;
    for (const row of rows) Object.freeze(row);
    if ('keys' in read) this.rememberRows(read.table, read.keys, rows);
    else this.rememberList(read, rows as StoredRow[]);
    return rows;
  }

  private rememberRows(table: string, keys: readonly string[], rows: readonly (StoredRow | undefined)[]): void {
    const known = this.rows.get(table) ?? new Map<string, StoredRow | undefined>();
    if (known.size + rows.length > MAX_ROWS) known.clear();
    for (const [index, key] of keys.entries()) known.set(key, rows[index]);
    this.rows.set(table, known);
  }

  private rememberList(read: ListRead, rows: readonly StoredRow[]): void {
    // Whoever has read them may sort their list.
    this.lists.set(JSON.stringify(read), { table: read.table, list: cachedList(read, [...rows]) });
    const [oldest] = this.lists.keys();
    if (this.lists.size > MAX_LISTS && oldest !== undefined) this.lists.delete(oldest);
  }

  private listsOf(table: string): [string, { list: CachedList }][] {
    return [...this.lists].filter(([, entry]) => entry.table === table);
  }

  private takesRows(table: string, count: number): boolean {
    const lists = this.listsOf(table);
    const listed = lists.reduce((sum, [, { list }]) => sum + list.rows.length, 0);
    return (this.rows.has(table) || lists.length > 0) && count * listed <= MAX_APPLIED;
  }

  private apply(written: readonly CommittedRow[], unknownTables: ReadonlySet<string>): void {
    this.forget(unknownTables);
    for (const table of new Set(written.map((change) => change.table))) {
      const lists = this.listsOf(table);
      const known = this.rows.get(table);
      for (const { key, row } of written.filter((change) => change.table === table)) {
        if (known?.has(key)) known.set(key, row ?? undefined);
        for (const [name, { list }] of lists) if (!list.apply(key, row)) this.lists.delete(name);
      }
    }
  }

  private forget(tables: WrittenTables): void {
    this.version += 1;
    const isForgotten = (table: string): boolean => tables === 'all' || tables.has(table);
    for (const table of [...this.rows.keys()]) if (isForgotten(table)) this.rows.delete(table);
    for (const [name, { table }] of [...this.lists]) if (isForgotten(table)) this.lists.delete(name);
  }
}

/** Whether a read failed since something was not in memory. */
export const isNotCached = (error: unknown): boolean => error === NOT_CACHED;
