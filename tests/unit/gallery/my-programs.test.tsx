import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addDays, dateIn } from '../../../src/domain/calendar.ts';
import type { Enrollment } from '../../../src/domain/program.ts';
import { MyProgramsScreen } from '../../../src/features/gallery/MyProgramsScreen.tsx';
import { formatDate } from '../../../src/ui/format.ts';
import { aProgramTask } from '../daily-focus/a-task.ts';
import { forgetEverything, goOffline, json, openScreen, refusing, server } from '../tracking/admin-screen.tsx';
import { calling, ENROLLMENT, enrollmentOf } from './offers.ts';

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
});
afterEach(async () => {
  cleanup();
  server.resetHandlers();
  await forgetEverything();
  vi.restoreAllMocks();
});
afterAll(() => {
  server.close();
});

const today = dateIn(Intl.DateTimeFormat().resolvedOptions().timeZone, Date.now());
const idOf = (n: number) => `00000000-0000-7000-8000-00000000000${String(n)}`;

const openWith = async (...enrollments: Partial<Enrollment>[]) => {
  const opened = openScreen(MyProgramsScreen, { role: 'rep' });
  const { db } = opened;
  await db
    .rows('enrollments')
    .bulkPut(enrollments.map((change, n) => enrollmentOf(db, { id: idOf(n), start_date: today, ...change })));
  return opened;
};
const rows = async () =>
  within(await screen.findByRole('list', { name: 'My programs' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
const endIt = async () => {
  await userEvent.click(await screen.findByRole('button', { name: 'More for Morning practice' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'End it', hidden: true }));
  await userEvent.click(await screen.findByRole('button', { name: 'End it' }));
};

describe('my programs', () => {
  it('tells how each stands, what is on first and what has ended last', async () => {
    const since = formatDate(today, today);
    await openWith(
      { program_title: 'Ended', status: 'ended', ended_by: 'coach' },
      { program_title: 'Unpaid', status: 'pending', sync_state: 'waiting' },
      { program_title: 'Coming', start_date: addDays(today, 2) },
      { program_title: 'Being made', sync_state: 'running', synced_days: 20 },
      { program_title: 'Stopped', sync_state: 'failed', start_date: addDays(today, -2) },
    );
    await waitFor(async () => {
      expect(await rows()).toEqual([
        `ComingStarts on ${formatDate(addDays(today, 2), today)}`,
        `Being madeSince ${since}Tasks of 20 days are there, the others are on their way`,
        `StoppedSince ${formatDate(addDays(today, -2), today)}The making of its tasks has stopped`,
        'UnpaidWaits to be paid for, or for your coach to confirm it',
        'EndedEnded by your coach',
      ]);
    });
  });

  it('counts what is done of the tasks that are there', async () => {
    const { db } = await openWith({ id: ENROLLMENT });
    await db.rows('tasks').bulkPut(
      [0, 1, 2].map((n) =>
        aProgramTask({
          id: idOf(n),
          user_id: db.userId,
          enrollment_id: ENROLLMENT,
          date: addDays(today, n),
          status: n === 0 ? 'done' : 'open',
        }),
      ),
    );
    await screen.findByText('1 of 3 tasks done');
    await screen.findByText(`${formatDate(today, today)} – ${formatDate(addDays(today, 2), today)}`);
  });

  it('ends one after asking', async () => {
    const asked: unknown[] = [];
    server.use(calling('end_enrollment', () => json(null), asked));
    await openWith({});
    await endIt();
    await screen.findByText('“Morning practice” has ended.');
    expect(asked).toEqual([{ enrollment: idOf(0) }]);
  });

  it.each([
    ['the server refuses', undefined, /goes on/],
    ['there is no connection', goOffline, /There is no connection, so nothing was changed/],
  ])('says that it goes on where %s', async (_, before, sentence) => {
    server.use(calling('end_enrollment', () => refusing(404, 'not_found')));
    await openWith({});
    before?.();
    await endIt();
    await screen.findByText(sentence);
  });

  it('leads to the gallery where there is none', async () => {
    await openWith();
    const link = await screen.findByRole<HTMLAnchorElement>('link', { name: 'Look into the gallery' });
    expect(link.pathname).toBe('/gallery');
  });
});
