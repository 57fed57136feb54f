import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLead, getLeads } from '../../../src/data/leads/leads.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { createReliableStorage, type LocalStorageFault } from '../../../src/store/local-storage.ts';
import { diagnoseStorageError, storageErrorCode } from '../../../src/store/storage-error.ts';
import { dismissLostChanges, rememberUnsentCount } from '../../../src/store/unsent-count.ts';

const USER = '0190a1b2-0000-7000-8000-0000000000f1';

const error = (name: string, message = '') => new DOMException(message, name);
const wrapped = (name: string, inner: unknown) => Object.assign(new Error(name), { name, inner });

const setFreeSpace = (free: number | null) => {
  const storage =
    free === null ? undefined : { estimate: () => Promise.resolve({ usage: 1_000, quota: 1_000 + free }) };
  vi.stubGlobal('navigator', { storage });
};

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('an error of the storage', () => {
  test.each([
    ['full', error('QuotaExceededError')],
    ['full', error('UnknownError', 'Quota exceeded')],
    ['full', error('UnknownError', 'The disk is full')],
    ['full', error('NS_ERROR_FILE_NO_DEVICE_SPACE')],
    ['full', wrapped('AbortError', error('QuotaExceededError'))],
    ['full', wrapped('OpenFailedError', wrapped('AbortError', error('QuotaExceededError')))],
    ['full', Object.assign(new Error('bulk'), { name: 'BulkError', failures: [error('QuotaExceededError')] })],
    ['unavailable', error('SecurityError')],
    [
      'unavailable',
      error('InvalidStateError', 'A mutation operation was attempted on a database that did not allow mutations.'),
    ],
    ['unavailable', wrapped('OpenFailedError', error('SecurityError', 'The operation is insecure.'))],
    ['unavailable', wrapped('MissingAPIError', null)],
    ['closed', error('InvalidStateError', 'The database connection is closing.')],
    ['closed', error('UnknownError', 'Connection to Indexed Database server lost. Refresh the page to try again')],
    ['closed', wrapped('DatabaseClosedError', null)],
    ['unreadable', error('UnknownError', 'Internal error opening backing store for indexedDB.open.')],
    ['unreadable', wrapped('OpenFailedError', error('DataError'))],
    [null, new Error('x is undefined')],
    [null, new TypeError('failed')],
    [null, 'text'],
    [null, undefined],
  ])('is %s: %s', (code, cause) => {
    expect(storageErrorCode(cause)).toBe(code);
  });

  test.each([
    [0, 'full'],
    [1_000_000, 'full'],
    [1_000_000_000, 'unreadable'],
    [null, 'unreadable'],
  ])('without a name, with %s bytes free, is %s', async (free, code) => {
    setFreeSpace(free);
    const cause = wrapped(
      'OpenFailedError',
      error('UnknownError', 'Internal error opening backing store for indexedDB.open.'),
    );
    expect(await diagnoseStorageError(cause)).toBe(code);
  });
});

describe('localStorage', () => {
  /** One in memory that stores nothing of more than `limit` characters. */
  const browserStorage = (limit: number): Storage => {
    const entries: Record<string, string> = {};
    return new Proxy(entries as unknown as Storage, {
      get: (_target, name) => {
        switch (name) {
          case 'getItem':
            return (key: string) => entries[key] ?? null;
          case 'setItem':
            return (key: string, value: string) => {
              if (value.length > limit) throw error('QuotaExceededError');
              entries[key] = value;
            };
          case 'removeItem':
            return (key: string) => Reflect.deleteProperty(entries, key);
          default:
            return undefined;
        }
      },
    });
  };
  const open = (real: Storage | null) => {
    const faults: LocalStorageFault[] = [];
    return { storage: createReliableStorage(real, (fault) => faults.push(fault)), faults };
  };

  test('that works is used as it is', () => {
    const real = browserStorage(100);
    const { storage, faults } = open(real);
    storage.setItem('a', '1');
    expect([storage.getItem('a'), real.getItem('a'), storage.length, storage.key(0)]).toEqual(['1', '1', 1, 'a']);
    expect(Object.keys(storage)).toEqual(['a']);
    storage.removeItem('a');
    expect([storage.getItem('a'), storage.length, faults]).toEqual([null, 0, []]);
  });

  test('that is full keeps until the page closes what it does not store, and says so', () => {
    const real = browserStorage(3);
    real.setItem('draft', 'old');
    const { storage, faults } = open(real);
    storage.setItem('draft', 'a long text');
    expect([storage.getItem('draft'), real.getItem('draft'), faults]).toEqual(['a long text', 'old', ['full']]);
    storage.setItem('draft', 'new');
    expect([storage.getItem('draft'), real.getItem('draft')]).toEqual(['new', 'new']);
    storage.setItem('draft', 'a long text');
    storage.removeItem('draft');
    expect([storage.getItem('draft'), Object.keys(storage)]).toEqual([null, []]);
  });

  test('that is blocked works until the page closes', () => {
    const { storage, faults } = open(null);
    storage.setItem('a', '1');
    expect([storage.getItem('a'), Object.keys(storage), storage.length, faults]).toEqual(['1', ['a'], 1, ['blocked']]);
    storage.clear();
    expect(storage.length).toBe(0);
  });
});

describe('a database', () => {
  const openApp = (factory: IDBFactory) => new CadenceDatabase(USER, { indexedDB: factory, IDBKeyRange });

  test('that the browser cleared says how many unsent changes were lost, until that is dismissed', async () => {
    vi.stubGlobal(
      'localStorage',
      createReliableStorage(null, () => undefined),
    );
    const first = openApp(new IDBFactory());
    await createLead(first, { name: 'Ada' });
    rememberUnsentCount(USER, 3);
    first.close();

    const empty = new IDBFactory();
    const cleared = openApp(empty);
    await cleared.open();
    expect(cleared.lostChanges.getState()).toBe(3);
    await createLead(cleared, { name: 'Bo' });
    rememberUnsentCount(USER, 1);
    cleared.close();

    const reopened = openApp(empty);
    await reopened.open();
    expect(reopened.lostChanges.getState()).toBe(3);
    dismissLostChanges(reopened.lostChanges, USER);
    expect(openApp(empty).lostChanges.getState()).toBe(0);
    reopened.close();
  });

  test('that has its changes, and a new one without any, have lost nothing', async () => {
    vi.stubGlobal(
      'localStorage',
      createReliableStorage(null, () => undefined),
    );
    const factory = new IDBFactory();
    const db = openApp(factory);
    await db.open();
    expect(db.lostChanges.getState()).toBe(0);
    await createLead(db, { name: 'Ada' });
    rememberUnsentCount(USER, 1);
    db.close();
    const again = openApp(factory);
    await again.open();
    expect(again.lostChanges.getState()).toBe(0);
    again.close();
  });

  test('that is deleted while it is open is let go, and not created again', async () => {
    const factory = new IDBFactory();
    const db = openApp(factory);
    await createLead(db, { name: 'Ada' });
    await new Promise((resolve) => {
      factory.deleteDatabase(db.name).onsuccess = resolve;
    });
    expect(db.versionState.getState()).toBe('deleted');
    await expect(getLeads(db)).rejects.toThrow();
    expect(await factory.databases()).toEqual([]);
  });
});
