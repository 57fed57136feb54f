import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PullResponse } from '../../../src/contract/protocol.ts';
import { deleteActivity } from '../../../src/data/activities/activities.ts';
import { NO_LOSSES } from '../../../src/domain/sync/recovery-losses.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { storePage } from '../../../src/store/feed.ts';
import { getRejectedChanges } from '../../../src/store/outbox.ts';
import { expireRecovery } from '../../../src/store/recovery.ts';

const USER = '0190a1b2-0000-7000-8000-000000000001';
const TASK = '0190a1b2-0000-7000-8000-000000000002';
/** The server made the row, and a device edited its status. */
const MADE = '000000000000-0000-00000000';
const EDITED = '019cadc69a80-0000-3c6ef362';
const NOW = Date.parse('2026-11-20T12:30:00Z');
const DAY = 24 * 3_600_000;

let db: CadenceDatabase;
beforeEach(() => {
  db = new CadenceDatabase(USER, { indexedDB: new IDBFactory(), IDBKeyRange });
});

const withTask = (status: string, timestamps: Record<string, string>): PullResponse['tables'] => ({
  tasks: {
    columns: ['id', 'user_id', 'title', 'status', 'date'],
    rows: [[TASK, USER, 'Read', status, '2026-11-20']],
    timestamps: [timestamps],
    gone: [],
    deleted: [],
  },
});

const NO_ROWS: PullResponse['tables'][string] = { columns: [], rows: [], timestamps: [], gone: [], deleted: [] };

/** The last page of a feed that was read to the end. */
const read = async (xid: string, page: Partial<PullResponse>): Promise<void> => {
  const cursor = { epoch: 'a', xid, table: '', row: '00000000-0000-0000-0000-000000000000' };
  const end = { cursor, horizon: xid, more: false, remaining: 0, server_time: NOW };
  const requested = (await db.getMeta('cursor')) ?? null;
  const response = { reset: false, restored: null, token: `${xid}:`, tables: {}, ...end, ...page };
  expect(await storePage(db, requested, response)).toBe('stored');
};

const offers = async () =>
  (await db.outbox.toArray()).map(({ op, fields, state, code }) => ({ op, fields, state, code }));

describe('an edit of a task that only the server makes, and that a restored database lacks', () => {
  beforeEach(async () => {
    await read('7', { tables: withTask('done', { '*': MADE, status: EDITED }) });
    await read('5', { reset: true, restored: 'recover' });
  });

  test('is offered once the server has made the task again', async () => {
    expect(await db.rows('tasks').count()).toBe(0);
    expect(await offers()).toEqual([]);
    await read('6', { tables: withTask('open', { '*': MADE }) });
    expect(await offers()).toMatchObject([{ op: 'update', fields: { status: 'done' }, state: 'pending' }]);
    expect(await db.rows('tasks').get(TASK)).toMatchObject({ status: 'done' });
  });

  test('waits for the person where the server has not made it for a day', async () => {
    const since = db.environment.now();
    await expireRecovery(db, since + DAY - 1_000);
    expect(await getRejectedChanges(db)).toEqual([]);
    await expireRecovery(db, since + DAY + 1_000);
    expect(await getRejectedChanges(db)).toMatchObject([{ row: TASK, code: 'not_found', fields: { status: 'done' } }]);
    expect(await db.unrecovered.count()).toBe(0);
  });
});

test('a row that the person has deleted stays out of sight while it is offered, also before the last page', async () => {
  const activity = { id: TASK, user_id: USER, date: '2026-11-20', type: 'call', title: 'Ada' };
  const [columns, rows] = [Object.keys(activity), [Object.values(activity)]];
  const page = { columns, rows, timestamps: [{ '*': EDITED }], gone: [], deleted: [] };
  await read('7', { tables: { program_activities: page } });
  await deleteActivity(db, TASK);
  const gone = { columns: [], rows: [], timestamps: [], gone: [TASK], deleted: [EDITED] };
  await read('5', { reset: true, restored: 'recover', more: true, remaining: 1, tables: { program_activities: gone } });
  expect(await offers()).toMatchObject([{ op: 'delete' }, { op: 'insert' }]);
  expect(await db.rows('program_activities').count()).toBe(0);
});

