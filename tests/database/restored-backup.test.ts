import { createTransferLimits } from '../../src/sync/transfer-limit.ts';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTransport } from '../../src/api/sync-transport.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { createActivity, deleteActivity, updateActivity } from '../../src/data/activities/activities.ts';
import { CadenceDatabase } from '../../src/store/database.ts';
import { runSyncCycle } from '../../src/sync/cycle.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { defined } from '../fixtures/defined.ts';

let backend: TestBackend;
let rep: Account;

beforeAll(async () => {
  backend = await startBackend();
  rep = await backend.signUp();
});
afterAll(() => backend.close());

/** A device of the rep, with the real engine. */
const newDevice = () => {
  const db = new CadenceDatabase(rep.id, { indexedDB: new IDBFactory(), IDBKeyRange });
  const transport = createTransport({
    url: 'http://localhost',
    publishableKey: LOCAL_PUBLISHABLE_KEY,
    accessToken: () => Promise.resolve(rep.token),
    fetch: async (url, init) => backend.fetch(new Request(url, init)),
  });
  const context = {
    db,
    transport,
    environment: db.environment,
    appVersion: 'test',
    transferLimits: createTransferLimits(),
    onProgress: () => undefined,
  };
  const sync = () => runSyncCycle(context);
  const log = async (title: string) => (await createActivity(db, { type: 'call', title, date: '2026-03-02' })).id;
  const titles = async () => (await db.rows('program_activities').toArray()).map(({ title }) => title).sort();
  return { db, sync, log, titles };
};

const storedTitles = async () =>
  (
    await backend.sql<{ title: string }>(
      'select title from public.program_activities where user_id = $1 order by title',
      rep.id,
    )
  ).map(({ title }) => title);

const backUp = async (): Promise<Blob> => defined(await backend.dump(), 'backup');

/** Puts a backup in the place of the database, as an operator does who forgets to say so. */
const restore = async (backup: Blob): Promise<void> => {
  await backend.close();
  backend = await startBackend('memory://', { backup });
};

describe('a database that was restored from a backup', () => {
  test('gets back rows, edits and deletes from any device that has them', async () => {
    const [phone, laptop] = [newDevice(), newDevice()];
    const edited = await phone.log('edited before');
    const deleted = await phone.log('deleted');
    await phone.sync();
    const backup = await backUp();

    await phone.log('logged since');
    await updateActivity(phone.db, edited, { title: 'edited since' });
    await deleteActivity(phone.db, deleted);
    await phone.sync();
    await laptop.sync();
    expect(await laptop.titles()).toEqual(['edited since', 'logged since']);

    await restore(backup);
    expect(await storedTitles()).toEqual(['deleted', 'edited before']);
    // The phone that wrote it all is lost: the laptop has only read it.
    await laptop.sync();
    expect(await storedTitles()).toEqual(['edited since', 'logged since']);
    expect(await laptop.titles()).toEqual(['edited since', 'logged since']);
    await phone.sync();
    expect(await phone.titles()).toEqual(['edited since', 'logged since']);
    expect(await phone.db.outbox.count()).toBe(0);
  });

  test('is right where the operator says so: devices keep what it lacks for the person to decide', async () => {
    const phone = newDevice();
    const id = await phone.log('before');
    await phone.sync();
    const backup = await backUp();
    await updateActivity(phone.db, id, { title: 'since' });
    await phone.sync();

    await restore(backup);
    await backend.sql("select private.set_recovery('discard')");
    await phone.sync();
    expect(await phone.titles()).toContain('since');
    expect(await phone.db.outbox.toArray()).toMatchObject([{ row: id, state: 'rejected', code: 'not_in_backup' }]);
    expect(await storedTitles()).toContain('before');
    await expect(backend.sql("select private.set_recovery('forget')")).rejects.toMatchObject({ code: '23514' });
  });
});
