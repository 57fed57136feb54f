import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { watchDatabaseVersion } from '../../../src/store/version-state.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { createLead, getLeads } from '../../../src/data/leads/leads.ts';

const USER = '0190a1b2-0000-7000-8000-0000000000c1';
const factory = new IDBFactory();
const opened: { close: () => void }[] = [];

const openApp = (): CadenceDatabase => {
  const db = new CadenceDatabase(USER, { indexedDB: factory, IDBKeyRange });
  opened.push(db);
  return db;
};

/** A tab whose app has schema version `version`; `yields`: it lets go when a newer one asks. */
const openOther = (version: number, { yields = true } = {}): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = factory.open(`cadence-${USER}`, version * 10);
    request.onerror = () => reject(new Error(String(request.error)));
    request.onsuccess = () => {
      const other = request.result;
      opened.push(other);
      if (yields) {
        other.onversionchange = () => {
          other.close();
        };
      }
      resolve(other);
    };
  });

const versionNow = async (): Promise<number | undefined> =>
  (await factory.databases()).find(({ name }) => name === `cadence-${USER}`)?.version;

afterEach(async () => {
  vi.restoreAllMocks();
  for (const each of opened.splice(0)) each.close();
  await new Promise((resolve) => {
    factory.deleteDatabase(`cadence-${USER}`).onsuccess = resolve;
  });
});

describe('a tab of an older version', () => {
  test('releases the database to a newer one at once, and no longer reads or writes', async () => {
    const db = openApp();
    await createLead(db, { name: 'Ada' });
    await openOther(99);
    expect(db.versionState.getState()).toBe('outdated');
    await expect(getLeads(db)).rejects.toThrow();
    await expect(createLead(db, { name: 'Bo' })).rejects.toThrow();
    expect(await versionNow()).toBe(990);
  });

  test('that is opened after a newer one neither reads nor writes, and does not block it', async () => {
    // Dexie says that it misses tables, and makes them.
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const openNewer = () => {
      const newer = new Dexie(`cadence-${USER}`, { indexedDB: factory, IDBKeyRange });
      opened.push(newer);
      newer.version(99).stores({ outbox: '++seq', submissions: null, notes: 'id' });
      return { newer, connection: watchDatabaseVersion(newer, 99) };
    };
    const { newer: first } = openNewer();
    await first.table('notes').add({ id: 'a' });
    first.close();

    const db = openApp();
    await expect(createLead(db, { name: 'Ada' })).rejects.toThrow();
    expect(db.versionState.getState()).toBe('outdated');
    await expect(getLeads(db)).rejects.toThrow();
    await expect(db.open()).rejects.toThrow();

    const { newer, connection } = openNewer();
    expect(await newer.table('notes').toArray()).toEqual([{ id: 'a' }]);
    expect(await newer.table('outbox').count()).toBe(0);
    expect(connection.getState()).toBe('usual');
  });
});

describe('a tab of a newer version', () => {
  test('that an older one blocks has the state blocked until that one closes', async () => {
    const older = await openOther(1, { yields: false });
    const db = openApp();
    const lead = createLead(db, { name: 'Ada' });
    await vi.waitFor(() => {
      expect(db.versionState.getState()).toBe('blocked');
    });
    older.close();
    await lead;
    expect(db.versionState.getState()).toBe('usual');
    expect(await getLeads(db)).toMatchObject([{ name: 'Ada' }]);
  });

  test('that no older one blocks never has the state blocked', async () => {
    await openOther(1);
    const db = openApp();
    const said: string[] = [];
    db.versionState.subscribe((connection) => said.push(connection));
    await createLead(db, { name: 'Ada' });
    expect(said.filter((connection) => connection !== 'usual')).toEqual([]);
  });
});

test('two tabs of the same version share the database', async () => {
  const [one, two] = [openApp(), openApp()];
  await createLead(one, { name: 'Ada' });
  await createLead(two, { name: 'Bo' });
  expect(await getLeads(one)).toHaveLength(2);
  expect([one, two].map(({ versionState: connection }) => connection.getState())).toEqual(['usual', 'usual']);
});
