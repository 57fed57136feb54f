import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { TodayRoute } from '../../../src/app/routes/TodayRoute.tsx';
import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import type { Task } from '../../../src/domain/tasks/task.ts';
import { TaskScreen } from '../../../src/features/work/daily-focus/TaskScreen.tsx';
import { WeekScreen } from '../../../src/features/work/week/WeekScreen.tsx';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { addTask } from '../../../src/data/tasks/tasks.ts';
import { anEnrollment, aProgramTask } from '../../fixtures/enrollments.ts';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { newDevice, todayOfRep, waitingChanges } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const ENROLLMENT = '00000000-0000-7000-8000-00000000eeee';

/** Tasks that the feed has brought. */
const seed = async (db: CadenceDatabase, ...tasks: Partial<Task>[]): Promise<void> => {
  await db.rows('enrollments').put(anEnrollment({ id: ENROLLMENT, user_id: db.userId }));
  await db.rows('tasks').bulkAdd(
    tasks.map((values, n) =>
      aProgramTask({
        id: `00000000-0000-7000-8000-00000000000${String(n)}`,
        user_id: db.userId,
        date: todayOfRep(),
        position: (n + 1) * 1024,
        ...values,
      }),
    ),
  );
};

const list = () => screen.findByRole('list', { name: 'Tasks' });
const titles = async () =>
  within(await list())
    .getAllByRole('checkbox')
    .map((box) => box.getAttribute('aria-label')?.replace(': done', ''));
const stored = (db: CadenceDatabase) => db.rows('tasks').orderBy('date').toArray();
const choose = async (user: ReturnType<typeof openScreen>['user'], about: string, action: string) => {
  await user.click(await screen.findByRole('button', { name: `More actions for ${about}` }));
  await user.click(await screen.findByRole('menuitem', { name: action, hidden: true }));
};

