import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test, vi } from 'vitest';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { countPending } from '../../../src/store/outbox.ts';
import { createLead } from '../../../src/data/leads/leads.ts';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { watchQuery } from '../../../src/store/watch-query.ts';

const open = (user = 'a') => new CadenceDatabase(user, { indexedDB: new IDBFactory(), IDBKeyRange });
const log = (db: CadenceDatabase) => createActivity(db, { type: 'call', title: 'Call', date: '2026-11-21' });
const unexpected = (error: unknown) => {
  throw error;
};

describe('watching a query', () => {
  test('returns the result after the last write, also of a query that reads in several steps', async () => {
    const db = open();
    let seen: unknown;
    const stop = watchQuery(
      db,
      async (live) => {
        const pending = await countPending(live);
        const device = (await live.getMeta('device'))?.id;
        return { pending, hasDevice: device !== undefined };
      },
      (result) => (seen = result),
      unexpected,
    );
    await log(db);
    await log(db);
    await vi.waitFor(() => {
      expect(seen).toEqual({ pending: 2, hasDevice: true });
    });
    stop();
  });

  test('continues after the query has failed', async () => {
    const db = open();
    const failures: unknown[] = [];
    let seen = 0;
    let isBroken = true;
    const stop = watchQuery(
      db,
      async (live) => {
        if (isBroken) throw new Error('broken');
        return countPending(live);
      },
      (pending) => (seen = pending),
      (error) => failures.push(error),
    );
    await vi.waitFor(() => {
      expect(failures).toHaveLength(1);
    });
    isBroken = false;
    await log(db);
    await vi.waitFor(() => {
      expect(seen).toBe(1);
    });
    stop();
  });

  test('runs the query again for writes to what it reads, and not for others', async () => {
    const db = open();
    let request = 0;
    const stop = watchQuery(
      db,
      async (live) => {
        request += 1;
        return [await live.rows('program_activities').count(), await live.getMeta('device')];
      },
      () => undefined,
      unexpected,
    );
    await vi.waitFor(() => {
      expect(request).toBe(1);
    });
    await createLead(db, { name: 'Ada' });
    await vi.waitFor(() => {
      expect(request).toBe(2);
    });
    await db.rows('submissions').clear();
    await db.rows('program_activities').clear();
    await vi.waitFor(() => {
      expect(request).toBe(3);
    });
    stop();
  });

  test('reports nothing after it is stopped, and nothing of another person’s database', async () => {
    const db = open('watched');
    const other = open('not watched');
    await Promise.all([db.open(), other.open()]);
    const seen: number[] = [];
    const stop = watchQuery(db, countPending, (pending) => seen.push(pending), unexpected);
    await vi.waitFor(() => {
      expect(seen).toEqual([0]);
    });
    await log(other);
    await countPending(db);
    expect(seen).toEqual([0]);
    stop();
    await log(db);
    await countPending(db);
    expect(seen).toEqual([0]);
  });
});

describe('many transactions that start together on a database that is being opened', () => {
  test('are isolated from each other', async () => {
    const db = open();
    const counts = await Promise.all([
      countPending(db),
      db.getMeta('cursor'),
      countPending(db),
      log(db),
      countPending(db),
      log(db),
    ]);
    expect(counts[0]).toBe(0);
    expect(await countPending(db)).toBe(2);
  });
});
