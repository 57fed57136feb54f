import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { currentNotices, type NoticeView } from '../../../src/features/account/notices/notices.ts';
import { noticeMessageOf } from '../../../src/features/account/notices/messages.ts';
import { formatHlcTimestamp } from '../../../src/domain/sync/hlc.ts';
import { enrollmentOf } from '../../fixtures/offers.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { getNoticeSources, markNotices, type NoticeSources } from '../../../src/data/notices/notices.ts';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);

const QUIET: NoticeView = {
  syncError: null,
  pendingChanges: 0,
  lastSyncAt: at('12:00:00'),
  overdueSince: null,
  repairedAt: null,
  isTurnedOff: false,
};
const NOTHING: NoticeSources = {
  rejected: null,
  conflicts: null,
  handover: null,
  ended: [],
  recovered: null,
  marks: {},
};
const REJECTED = { count: 2, seq: 7, made_at: at('11:00:00').getTime() };
const HANDOVER = { count: 2, at: at('10:00:00').getTime() };
const ENDED = [{ at: at('09:30:00').getTime(), program_title: 'First 30 days' }];
const CONFLICTS = { count: 1, at: at('11:30:00').getTime(), rows: ['a-row'] };

const noticesOf = (view: Partial<NoticeView>, facts: Partial<NoticeSources> = {}) =>
  currentNotices({ ...QUIET, ...view }, { ...NOTHING, ...facts });
const only = (view: Partial<NoticeView>, facts: Partial<NoticeSources> = {}) => {
  const [notice, ...others] = noticesOf(view, facts);
  if (!notice || others.length > 0) throw new Error('not one notice');
  return notice;
};

describe('the notices', () => {
  test('are empty while sync works, is offline or will be retried', () => {
    expect(noticesOf({})).toEqual([]);
    for (const syncError of ['offline', 'timeout', 'server', 'throttled'] as const) {
      expect(noticesOf({ syncError, pendingChanges: 3 })).toEqual([]);
    }
  });

  test.each([
    [{ syncError: 'unauthorized' }, {}, 'Sign in again to sync.', 'sign-in'],
    [{ syncError: 'removed' }, {}, /^Your account has been removed\. Your unsent work is kept: export it$/, 'export'],
    [{ syncError: 'outdated' }, {}, 'This version of Cadence is too old to sync.', 'reload'],
    [{ syncError: 'rejected' }, {}, /rejected requests from this version/, 'reload'],
    [{ syncError: 'unreadable' }, {}, /could not read what this device sent/, 'reload'],
    [{ syncError: 'device' }, {}, /storage problem on this device/, 'export'],
    [{}, { rejected: REJECTED }, '2 changes were not accepted by the cloud.', 'review'],
    [{}, { conflicts: CONFLICTS }, '1 conflict between your devices.', 'choose'],
    [{ overdueSince: at('09:00:00'), pendingChanges: 1 }, {}, /^1 change has been waiting/, 'sync'],
    [{ repairedAt: at('09:00:00') }, {}, /was repaired/, 'dismiss'],
    [{}, { handover: HANDOVER }, 'You have a new coach in 2 programs.', 'dismiss'],
    [{}, { ended: ENDED }, 'Your coach ended “First 30 days” for you.', 'dismiss'],
    [{}, { ended: [...ENDED, ...ENDED] }, 'Your coach ended 2 programs for you.', 'dismiss'],
  ] as const)('contain one with a message and an action for %j %j', (view, facts, what, action) => {
    const words = noticeMessageOf(only(view, facts));
    expect(words.title).toMatch(what);
    expect(words.action).toBe(action);
  });

  test('are sorted by time, newest first', () => {
    const notices = noticesOf(
      { repairedAt: at('11:15:00'), overdueSince: at('08:00:00') },
      { rejected: REJECTED, conflicts: CONFLICTS },
    );
    expect(notices.map(({ kind }) => kind)).toEqual(['conflicts', 'repaired', 'rejected', 'overdue']);
  });

  test('contain one for overdue changes, with the reason', () => {
    const overdue = { overdueSince: at('09:00:00'), pendingChanges: 2 };
    expect(noticeMessageOf(only({ ...overdue, syncError: 'offline' })).details).toMatch(/^There is no connection/);
    expect(only({ ...overdue, syncError: 'unauthorized' }).kind).toBe('failed-unauthorized');
    expect(noticesOf({ ...overdue, isTurnedOff: true })).toEqual([]);
  });

  test('do not contain a dismissed repair again, but a later one', () => {
    const dismissed = { repaired: { dismissed: at('09:00:00').getTime() } };
    expect(noticesOf({ repairedAt: at('09:00:00') }, { marks: dismissed })).toEqual([]);
    expect(only({ repairedAt: at('10:00:00') }, { marks: dismissed }).kind).toBe('repaired');
  });
});

