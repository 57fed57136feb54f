import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Enrollment } from '../../../src/domain/enrollments/enrollment.ts';
import { DailyFocus } from '../../../src/features/work/daily-focus/DailyFocus.tsx';
import { TodayScreen } from '../../../src/features/work/today/TodayScreen.tsx';
import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import { ensureDayTasks } from '../../../src/data/tasks/task-sync.ts';
import { useSyncStore } from '../../../src/sync/sync-store.ts';
import { goOffline, json, errorResponse, rest, server } from '../../fixtures/cloud.ts';
import { anEnrollment, aProgramTask } from '../../fixtures/enrollments.ts';
import { newDevice, todayOfRep } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const Day = () => <TodayScreen dailyFocus={(date) => <DailyFocus date={date} />} />;

let enrollments = 0;
const newEnrollmentId = () => `00000000-0000-7000-8000-0000000e${String(++enrollments).padStart(4, '0')}`;

afterEach(() => {
  useSyncStore.setState({ lastSyncAt: null, syncWithCloud: () => Promise.resolve() });
});

/** A device that has synced, and what it asks the cloud for. */
const openWith = async (values: Partial<Enrollment>, response = () => json({ created: 5 })) => {
  const db = await newDevice();
  const enrollment = anEnrollment({
    id: newEnrollmentId(),
    user_id: db.userId,
    sync_state: 'running',
    updated_at: new Date().toISOString(),
    ...values,
  });
  await db.rows('enrollments').add(enrollment);
  const requests: unknown[] = [];
  const syncs = vi.fn(() => Promise.resolve());
  useSyncStore.setState({ lastSyncAt: new Date(), syncWithCloud: syncs });
  for (const name of ['ensure_day_tasks', 'sync_enrollment_tasks']) {
    server.use(
      rest(`rpc/${name}`, async ({ request }) => {
        requests.push([name, await request.json()]);
        return response();
      }),
    );
  }
  const open = () => openScreen(Day, { db });
  return { db, enrollment, requests, syncs, open };
};

/** A request of the test's own arrives after all that the screen has sent: `before` of them and no more. */
const expectNoRequest = async (requests: unknown[], before = 0) => {
  const day = '2026-01-01';
  await ensureDayTasks(day);
  expect(requests.slice(before)).toEqual([['ensure_day_tasks', { day }]]);
};

describe('a day of a program whose tasks are still being materialized', () => {
  test('without tasks requests them from the cloud once, and syncs', async () => {
    const { requests, syncs, open } = await openWith({});
    const { user, close } = open();
    await waitFor(() => expect(syncs).toHaveBeenCalledOnce());
    expect(requests).toEqual([['ensure_day_tasks', { day: todayOfRep() }]]);
    await user.click(await screen.findByRole('button', { name: 'Next day' }));
    await waitFor(() => expect(requests).toHaveLength(2));
    expect(requests[1]).toEqual(['ensure_day_tasks', { day: addDays(todayOfRep(), 1) }]);
    close();
    open();
    await screen.findByRole('textbox', { name: 'Add a task' });
    await expectNoRequest(requests, 2);
  });

  test('pulls tasks that were created since the last sync', async () => {
    const { syncs, open } = await openWith({}, () => json({ created: 0 }));
    open();
    await waitFor(() => expect(syncs).toHaveBeenCalled());
  });

  test('requests them again when it is opened after a failure, and shows no error', async () => {
    const { requests, open } = await openWith({}, () => errorResponse(503, 'later'));
    const first = open();
    await waitFor(() => expect(requests).toHaveLength(1));
    first.close();
    const second = open();
    await waitFor(() => expect(requests).toHaveLength(2));
    second.close();
    open();
    // It asks anew only when it knows that it failed.
    await waitFor(() => expect(requests).toHaveLength(3));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('with tasks requests nothing', async () => {
    const { db, enrollment, requests, open } = await openWith({});
    const id = '00000000-0000-7000-8000-0000000000aa';
    await db
      .rows('tasks')
      .add(aProgramTask({ id, user_id: db.userId, enrollment_id: enrollment.id, date: todayOfRep() }));
    open();
    await screen.findByRole('checkbox', { name: 'Scales: done' });
    await expectNoRequest(requests);
  });

  test.each([
    ['that has all of its tasks', { sync_state: 'done' }],
    ['that has not begun', { start_date: '2026-12-24' }],
    ['that is not paid for', { status: 'pending' }],
    ['that is over', { status: 'ended' }],
  ] as const)('requests nothing in a program %s', async (_, values) => {
    const { requests, open } = await openWith(values);
    open();
    await screen.findByRole('textbox', { name: 'Add a task' });
    await expectNoRequest(requests);
  });

  test('requests nothing without a connection, nor before the first sync', async () => {
    goOffline();
    const { requests, open } = await openWith({ sync_state: 'failed' });
    const { close } = open();
    await screen.findByRole('textbox', { name: 'Add a task' });
    close();
    vi.restoreAllMocks();
    useSyncStore.setState({ lastSyncAt: null });
    open();
    await screen.findByRole('textbox', { name: 'Add a task' });
    await expectNoRequest(requests);
  });
});

describe('an enrollment whose task sync has stopped', () => {
  test.each([
    ['has failed', { sync_state: 'failed' }],
    ['has made no progress for minutes', { sync_state: 'running', updated_at: '2026-11-20T12:20:00Z' }],
  ] as const)('is left to the server where it %s', async (_, values) => {
    const { requests, open } = await openWith({ ...values, start_date: '2026-12-24' });
    open();
    await screen.findByRole('textbox', { name: 'Add a task' });
    await expectNoRequest(requests);
  });
});
