import Dexie, { type DBCore, type DBCoreMutateRequest, type ObservabilitySet } from 'dexie';
import type { StoredRow } from './row-source.ts';

/** A row that a committed transaction has stored or deleted, by its primary key. */
export interface CommittedRow {
  table: string;
  key: string;
  row: StoredRow | null;
}

export type WrittenTables = ReadonlySet<string> | 'all';

interface CommitHandlers {
  /** Whether so many rows of a table are of use: those of others are not recorded. */
  takesRows: (table: string, count: number) => boolean;
  /**
   * A transaction of this database object has been committed. Of `unknownTables` not every row that it stored is known.
   */
  onCommit: (rows: readonly CommittedRow[], unknownTables: ReadonlySet<string>) => void;
  /** After each committed write in any tab. `isOwn`: `onCommit` was called for it just before. */
  onWrite: (tables: WrittenTables, isOwn: boolean) => void;
}

/** @returns a function that begins to call the handlers, which returns one that ends it. */
export const watchCommits = (db: Dexie, handlers: CommitHandlers): (() => () => void) => {
  let isWatching = false;
  const own = new WeakSet<ObservabilitySet>();
  db.use({
    stack: 'dbcore',
    name: 'committed-writes',
    create: (core) =>
      recordWrites(
        core,
        (table, count) => isWatching && handlers.takesRows(table, count),
        (transaction, { rows, unknownTables }) => {
          if (!isWatching) return;
          handlers.onCommit(rows, unknownTables);
          // What Dexie tells everybody about this transaction, right after this.
          const { mutatedParts } = transaction as { mutatedParts?: ObservabilitySet };
          if (mutatedParts) own.add(mutatedParts);
        },
      ),
  });
  const onStorageMutated = (parts: ObservabilitySet): void => {
    const tables = writtenTables(db.name, parts);
    if (tables === 'all' || tables.size > 0) handlers.onWrite(tables, own.has(parts));
  };
  return () => {
    isWatching = true;
    Dexie.on('storagemutated', onStorageMutated);
    return () => {
      isWatching = false;
      Dexie.on.storagemutated.unsubscribe(onStorageMutated);
    };
  };
};

const writtenTables = (database: string, parts: ObservabilitySet): WrittenTables => {
  const prefix = `idb://${database}/`;
  const names = Object.keys(parts);
  if (names.includes('all')) return 'all';
  return new Set(
    names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length).split('/')[0] ?? ''] : [])),
  );
};

interface Recorder {
  rows: CommittedRow[];
  unknownTables: Set<string>;
}

const recordWrites = (
  core: DBCore,
  takesRows: CommitHandlers['takesRows'],
  onCommit: (transaction: object, recorder: Recorder) => void,
): DBCore => {
  const recorders = new WeakMap<object, Recorder>();
  return {
    ...core,
    transaction: (...parameters) => {
      const transaction = core.transaction(...parameters);
      if (parameters[1] === 'readwrite') {
        const recorder: Recorder = { rows: [], unknownTables: new Set() };
        recorders.set(transaction, recorder);
        // Registered before Dexie's own, which tells the live queries.
        (transaction as IDBTransaction).addEventListener('complete', () => {
          onCommit(transaction, recorder);
        });
      }
      return transaction;
    },
    table: (name) => {
      const table = core.table(name);
      return {
        ...table,
        mutate: async (request) => {
          const recorder = recorders.get(request.trans);
          const changed = changedRows(table.schema.primaryKey.keyPath, request);
          // What is not kept now may be read before this is committed.
          if (recorder && changed && takesRows(name, recorder.rows.length + changed.length))
            // One by one: the end of a resync may delete more rows than a call takes arguments.
            for (const { key, row } of changed) recorder.rows.push({ table: name, key, row: copyOf(row) });
          else recorder?.unknownTables.add(name);
          try {
            const response = await table.mutate(request);
            if (response.numFailures > 0) recorder?.unknownTables.add(name);
            return response;
          } catch (error) {
            // The transaction may be committed all the same, without this.
            recorder?.unknownTables.add(name);
            throw error;
          }
        },
      };
    },
  };
};

/** `null` where the request does not say which rows it changes, or how. */
const changedRows = (
  keyPath: string | string[] | null,
  request: DBCoreMutateRequest,
): Omit<CommittedRow, 'table'>[] | null => {
  if (typeof keyPath !== 'string' || request.type === 'deleteRange') return null;
  if (request.type === 'delete') return request.keys.map((key: unknown) => ({ key: String(key), row: null }));
  if (request.type === 'put' && request.updates) return null;
  return request.values.map((row: StoredRow) => ({ key: String(row[keyPath]), row }));
};

/** As IndexedDB does it: the caller may go on to change what it has. */
const copyOf = (row: StoredRow | null): StoredRow | null => row && Object.freeze(structuredClone(row));