describe('a handover', () => {
  test('is announced once, and again only after another one, until it is dismissed', async () => {
    const db = new CadenceDatabase('a', { indexedDB: new IDBFactory(), IDBKeyRange });
    const [me, coach] = [db.userId, 'a-coach'];
    const since = (ms: number) => ({ '*': formatHlcTimestamp({ ms: 1, counter: 0 }, 'd'), coach_id: timestampOf(ms) });
    const timestampOf = (ms: number) => formatHlcTimestamp({ ms, counter: 0 }, '00000000');
    const enroll = (id: string, change: object) =>
      db.rows('enrollments').put({ ...enrollmentOf(db, { id }), user_id: me, coach_id: coach, ...change });
    expect((await getNoticeSources(db)).handover).toBeNull();
    await enroll('unchanged', {});
    await enroll('ended', { status: 'ended', field_timestamps: since(9_000) });
    await enroll('own', { coach_id: me, field_timestamps: since(9_000) });
    expect((await getNoticeSources(db)).handover).toBeNull();
    await enroll('first', { field_timestamps: since(5_000) });
    await enroll('second', { field_timestamps: since(7_000) });
    const sources = await getNoticeSources(db);
    expect(sources.handover).toEqual({ count: 2, at: 7_000 });
    await markNotices(db, 'announced', [only({}, sources)]);
    expect(only({}, await getNoticeSources(db)).isUnannounced).toBe(false);
    await markNotices(db, 'dismissed', [only({}, sources)]);
    expect(noticesOf({}, await getNoticeSources(db))).toEqual([]);
    await enroll('third', { field_timestamps: since(8_000) });
    expect(only({}, await getNoticeSources(db)).isUnannounced).toBe(true);
  });
});

describe('a program that a coach ended', () => {
  test('is announced with those that ended since the last dismissal, and not where the person left', async () => {
    const db = new CadenceDatabase('a', { indexedDB: new IDBFactory(), IDBKeyRange });
    const timestampOf = (ms: number) => formatHlcTimestamp({ ms, counter: 0 }, '00000000');
    const end = (id: string, ms: number, change: object = {}) => {
      const field_timestamps = { '*': timestampOf(1), status: timestampOf(ms) };
      const ended = { program_title: id, status: 'ended', ended_by: 'coach', coach_id: 'a-coach' } as const;
      const row = { ...enrollmentOf(db, { id }), user_id: db.userId, field_timestamps, ...ended };
      return db.rows('enrollments').put({ ...row, ...change });
    };
    await end('left', 9_000, { ended_by: 'person' });
    await end('going', 9_000, { status: 'active', ended_by: null });
    await end('of-a-client', 9_000, { user_id: 'a-client', coach_id: db.userId });
    expect((await getNoticeSources(db)).ended).toEqual([]);
    await end('first', 5_000);
    await end('second', 7_000);
    const notice = only({}, await getNoticeSources(db));
    expect(notice).toMatchObject({ kind: 'ended', count: 2, at: 7_000, programs: ['second', 'first'] });
    await markNotices(db, 'dismissed', [notice]);
    await end('third', 8_000);
    expect(only({}, await getNoticeSources(db))).toMatchObject({ count: 1, programs: ['third'] });
  });
});