describe('the Daily Focus of today', () => {
  test('shows each task with its program, its duration and whether it is optional', async () => {
    const db = await newDevice();
    await seed(
      db,
      { title: 'Scales' },
      { title: 'Listen', is_required: false, minutes: null },
      { title: 'Plan the week', source_type: 'program_week', minutes: 75 },
      { title: 'Tomorrow’s', date: addDays(todayOfRep(), 1) },
    );
    await addTask(db, { title: 'Buy strings', date: todayOfRep() });
    openScreen(TodayRoute, { db });
    await waitFor(async () => {
      expect(await titles()).toEqual(['Scales', 'Listen', 'Plan the week', 'Buy strings']);
    });
    expect(screen.getByText('15 min · Morning practice')).toBeDefined();
    expect(screen.getByText('Optional · Morning practice')).toBeDefined();
    expect(screen.getByText('1 h 15 min · For the week · Morning practice')).toBeDefined();
    expect(screen.getByText('0 of 4 done · 1 h 30 min left')).toBeDefined();
  });

  test('one tap marks a task as done in its place, another one as open', async () => {
    const db = await newDevice();
    await seed(db, { title: 'Scales' }, { title: 'Chords' });
    const { user } = openScreen(TodayRoute, { db });
    await user.click(await screen.findByRole('checkbox', { name: 'Scales: done' }));
    await screen.findByText('1 of 2 done · 15 min left');
    expect(await titles()).toEqual(['Scales', 'Chords']);
    expect(screen.getByRole('checkbox', { name: 'Scales: done', checked: true })).toBeDefined();
    await user.click(screen.getByRole('checkbox', { name: 'Scales: done' }));
    await screen.findByText('0 of 2 done · 30 min left');
    expect((await waitingChanges(db)).map(({ fields }) => fields['status'])).toEqual(['done', 'open']);
  });

  test('a row keeps its element when its drag handle appears', async () => {
    const db = await newDevice();
    await seed(db, { title: 'Scales' }, { title: 'Chords' });
    openScreen(TodayRoute, { db });
    const box = await screen.findByRole('checkbox', { name: 'Scales: done' });
    await screen.findByRole('button', { name: 'Move Scales' });
    expect(box.isConnected).toBe(true);
  });

  test('the input adds a task and is ready for the next', async () => {
    const db = await newDevice();
    const { user } = openScreen(TodayRoute, { db });
    await user.type(
      await screen.findByRole('textbox', { name: 'Add a task' }),
      ' Buy strings {Enter}Tune{Enter}{Enter}',
    );
    await waitFor(async () => {
      expect(await titles()).toEqual(['Buy strings', 'Tune']);
    });
    expect(await stored(db)).toMatchObject([
      { title: 'Buy strings', source_type: 'self', date: todayOfRep() },
      { title: 'Tune' },
    ]);
  });

  test('a task can be reordered from its menu', async () => {
    const db = await newDevice();
    await seed(db, { title: 'One' }, { title: 'Two' }, { title: 'Three' });
    const { user } = openScreen(TodayRoute, { db });
    await choose(user, 'Three', 'Move up');
    await waitFor(async () => {
      expect(await titles()).toEqual(['One', 'Three', 'Two']);
    });
    await choose(user, 'One', 'Move down');
    await waitFor(async () => {
      expect(await titles()).toEqual(['Three', 'One', 'Two']);
    });
    await user.click(screen.getByRole('button', { name: 'More actions for Three' }));
    await screen.findByRole('menuitem', { name: 'Move down', hidden: true });
    expect(screen.queryByRole('menuitem', { name: 'Move up', hidden: true })).toBeNull();
  });

  test('undoing a delete restores the task unchanged', async () => {
    const db = await newDevice();
    await seed(db, { title: 'Scales', client_locked: true });
    const [before] = await stored(db);
    const { user } = openScreen(TodayRoute, { db });
    await choose(user, 'Scales', 'Delete');
    await waitFor(() => expect(screen.queryByRole('checkbox', { name: 'Scales: done' })).toBeNull());
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await screen.findByRole('checkbox', { name: 'Scales: done' });
    expect((await stored(db))[0]).toEqual({ ...before, updated_at: undefined });
  });

  test('a task can be moved to tomorrow, and undo moves it back', async () => {
    const db = await newDevice();
    await seed(db, { title: 'Scales' });
    const { user } = openScreen(TodayRoute, { db });
    await choose(user, 'Scales', 'Move to tomorrow');
    await screen.findByText('Moved “Scales” to tomorrow.');
    expect(await stored(db)).toMatchObject([{ date: addDays(todayOfRep(), 1) }]);
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await screen.findByRole('checkbox', { name: 'Scales: done' });
    expect(await stored(db)).toMatchObject([{ date: todayOfRep(), position: 1024 }]);
  });

  test('a program task can be locked, with an explanation; own tasks have no lock', async () => {
    const db = await newDevice();
    await seed(db, { title: 'Scales' });
    await addTask(db, { title: 'Mine', date: todayOfRep() });
    const { user } = openScreen(TodayRoute, { db });
    await user.click(await screen.findByRole('button', { name: /^Scales/ }));
    const sheet = await screen.findByRole('dialog');
    await user.click(await within(sheet).findByRole('switch', { name: /^Lock/ }));
    expect(await within(sheet).findByText('Your coach can’t change this task.')).toBeDefined();
    expect(within(sheet).getByText('From “Morning practice”, day 6. Required.')).toBeDefined();
    await screen.findByRole('img', { name: 'Locked', hidden: true });
    expect((await waitingChanges(db)).at(-1)?.fields).toEqual({ client_locked: true });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(await screen.findByRole('button', { name: 'More actions for Mine' }));
    await screen.findByRole('menuitem', { name: 'Edit', hidden: true });
    expect(screen.queryByRole('menuitem', { name: 'Lock', hidden: true })).toBeNull();
  });

  test('the sheet saves each field separately', async () => {
    const db = await newDevice();
    await seed(db, { title: 'Scales' });
    const { user } = openScreen(TodayRoute, { db });
    await user.click(await screen.findByRole('button', { name: /^Scales/ }));
    const sheet = await screen.findByRole('dialog');
    const minutes = await within(sheet).findByLabelText('Minutes');
    await user.clear(minutes);
    await user.type(minutes, '9999');
    await user.tab();
    expect(await within(sheet).findByText('Enter whole minutes from 0 to 1440 (one day).')).toBeDefined();
    await user.clear(minutes);
    await user.type(minutes, '25');
    await user.type(within(sheet).getByLabelText('Your notes'), 'Hands apart');
    await user.tab();
    await waitFor(async () => {
      expect(await stored(db)).toMatchObject([{ minutes: 25, client_notes: 'Hands apart', title: 'Scales' }]);
    });
    expect((await waitingChanges(db)).map(({ fields }) => Object.keys(fields))).toEqual([
      ['minutes'],
      ['client_notes'],
    ]);
  });

  test('the notes of an assigned task are read, with its links, and those of an own task are edited', async () => {
    const db = await newDevice();
    await seed(db, { title: 'Scales', notes: 'Slowly, as in https://youtu.be/abc' });
    await addTask(db, { title: 'Mine', date: todayOfRep(), notes: 'See www.example.com' });
    const { user } = openScreen(TodayRoute, { db });
    await user.click(await screen.findByRole('button', { name: /^Scales/ }));
    const sheet = within(await screen.findByRole('dialog'));
    expect(await sheet.findByRole('region', { name: 'Notes from the program' })).toBeDefined();
    expect(sheet.getByRole('link', { name: 'https://youtu.be/abc' })).toBeDefined();
    expect(sheet.getByRole('link', { name: /^Video on YouTube/ })).toBeDefined();
    expect(sheet.queryByLabelText('Notes', { exact: true })).toBeNull();
    await user.keyboard('{Escape}');
    await user.click(await screen.findByRole('button', { name: /^Mine/ }));
    expect(await screen.findByLabelText('Notes', { exact: true })).toBeDefined();
    expect(screen.getByRole('link', { name: /^example.com/ }).getAttribute('href')).toBe('https://www.example.com/');
    expect(screen.queryByLabelText('Your notes')).toBeNull();
  });

  test('what a coach has added or changed is marked until it has been seen, without a connection', async () => {
    const db = await newDevice();
    const added = '2026-11-20T10:00:00+00:00';
    await seed(
      db,
      { title: 'Seen', coach_edited_at: added, coach_edit_seen_at: added },
      {
        title: 'Added',
        source_type: 'coach',
        created_at: added,
        coach_edited_at: added,
        template_task_id: null,
        program_day: null,
      },
      { title: 'Changed', coach_edited_at: added },
      { title: 'Later', coach_edited_at: added, date: addDays(todayOfRep(), 3) },
    );
    const view = openScreen(TodayRoute, { db });
    const rowOf = async (title: string) =>
      (await screen.findByRole('button', { name: new RegExp(`^${title}`) })).textContent;
    expect(await rowOf('Added')).toContain('New');
    expect(await rowOf('Changed')).toContain('Changed15 min');
    expect(await rowOf('Seen')).not.toContain('Changed');
    const ahead = await screen.findByRole('list', { name: 'New from your coach' });
    expect(ahead.textContent).toContain('1 task on Tue 24 Nov');
    await waitFor(async () => {
      expect((await waitingChanges(db)).map(({ fields }) => fields)).toEqual([
        { coach_edit_seen_at: added },
        { coach_edit_seen_at: added },
      ]);
    });
    // While the day is open they stay marked: somebody may be reading.
    expect(await rowOf('Added')).toContain('New');
    view.close();
    openScreen(TodayRoute, { db });
    expect(await rowOf('Added')).not.toContain('New');
    expect(await screen.findByRole('list', { name: 'New from your coach' })).toBeDefined();
  });

  test('open tasks of yesterday are shown, and moved to today in one tap', async () => {
    const db = await newDevice();
    const yesterday = addDays(todayOfRep(), -1);
    await seed(
      db,
      { title: 'Old one', date: yesterday },
      { title: 'Done one', date: yesterday, status: 'done' },
      { title: 'Much older', date: addDays(todayOfRep(), -2) },
    );
    const { user } = openScreen(TodayRoute, { db });
    expect(await screen.findByText('1 task left from yesterday')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Move to today' }));
    await screen.findByRole('checkbox', { name: 'Old one: done' });
    expect(screen.queryByText(/left from yesterday/)).toBeNull();
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('1 task left from yesterday')).toBeDefined();
  });

  test('another day shows its own tasks at once, and nothing of yesterday', async () => {
    const db = await newDevice();
    await seed(db, { title: 'Today’s' }, { title: 'Tomorrow’s', date: addDays(todayOfRep(), 1) });
    const { user } = openScreen(TodayRoute, { db });
    await screen.findByRole('checkbox', { name: 'Today’s: done' });
    await user.click(screen.getByRole('button', { name: 'Next day' }));
    expect(screen.getByRole('checkbox', { name: 'Tomorrow’s: done' })).toBeDefined();
    expect(screen.queryByText(/left from yesterday/)).toBeNull();
  });

  test('shows a message while tasks of a program are being materialized', async () => {
    const db = await newDevice();
    await db.rows('enrollments').add(
      anEnrollment({
        id: ENROLLMENT,
        user_id: db.userId,
        sync_state: 'running',
        updated_at: new Date().toISOString(),
      }),
    );
    openScreen(TodayRoute, { db });
    expect(await screen.findByText('Tasks from “Morning practice” are being added.')).toBeDefined();
  });
});

