import Dexie, { type DBCore, type DBCoreMutateRequest, type ObservabilitySet } from 'dexie';

/** A row that a committed transaction has stored or deleted, by its primary key. */
export interface CommittedRow {
  table: string;
  key: string;
  row: Readonly<Record<string, unknown>> | null;
}

export type WrittenTables = ReadonlySet<string> | 'all';

interface CommitHandlers {
  /** A transaction of this database object has been committed. `unknown`: tables of which not every row is known. */
  onCommit: (rows: readonly CommittedRow[], unknown: ReadonlySet<string>) => void;
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
        () => isWatching,
        (transaction, rows, unknown) => {
          handlers.onCommit(rows, unknown);
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

const recordWrites = (
  core: DBCore,
  isWatching: () => boolean,
  onCommit: (transaction: object, rows: readonly CommittedRow[], unknown: ReadonlySet<string>) => void,
): DBCore => {
  const recorders = new WeakMap<object, { rows: CommittedRow[]; unknown: Set<string> }>();
  return {
    ...core,
    transaction: (...parameters) => {
      const transaction = core.transaction(...parameters);
      if (parameters[1] === 'readwrite' && isWatching()) {
        const recorder = { rows: [], unknown: new Set<string>() };
        recorders.set(transaction, recorder);
        // Registered before Dexie's own, which tells the live queries.
        (transaction as IDBTransaction).addEventListener('complete', () => {
          onCommit(transaction, recorder.rows, recorder.unknown);
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
          const rows = recorder && changedRows(name, table.schema.primaryKey.keyPath, request);
          if (rows) recorder.rows.push(...rows);
          else recorder?.unknown.add(name);
          const response = await table.mutate(request);
          if (response.numFailures > 0) recorder?.unknown.add(name);
          return response;
        },
      };
    },
  };
};

/** `null` where the request does not say which rows it changes, or how. */
const changedRows = (
  table: string,
  keyPath: string | string[] | null,
  request: DBCoreMutateRequest,
): CommittedRow[] | null => {
  if (typeof keyPath !== 'string' || request.type === 'deleteRange') return null;
  if (request.type === 'delete') return request.keys.map((key: unknown) => ({ table, key: String(key), row: null }));
  if (request.type === 'put' && request.updates) return null;
  return request.values.map((row: Record<string, unknown>) => ({ table, key: String(row[keyPath]), row }));
};