describe('announcing notices', () => {
  const open = () => new CadenceDatabase('a', { indexedDB: new IDBFactory(), IDBKeyRange });

  test('a rejected change is announced once, and again only when another is rejected', async () => {
    const db = open();
    expect(await markNotices(db, 'announced', [only({}, { rejected: REJECTED })])).toHaveLength(1);
    expect(await markNotices(db, 'announced', [only({}, { rejected: REJECTED })])).toEqual([]);
    const marks = (await db.getMeta('notices')) ?? {};
    const noticeOf = (seq: number) => only({}, { rejected: { ...REJECTED, seq }, marks });
    expect(noticeOf(7)).toMatchObject({ isUnannounced: false, isNew: true });
    expect(noticeOf(3)).toMatchObject({ isUnannounced: false });
    expect(noticeOf(8)).toMatchObject({ isUnannounced: true });
  });

  test('a notice that was seen in the list is not announced', async () => {
    const db = open();
    await markNotices(db, 'seen', [only({}, { conflicts: CONFLICTS })]);
    const marks = (await db.getMeta('notices')) ?? {};
    expect(only({}, { conflicts: CONFLICTS, marks })).toMatchObject({ isUnannounced: false, isNew: false });
  });

  test('a restored backup that lost something says what, and that deleted entries are back', () => {
    const losses = { enrollments: 1, payments: 0, versions: 2, undeleted: 3 };
    const notice = only({}, { recovered: { at: at('12:00:00').getTime(), count: 0, losses } });
    expect(noticeMessageOf(notice).details).toBe(
      'Newer than the copy, and lost because no device can send it back: 1 enrollment, published versions of 2 programs. ' +
        'Ask your coach or an admin, or publish again. 3 entries that you had deleted are back, because the copy still has them.',
    );
  });

  test('only one of two tabs announces a notice', async () => {
    const db = open();
    const notice = only({}, { rejected: REJECTED });
    const responses = await Promise.all([
      markNotices(db, 'announced', [notice]),
      markNotices(db, 'announced', [notice]),
    ]);
    expect(responses.flat()).toHaveLength(1);
  });

  test('overdue changes are announced together, and again only for later ones', async () => {
    const db = open();
    const overdue = (since: Date, marks = {}) => only({ overdueSince: since, pendingChanges: 2 }, { marks });
    await markNotices(db, 'announced', [overdue(at('09:00:00'))]);
    const marks = (await db.getMeta('notices')) ?? {};
    expect(overdue(at('09:05:00'), marks).isUnannounced).toBe(false);
    expect(overdue(new Date(Date.now() + 60_000), marks).isUnannounced).toBe(true);
  });

  test('a failure is announced again only after a sync that succeeded', async () => {
    const db = open();
    const failed = (lastSyncAt: Date, marks = {}) => only({ syncError: 'outdated', lastSyncAt }, { marks });
    await markNotices(db, 'announced', [failed(at('12:00:00'))]);
    const marks = (await db.getMeta('notices')) ?? {};
    expect(failed(at('12:00:00'), marks).isUnannounced).toBe(false);
    expect(failed(at('13:00:00'), marks).isUnannounced).toBe(true);
  });
});

describe('a wrong clock', () => {
  const HOUR_MS = 3_600_000;
  const wrongSince = at('12:00:00').getTime();
  const withClock = (aheadMs: number, marks: NoticeSources['marks'] = {}) =>
    currentNotices(QUIET, { ...NOTHING, marks }, { offsetMs: -aheadMs, wrongSince });

  test.each([
    [2 * HOUR_MS, 'This device’s clock is 2 hours fast.'],
    [-2 * HOUR_MS, 'This device’s clock is 2 hours slow.'],
    [6 * 60_000, 'This device’s clock is 6 minutes fast.'],
    [-90 * 60_000, 'This device’s clock is 90 minutes slow.'],
    [365 * 24 * HOUR_MS, 'This device’s clock is 365 days fast.'],
  ])('of %s ms is told with how far and which way it is off', (aheadMs, title) => {
    const [notice] = withClock(aheadMs);
    if (!notice) throw new Error('no notice');
    expect(noticeMessageOf(notice)).toMatchObject({ title, action: 'dismiss' });
  });

  test('is told once', () => {
    expect(withClock(HOUR_MS)[0]?.isUnannounced).toBe(true);
    expect(withClock(HOUR_MS + 60_000, { clock: { announced: wrongSince } })[0]?.isUnannounced).toBe(false);
    expect(withClock(HOUR_MS, { clock: { dismissed: wrongSince } })).toEqual([]);
  });
});
