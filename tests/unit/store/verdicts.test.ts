import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Cursor, PullResponse, Verdict } from '../../../src/contract/protocol.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { storePage } from '../../../src/store/feed.ts';
import {
  countPending,
  getPushBatch,
  getRejectedChanges,
  storeVerdicts,
  getUnsyncedChanges,
} from '../../../src/store/outbox.ts';
import { createActivity, updateActivity } from '../../../src/data/activities/activities.ts';

const USER = '0190a1b2-0000-7000-8000-000000000001';
let db: CadenceDatabase;

beforeEach(() => {
  db = new CadenceDatabase(USER, { indexedDB: new IDBFactory(), IDBKeyRange });
});

const log = (title: string) => createActivity(db, { type: 'call', title, date: '2026-11-21' });
const response = (xid: string, verdicts: Verdict[]) =>
  storeVerdicts(db, { epoch: 'a', xid, server_time: 1, restored: false, token: null, verdicts }, 0);
const applied = (seq: number): Verdict => ({ seq, verdict: 'applied' });
const rejectedVerdict = (seq: number): Verdict => ({ seq, verdict: 'rejected', code: 'invalid_value' });
const queued = async () =>
  (await db.inTransaction('r', ['outbox', 'meta'], (tables) => getPushBatch(tables, 100))).changes.map(
    ({ seq }) => seq,
  );
const kept = async () => (await db.outbox.toArray()).map(({ seq }) => seq);

const pageOf = (page: Partial<PullResponse['tables'][string]>): PullResponse['tables'][string] => ({
  columns: [],
  rows: [],
  timestamps: [],
  gone: [],
  deleted: [],
  ...page,
});

/** A page that ends the feed at `xid` in the database `epoch`, empty unless `content` says otherwise. */
const readTo = async (xid: string, epoch = 'a', remaining = 0, content: Partial<PullResponse> = {}): Promise<void> => {
  const request = (await db.getMeta('cursor')) ?? null;
  const cursor: Cursor = { epoch, xid, table: '', row: '00000000-0000-0000-0000-000000000000' };
  const page: PullResponse = {
    reset: false,
    restored: null,
    token: '1:',
    cursor,
    horizon: xid,
    more: false,
    remaining,
    server_time: 1,
    tables: {},
    ...content,
  };
  expect(await storePage(db, request, page)).toBe('stored');
};

describe('storing the verdicts of a push', () => {
  test('leaves nothing pending, and the visible rows unchanged', async () => {
    await log('one');
    await log('two');
    await response('7', [applied(1), applied(2)]);
    expect([await countPending(db), await queued(), await kept()]).toEqual([0, [], [1, 2]]);
    expect(await db.rows('program_activities').count()).toBe(2);
  });

  test('leaves changes pending that were made while the response was outstanding', async () => {
    await log('one');
    await log('two');
    await response('7', [applied(1)]);
    expect([await countPending(db), await queued()]).toEqual([1, [2]]);
  });

  test('stops before a change that the response does not contain', async () => {
    for (const title of ['one', 'two', 'three']) await log(title);
    await response('7', [applied(1), applied(3)]);
    expect(await queued()).toEqual([2, 3]);
  });

  test('keeps a rejected change among applied ones', async () => {
    for (const title of ['one', 'two', 'three']) await log(title);
    await response('7', [applied(1), rejectedVerdict(2), applied(3)]);
    expect(await queued()).toEqual([]);
    expect(await getRejectedChanges(db)).toMatchObject([{ seq: 2, code: 'invalid_value' }]);
    expect((await getUnsyncedChanges(db)).map(({ seq }) => seq)).toEqual([2]);
  });

  test('ignores a second response to the same push', async () => {
    await log('one');
    await response('7', [applied(1)]);
    await response('9', [rejectedVerdict(1)]);
    expect(await getRejectedChanges(db)).toEqual([]);
    await readTo('8');
    expect(await kept()).toEqual([]);
  });
});

describe('reading the feed after a push', () => {
  test('prunes changes acknowledged before its cursor, but no later, rejected or pending ones', async () => {
    for (const title of ['one', 'two', 'three', 'four']) await log(title);
    await response('7', [applied(1), rejectedVerdict(2)]);
    await response('8', [applied(3)]);
    await readTo('8');
    expect([await kept(), await queued()]).toEqual([[2, 3, 4], [4]]);
    await readTo('9');
    expect([await kept(), await queued()]).toEqual([[2, 4], [4]]);
  });

  test('prunes nothing while there are entries above the horizon', async () => {
    await log('one');
    await response('7', [applied(1)]);
    await readTo('8', 'a', 1);
    expect(await kept()).toEqual([1]);
  });

  test('deletes the server row when all changes of the row are echoed', async () => {
    await log('one');
    await response('7', [applied(1)]);
    await readTo('8');
    expect([await db.serverRows.count(), await db.getMeta('acknowledged')]).toEqual([0, []]);
  });

  test.each(['a page', 'a resync'])(
    'shows no earlier value of an edited row while %s reports it as gone',
    async (origin) => {
      const { id } = await log('one');
      await response('7', [applied(1)]);
      await readTo('8', 'a', 0, {
        tables: { program_activities: pageOf({ columns: ['id', 'title'], rows: [[id, 'one']], timestamps: [{}] }) },
      });
      await updateActivity(db, id, { title: 'two' });
      await response('9', [applied(2)]);
      await updateActivity(db, id, { notes: 'being written' });
      const gone = { tables: { program_activities: pageOf({ gone: [id], deleted: [null] }) } };
      await readTo('10', 'a', 0, origin === 'a page' ? gone : { reset: true });
      expect(await kept()).toEqual([3]);
      expect(await db.rows('program_activities').get(id)).toMatchObject({ title: 'two', notes: 'being written' });
    },
  );

  test('makes acknowledged changes pending again after a restored backup', async () => {
    for (const title of ['one', 'two', 'three']) await log(title);
    await response('7', [applied(1), rejectedVerdict(2)]);
    await readTo('8', 'b');
    expect([await queued(), (await getRejectedChanges(db)).map(({ seq }) => seq)]).toEqual([[1, 3], [2]]);
  });
});
