import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { ActivityScreen } from '../../../src/features/work/activity/ActivityScreen.tsx';
import type { Activity } from '../../../src/domain/activities/activity.ts';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { createActivity, updateActivity } from '../../../src/data/activities/activities.ts';
import { newDevice, todayOfRep, waitingChanges } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const openActivity = async (db: CadenceDatabase, fields: Partial<Activity> = {}) => {
  const activity = await createActivity(db, { type: 'call', title: 'Call with Anna', date: todayOfRep(), ...fields });
  await db.outbox.clear();
  const view = openScreen(ActivityScreen, { db, path: '/activity/$id', at: `/activity/${activity.id}` });
  await screen.findByLabelText('Title');
  return { ...view, activity };
};

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);

describe('editing an activity', () => {
  test('leaving a field stores only that field, once', async () => {
    const db = await newDevice();
    const { user } = await openActivity(db);
    await user.type(field('Outcome'), 'Asked for a proposal');
    await user.tab();
    await waitFor(async () =>
      expect(await waitingChanges(db)).toEqual([
        { op: 'update', table: 'program_activities', fields: { outcome: 'Asked for a proposal' } },
      ]),
    );
    expect(await screen.findByText('Saved on this device')).toBeDefined();
  });

  test('leaving a field unchanged stores nothing', async () => {
    const db = await newDevice();
    const { user } = await openActivity(db);
    await user.type(field('Title'), '!{Backspace}');
    await user.tab();
    await user.click(field('Minutes'));
    await user.tab();
    // A change that is made after it is the only one.
    await user.type(field('Outcome'), 'None');
    await user.tab();
    await screen.findByText('Saved on this device');
    expect((await waitingChanges(db)).map(({ fields }) => fields)).toEqual([{ outcome: 'None' }]);
  });

  test('typing is not lost when the screen goes away', async () => {
    const db = await newDevice();
    const { user, close, activity } = await openActivity(db);
    await user.type(field('Notes'), 'Half a thought');
    close();
    await waitFor(async () =>
      expect(await db.rows('program_activities').get(activity.id)).toMatchObject({ notes: 'Half a thought' }),
    );
  });

  test('a change from elsewhere is shown, except in the field that is being edited', async () => {
    const db = await newDevice();
    const { user, activity } = await openActivity(db);
    await user.type(field('Outcome'), 'Mine');
    await updateActivity(db, activity.id, { duration: 45, outcome: 'Theirs' });
    await waitFor(() => expect(field('Minutes').value).toBe('45'));
    expect(field('Outcome').value).toBe('Mine');
  });

  test('a value that the database would reject shows an error at the field, and is not stored', async () => {
    const db = await newDevice();
    const { user, activity } = await openActivity(db);
    await user.clear(field('Title'));
    await user.type(field('Minutes'), '1441');
    await user.tab();
    expect(await screen.findByText(/Title can’t be empty/)).toBeDefined();
    expect(await screen.findByText(/Enter whole minutes from 0 to 1440/)).toBeDefined();
    expect(await db.rows('program_activities').get(activity.id)).toMatchObject({
      title: 'Call with Anna',
      duration: null,
    });
    expect(await waitingChanges(db)).toEqual([]);
  });

  test('a new status is stored with its time and nothing else', async () => {
    const db = await newDevice();
    const { user } = await openActivity(db);
    await user.click(screen.getByRole('radio', { name: 'Done' }));
    await waitFor(async () => expect(await waitingChanges(db)).toHaveLength(1));
    const [change] = await waitingChanges(db);
    expect(Object.keys(change?.fields ?? {}).sort()).toEqual(['cancelled_at', 'completed_at', 'status']);
    expect(change?.fields).toMatchObject({ status: 'done', cancelled_at: null });
  });

  test('asking for a follow-up proposes the next day, and the day can be chosen', async () => {
    const db = await newDevice();
    const { user, activity } = await openActivity(db, { date: '2026-03-31' });
    await user.click(screen.getByRole('switch', { name: 'Follow up' }));
    const date = await screen.findByLabelText('Follow up on');
    expect((date as HTMLInputElement).value).toBe('2026-04-01');
    fireEvent.focus(date);
    fireEvent.change(date, { target: { value: '2026-04-10' } });
    fireEvent.blur(date);
    await waitFor(async () =>
      expect(await db.rows('program_activities').get(activity.id)).toMatchObject({
        follow_up_required: true,
        follow_up_date: '2026-04-10',
      }),
    );
  });

  test('deleting can be undone, which restores all values', async () => {
    const db = await newDevice();
    const { user, activity } = await openActivity(db, { notes: 'Keep me', duration: 15 });
    await user.click(screen.getByRole('button', { name: 'Delete' }));
    await waitFor(async () => expect(await db.rows('program_activities').count()).toBe(0));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(async () =>
      expect(await db.rows('program_activities').get(activity.id)).toMatchObject({ notes: 'Keep me', duration: 15 }),
    );
  });

  test('a deleted activity shows a message and a link home', async () => {
    const db = await newDevice();
    openScreen(ActivityScreen, { db, path: '/activity/$id', at: '/activity/0190a5b0-0000-7000-8000-000000000009' });
    expect(await screen.findByText(/Activity not found/)).toBeDefined();
    expect(screen.getByRole('link', { name: 'Go to Today' })).toBeDefined();
  });
});
