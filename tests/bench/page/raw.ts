import { SYNCED_TABLES } from '../../../src/contract/synced-tables.ts';

/** What somebody would write by hand: plain requests to the REST API and plain IndexedDB. */

export interface Session {
  url: string;
  key: string;
  token: string;
}

const headersOf = ({ key, token }: Session) => ({
  apikey: key,
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
});

export const restUpsert = async (session: Session, table: string, rows: readonly object[]): Promise<void> => {
  const response = await fetch(`${session.url}/rest/v1/${table}?on_conflict=id`, {
    method: 'POST',
    headers: { ...headersOf(session), prefer: 'resolution=merge-duplicates,return=minimal' },
    body: JSON.stringify(rows),
  });
  await response.text();
  if (!response.ok) throw new Error(`the upsert answered ${String(response.status)}`);
};

export const restSelect = async (session: Session, query: string): Promise<object[]> => {
  const response = await fetch(`${session.url}/rest/v1/${query}`, { headers: headersOf(session), cache: 'no-store' });
  if (!response.ok) throw new Error(`the query answered ${String(response.status)}`);
  return (await response.json()) as object[];
};

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('an IndexedDB request failed'));
    };
  });

const committed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onerror = () => {
      reject(transaction.error ?? new Error('an IndexedDB transaction failed'));
    };
  });

const STORE = 'program_activities';

/** An empty database of one object store, with the indexes that the app's table has. */
export const openRaw = async (name: string): Promise<IDBDatabase> => {
  await settled(indexedDB.deleteDatabase(name));
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    const store = request.result.createObjectStore(STORE, { keyPath: 'id' });
    for (const index of SYNCED_TABLES[STORE].indexes.split(', ')) store.createIndex(index, index);
  };
  return settled(request);
};

export const putAll = (database: IDBDatabase, rows: readonly object[]): Promise<void> => {
  const transaction = database.transaction(STORE, 'readwrite');
  const store = transaction.objectStore(STORE);
  for (const row of rows) store.put(row);
  return committed(transaction);
};

export const countAll = (database: IDBDatabase): Promise<number> =>
  settled(database.transaction(STORE).objectStore(STORE).count());

export const getAllBetween = (database: IDBDatabase, index: string, from: string, to: string): Promise<unknown[]> =>
  settled(database.transaction(STORE).objectStore(STORE).index(index).getAll(IDBKeyRange.bound(from, to)));
