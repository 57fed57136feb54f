import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { addDays, weekStartOf } from '../../../src/domain/calendar/calendar-date.ts';
import { GoalsScreen } from '../../../src/features/work/goals/GoalsScreen.tsx';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { getWeeklyGoals, upsertWeeklyGoals } from '../../../src/data/goals/weekly-goals.ts';
import { newDevice, todayOfRep, waitingChanges } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const thisWeek = () => weekStartOf(todayOfRep());
const target = (name: string) => screen.findByRole<HTMLInputElement>('textbox', { name: `Target for ${name}` });

describe('weekly goals', () => {
  test('show the defaults until one is changed', async () => {
    const db = await newDevice();
    const { user } = openScreen(GoalsScreen, { db, path: '/goals' });
    expect((await target('calls')).value).toBe('50');
    expect(screen.getByText('These are the default targets until you change one.')).toBeDefined();
    await user.clear(await target('calls'));
    await user.type(await target('calls'), '60');
    await user.tab();
    await waitFor(() => expect(screen.queryByText(/These are the default targets/)).toBeNull());
    expect(await getWeeklyGoals(db, thisWeek())).toMatchObject({ calls: 60, meetings: 10, isSet: true });
  });

  test('of a new week are the last targets, and say where they come from', async () => {
    const db = await newDevice();
    await upsertWeeklyGoals(db, addDays(thisWeek(), -14), { calls: 60 });
    openScreen(GoalsScreen, { db, path: '/goals' });
    expect((await target('calls')).value).toBe('60');
    expect(screen.getByText(/^These are your targets from the week of .* until you change one\.$/)).toBeDefined();
    await upsertWeeklyGoals(db, addDays(thisWeek(), -7), { meetings: 4 });
    expect(await screen.findByText('These are your targets from the week before until you change one.')).toBeDefined();
    expect(await getWeeklyGoals(db, thisWeek())).toMatchObject({ calls: 60, meetings: 4, isSet: false });
    expect(await getWeeklyGoals(db, addDays(thisWeek(), -14))).toMatchObject({ calls: 60, meetings: 10, isSet: true });
  });

  test('several taps on + are one change of one field', async () => {
    const db = await newDevice();
    await upsertWeeklyGoals(db, thisWeek(), { meetings: 10 });
    await db.outbox.clear();
    const { user } = openScreen(GoalsScreen, { db, path: '/goals' });
    const more = await screen.findByRole('button', { name: 'More meetings' });
    await user.click(more);
    await user.click(more);
    await waitFor(async () =>
      expect(await waitingChanges(db)).toEqual([
        { op: 'update', table: 'program_weekly_goals', fields: { meetings: 12 } },
      ]),
    );
  });

  test('an invalid target is rejected with a message', async () => {
    const db = await newDevice();
    const { user } = openScreen(GoalsScreen, { db, path: '/goals' });
    await user.clear(await target('proposals'));
    await user.type(await target('proposals'), '99999');
    await user.tab();
    expect(await screen.findByText('Enter a whole number from 0 to 10,000.')).toBeDefined();
    expect(await waitingChanges(db)).toEqual([]);
  });

  test('copying from last week sets the targets that differ, and can be undone', async () => {
    const db = await newDevice();
    await upsertWeeklyGoals(db, addDays(thisWeek(), -7), { calls: 70, meetings: 3 });
    await upsertWeeklyGoals(db, thisWeek(), { calls: 50, meetings: 10 });
    const { user } = openScreen(GoalsScreen, { db, path: '/goals' });
    await user.click(await screen.findByRole('button', { name: 'Copy from the week before' }));
    await waitFor(async () =>
      expect(await getWeeklyGoals(db, thisWeek())).toMatchObject({ calls: 70, meetings: 3, proposals: 5, isSet: true }),
    );
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Copy from the week before' })).toBeNull());
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect(await getWeeklyGoals(db, thisWeek())).toMatchObject({ calls: 50, meetings: 10 }));
  });

  test('the history shows done work and the target of each week', async () => {
    const db = await newDevice();
    const before = addDays(thisWeek(), -7);
    await upsertWeeklyGoals(db, before, { calls: 2 });
    await createActivity(db, { type: 'call', title: 'One', date: before, status: 'done' });
    await createActivity(db, { type: 'call', title: 'Not done', date: before });
    openScreen(GoalsScreen, { db, path: '/goals' });
    const row = (await screen.findByRole('link', { name: 'Last week' })).closest('tr');
    expect(row?.querySelector('td')?.textContent).toBe('1 of 2');
  });
});