test('what the restored database itself has sent is not offered to it when the row comes again, nor shown over what this device had', async () => {
  const withNotes = (notes: string, title: string, timestamps: Record<string, string>): PullResponse['tables'] => {
    const activity = { id: TASK, user_id: USER, date: '2026-11-20', type: 'call', title, notes };
    const [columns, rows] = [Object.keys(activity), [Object.values(activity)]];
    return { program_activities: { columns, rows, timestamps: [timestamps], gone: [], deleted: [] } };
  };
  const at = (second: number) => `019cadc6${String(second).padStart(4, '0')}-0000-3c6ef362`;
  await read('7', { tables: withNotes('Mine', 'Ada', { '*': at(1), notes: at(6) }) });
  const backup = withNotes('Old', 'Ada', { '*': at(1), notes: at(2) });
  await read('5', { reset: true, restored: 'recover', more: true, remaining: 1, tables: backup });
  const mine = [{ op: 'update', fields: { notes: 'Mine' } }];
  expect(await offers()).toMatchObject(mine);
  // Another device has offered an edit meanwhile.
  await read('6', { tables: withNotes('Theirs', 'Ada Lovelace', { '*': at(1), notes: at(4), title: at(9) }) });
  expect(await offers()).toMatchObject(mine);
  expect(await offers()).toHaveLength(1);
  expect(await db.rows('program_activities').get(TASK)).toMatchObject({ notes: 'Mine', title: 'Ada Lovelace' });
});

describe('a device that is away for longer than tombstones are kept', () => {
  test('offers nothing: what the database lacks was deleted', async () => {
    await read('7', { tables: withTask('done', { '*': EDITED }) });
    await read('9', { reset: true });
    expect(await offers()).toEqual([]);
    expect(await db.rows('tasks').count()).toBe(0);
  });
});

test.each(['recover', 'discard'] as const)(
  'a row that is offered keeps what only the server writes, since screens read it: %s',
  async (restored) => {
    const page = withTask('done', { '*': EDITED });
    const { columns = [], rows = [] } = page['tasks'] ?? {};
    const values = rows.map((row) => [...row, '2026-11-20T12:00:00+00:00']);
    const tasks = { ...page['tasks'], columns: [...columns, 'updated_at'], rows: values };
    await read('7', { tables: { tasks } as PullResponse['tables'] });
    await read('5', { reset: true, restored });
    await read('6', {});
    expect(await offers()).toMatchObject([{ op: 'insert', state: restored === 'recover' ? 'pending' : 'rejected' }]);
    expect(await db.rows('tasks').get(TASK)).toMatchObject({ updated_at: '2026-11-20T12:00:00+00:00' });
  },
);

describe('remembered deletes', () => {
  test('are forgotten after 180 days', async () => {
    const gone = { columns: [], rows: [], timestamps: [], gone: [TASK], deleted: [EDITED] };
    await read('7', { tables: { tasks: gone } });
    const deletedAt = parseInt(EDITED.slice(0, 12), 16);
    await expireRecovery(db, deletedAt + 179 * DAY);
    expect(await db.deletedRows.count()).toBe(1);
    await expireRecovery(db, deletedAt + 181 * DAY);
    expect(await db.deletedRows.count()).toBe(0);
  });
});

describe('what a restored backup has lost', () => {
  const ENROLLMENT = '0190a1b2-0000-7000-8000-000000000003';
  const enrollment = (status: string): PullResponse['tables'] => ({
    enrollments: {
      columns: ['id', 'status'],
      rows: [[ENROLLMENT, status]],
      timestamps: [{ '*': MADE }],
      gone: [],
      deleted: [],
    },
  });
  const program = (published_version: number | null): PullResponse['tables'] => ({
    programs: {
      columns: ['id', 'title', 'published_version'],
      rows: [[TASK, 'Base miles', published_version]],
      timestamps: [{ '*': EDITED }],
      gone: [],
      deleted: [],
    },
  });
  const losses = async () => (await db.getMeta('recovered'))?.losses;

  test.each([
    ['an enrollment that it lacks', enrollment('active'), {}, { enrollments: 1 }],
    ['a payment whose enrollment awaits it again', enrollment('active'), enrollment('pending'), { payments: 1 }],
    ['a version that is no longer published', program(2), program(1), { versions: 1 }],
  ])('counts %s', async (_, before, after, expected) => {
    await read('7', { tables: before });
    await read('5', { reset: true, restored: 'recover', tables: after });
    expect(await losses()).toEqual({ ...NO_LOSSES, ...expected });
  });

  test('counts neither an enrollment that had ended, nor one that is hidden, nor what came through', async () => {
    for (const [before, after] of [
      [enrollment('ended'), {}],
      [enrollment('active'), { enrollments: { ...NO_ROWS, gone: [ENROLLMENT], deleted: [null] } }],
      [enrollment('pending'), enrollment('active')],
    ] as const) {
      await read('7', { reset: true, tables: before });
      await read('5', { reset: true, restored: 'recover', tables: after as PullResponse['tables'] });
      expect(await losses()).toBeUndefined();
    }
  });

  test('counts deletes that it has undone, where the backup is right', async () => {
    await read('6', { tables: withTask('open', { '*': MADE }) });
    await read('7', { tables: { tasks: { ...NO_ROWS, gone: [TASK], deleted: [EDITED] } } });
    await read('5', { reset: true, restored: 'discard', tables: withTask('open', { '*': MADE }) });
    expect(await db.rows('tasks').count()).toBe(1);
    expect(await losses()).toEqual({ ...NO_LOSSES, undeleted: 1 });
  });
});
