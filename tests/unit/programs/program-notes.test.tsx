import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { addDays, weekStartOf } from '../../../src/domain/calendar/calendar-date.ts';
import { ProgramNotes } from '../../../src/features/work/daily-focus/ProgramNotes.tsx';
import { goOffline } from '../../fixtures/cloud.ts';
import { enrollmentOf } from '../../fixtures/offers.ts';
import { newDevice, todayOfRep } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';
import { formatLongDate } from '../../../src/ui/format.ts';

const openToday = async (
  enrollments: Parameters<typeof enrollmentOf>[1][],
  tasks: { date: string; enrollment_id: string }[] = [],
) => {
  const db = await newDevice();
  goOffline();
  for (const [index, change] of enrollments.entries()) {
    await db.rows('enrollments').put(enrollmentOf(db, { id: `e${String(index)}`, ...change }));
  }
  for (const [index, task] of tasks.entries())
    await db.rows('tasks').put({ id: `t${String(index)}`, ...task } as never);
  const Host = () => (
    <>
      <ProgramNotes date={todayOfRep()} />
      <p>The day</p>
    </>
  );
  openScreen(Host, { db });
  await screen.findByText('The day');
};

test('Today says without a connection when each program that the person has joined starts, until it starts', async () => {
  const today = todayOfRep();
  const monday = addDays(weekStartOf(today), 14);
  await openToday([
    { program_title: 'Later', start_date: addDays(monday, 7), status: 'pending' },
    { program_title: 'Soon', start_date: monday, status: 'active' },
    { program_title: 'Begun', start_date: today, status: 'active' },
    { program_title: 'Left', start_date: monday, status: 'ended', ended_by: 'person' },
    { program_title: 'Of a client', start_date: monday, user_id: 'somebody-else' },
  ]);
  const items = (await screen.findAllByRole('listitem')).map(({ textContent }) => textContent);
  expect(items).toEqual([
    `Soon starts on ${formatLongDate(monday)}.My programs`,
    `Later starts on ${formatLongDate(addDays(monday, 7))}, once payment is received or your coach confirms it.My programs`,
  ]);
});

test('a program that counts weekdays starts on the Monday after a weekend', async () => {
  const saturday = addDays(weekStartOf(todayOfRep()), 12);
  await openToday(
    [
      { program_title: 'Weekdays', start_date: saturday },
      { program_title: 'All days', start_date: saturday },
    ],
    [
      { date: addDays(saturday, 2), enrollment_id: 'e0' },
      { date: saturday, enrollment_id: 'e1' },
    ],
  );
  const items = (await screen.findAllByRole('listitem')).map(({ textContent }) => textContent);
  expect(items).toEqual([
    `All days starts on ${formatLongDate(saturday)}.My programs`,
    `Weekdays starts on ${formatLongDate(addDays(saturday, 2))}.My programs`,
  ]);
});

test('Today says until when a program is paused, and of one that starts in its pause only that', async () => {
  const today = todayOfRep();
  const pause = (first: number, last: number, mode: 'shift' | 'skip' = 'shift') => ({
    first_date: addDays(today, first),
    last_date: addDays(today, last),
    mode,
  });
  const monday = addDays(weekStartOf(today), 14);
  await openToday([
    { program_title: 'Ill', start_date: addDays(today, -10), pauses: [pause(-2, 4)] },
    { program_title: 'Away', start_date: addDays(today, 3), pauses: [pause(0, 1, 'skip')] },
    { program_title: 'Over', start_date: addDays(today, -10), pauses: [pause(-5, -1)] },
    { program_title: 'Ahead', start_date: addDays(today, -10), pauses: [pause(1, 5)] },
    { program_title: 'Later', start_date: monday, pauses: [{ ...pause(0, 0), first_date: monday, last_date: monday }] },
  ]);
  const items = (await screen.findAllByRole('listitem')).map(({ textContent }) => textContent);
  expect(items).toEqual([
    `Away is paused until ${formatLongDate(addDays(today, 1))}.My programs`,
    `Ill is paused until ${formatLongDate(addDays(today, 4))}.My programs`,
    `Later starts on ${formatLongDate(addDays(monday, 1))}.My programs`,
  ]);
});
