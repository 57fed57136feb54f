import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import { FollowUps } from '../../../src/features/work/follow-ups/FollowUps.tsx';
import { TodayScreen } from '../../../src/features/work/today/TodayScreen.tsx';
import { WeekScreen } from '../../../src/features/work/week/WeekScreen.tsx';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { createLead } from '../../../src/data/leads/leads.ts';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { newDevice, todayOfRep, waitingChanges } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

/** A day with its follow-ups, but without its Daily Focus. */
const Today = () => (
  <TodayScreen
    followUps={({ followUps, missed, leadNames }, today) => (
      <FollowUps due={followUps} missed={missed} leadNames={leadNames} today={today} />
    )}
  />
);

const all = (db: CadenceDatabase) => db.rows('program_activities').orderBy('created_at').toArray();

describe('today', () => {
  test('shows planned and done work in the rep’s time zone, not the machine’s', async () => {
    const db = await newDevice();
    await createActivity(db, { type: 'call', title: 'Ring the bank', date: todayOfRep() });
    await createActivity(db, { type: 'meeting', title: 'Met the bank', date: todayOfRep(), status: 'done' });
    await createActivity(db, { type: 'call', title: 'Yesterday’s call', date: addDays(todayOfRep(), -1) });
    openScreen(Today, { db });
    expect(within(await screen.findByRole('list', { name: 'Planned' })).getByText('Ring the bank')).toBeDefined();
    expect(within(screen.getByRole('list', { name: 'Done' })).getByText('Met the bank')).toBeDefined();
    expect(screen.queryByRole('checkbox', { name: 'Yesterday’s call: done' })).toBeNull();
  });

  test('one tap marks an activity as done, another one as planned, and only the status is stored', async () => {
    const db = await newDevice();
    await createActivity(db, { type: 'call', title: 'Ring the bank', date: todayOfRep() });
    await db.outbox.clear();
    const { user } = openScreen(Today, { db });
    await user.click(await screen.findByRole('checkbox', { name: 'Ring the bank: done' }));
    await screen.findByRole('list', { name: 'Done' });
    expect(await all(db)).toMatchObject([{ status: 'done' }]);
    await user.click(screen.getByRole('checkbox', { name: 'Ring the bank: done' }));
    await screen.findByRole('list', { name: 'Planned' });
    expect(await all(db)).toMatchObject([{ status: 'planned', completed_at: null }]);
    expect((await waitingChanges(db)).map(({ fields }) => fields['status'])).toEqual(['done', 'planned']);
  });

  test('a follow-up is shown on its day, is logged in one tap, and can be undone', async () => {
    const db = await newDevice();
    const anna = await createLead(db, { name: 'Anna Ek' });
    await createActivity(db, {
      type: 'meeting',
      title: 'First meeting',
      date: addDays(todayOfRep(), -3),
      status: 'done',
      lead_id: anna.id,
      follow_up_required: true,
      follow_up_date: todayOfRep(),
    });
    const { user } = openScreen(Today, { db });
    await user.click(await screen.findByRole('button', { name: 'Log follow-up: First meeting' }));
    await waitFor(() => expect(screen.queryByText('Follow-ups due')).toBeNull());
    expect(await all(db)).toMatchObject([
      { title: 'First meeting', follow_up_required: false },
      { type: 'follow_up', title: 'Follow-up with Anna Ek', status: 'done', date: todayOfRep(), lead_id: anna.id },
    ]);
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('button', { name: 'Log follow-up: First meeting' })).toBeDefined();
    expect(await all(db)).toHaveLength(1);
  });

  test('a follow-up is not due on another day, and a missed one is still shown', async () => {
    const db = await newDevice();
    const done = { type: 'call', date: addDays(todayOfRep(), -5), status: 'done', follow_up_required: true } as const;
    await createActivity(db, { ...done, title: 'Due tomorrow', follow_up_date: addDays(todayOfRep(), 1) });
    await createActivity(db, { ...done, title: 'Was due', follow_up_date: addDays(todayOfRep(), -2) });
    const { user } = openScreen(Today, { db });
    const followUp = (title: string) => ({ name: `Log follow-up: ${title}` });
    expect(await screen.findByRole('button', followUp('Was due'))).toBeDefined();
    expect(screen.queryByRole('button', followUp('Due tomorrow'))).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Next day' }));
    expect(await screen.findByRole('button', followUp('Due tomorrow'))).toBeDefined();
    expect(screen.queryByRole('button', followUp('Was due'))).toBeNull();
  });

  test('repeat last logs the same work again, now', async () => {
    const db = await newDevice();
    await createActivity(db, { type: 'proposal', title: 'Proposal for Anna', date: '2026-01-05', duration: 30 });
    const { user } = openScreen(Today, { db });
    await user.click(await screen.findByRole('button', { name: 'Repeat last: Proposal for Anna' }));
    await screen.findByRole('list', { name: 'Done' });
    expect((await all(db)).at(-1)).toMatchObject({
      type: 'proposal',
      title: 'Proposal for Anna',
      duration: 30,
      status: 'done',
      date: todayOfRep(),
    });
  });

  test('deleting from the menu can be undone', async () => {
    const db = await newDevice();
    await createActivity(db, { type: 'call', title: 'Ring the bank', date: todayOfRep() });
    const { user } = openScreen(Today, { db });
    await user.click(await screen.findByRole('button', { name: 'More actions for Ring the bank' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete', hidden: true }));
    expect(await screen.findByText(/Nothing logged today yet/)).toBeDefined();
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('list', { name: 'Planned' })).toBeDefined();
  });

  test('the week counts each day and all goals', async () => {
    const db = await newDevice();
    await createActivity(db, { type: 'call', title: 'One', date: todayOfRep(), status: 'done' });
    await createActivity(db, { type: 'call', title: 'Two', date: todayOfRep() });
    openScreen(WeekScreen, { db });
    expect(await screen.findByRole('img', { name: 'Calls: 1 of 50 done, 1 planned' })).toBeDefined();
    expect(screen.getByRole('button', { name: /: 1 activity done, 1 planned$/ })).toBeDefined();
  });
});