describe('a task on its own page', () => {
  test('can be marked as done, and shows a message when it does not exist', async () => {
    const db = await newDevice();
    await seed(db, { title: 'Scales' });
    const { user, close } = openScreen(TaskScreen, {
      db,
      path: '/task/$id',
      at: '/task/00000000-0000-7000-8000-000000000000',
    });
    await user.click(await screen.findByRole('button', { name: 'Mark as done' }));
    await waitFor(async () => {
      expect(await stored(db)).toMatchObject([{ status: 'done' }]);
    });
    close();
    openScreen(TaskScreen, { db, path: '/task/$id', at: '/task/unknown' });
    expect(await screen.findByText(/Task not found/)).toBeDefined();
  });
});

describe('the week', () => {
  test('does not say of a day with a cancelled activity that nothing was logged', async () => {
    const db = await newDevice();
    await createActivity(db, { type: 'call', title: 'Off', date: todayOfRep(), status: 'cancelled' });
    openScreen(WeekScreen, { db });
    await screen.findByText('1 cancelled');
    // Six of the seven days are empty.
    expect(screen.getAllByText(/^Nothing (logged|planned)$/)).toHaveLength(6);
  });

  test('counts tasks beside activities', async () => {
    const db = await newDevice();
    await seed(db, { title: 'One', status: 'done' }, { title: 'Two' });
    openScreen(WeekScreen, { db });
    expect(
      await screen.findByRole('button', { name: /: 0 activities done, 0 planned, 1 of 2 tasks done$/ }),
    ).toBeDefined();
    expect(screen.getByText('1 of 2 tasks done')).toBeDefined();
    expect(screen.getByText(/0 done · 1 of 2 tasks done$/)).toBeDefined();
  });
});
