import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { ClientTask } from '../../../src/data/coaching/client-days.ts';
import { ClientDaysScreen } from '../../../src/features/coaching/client-days/ClientDaysScreen.tsx';
import { CohortScreen } from '../../../src/features/coaching/cohorts/CohortScreen.tsx';
import { errorResponse, goOffline, rpc, seemOffline, server } from '../../fixtures/cloud.ts';
import {
  ada,
  ADA,
  aClientTask,
  ADAS_ENROLLMENT,
  adasDays,
  adasProgress,
  BENS_ENROLLMENT,
  COHORT_ID,
  respondToCoach,
} from '../../fixtures/coach.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const id = (number: number) => `00000000-0000-7000-8004-00000000000${String(number)}`;

const WEEK: ClientTask[] = [
  aClientTask({ id: id(1), date: '2026-11-16', title: 'Long tones', status: 'done' }),
  aClientTask({ id: id(2), date: '2026-11-16', title: 'Scales' }),
  aClientTask({ id: id(3), date: '2026-11-17', title: 'Listen', is_required: false }),
  aClientTask({ id: id(4), date: '2026-11-18', title: 'Etude', client_locked: true }),
  aClientTask({ id: id(5), date: '2026-11-19', title: 'Duet', minutes: 20, notes: 'Slowly', client_notes: 'Too fast' }),
  aClientTask({
    id: id(6),
    date: '2026-11-20',
    title: 'Record yourself',
    source_type: 'coach',
    cohort_task_id: id(9),
    coach_edited_at: '2026-11-18T10:00:00+00:00',
  }),
];

const open = (search = '?week=2026-11-16') =>
  openScreen(ClientDaysScreen, {
    role: 'coach',
    path: '/clients/$id/days',
    at: `/clients/${ADA}/days${search}`,
  });

/** The server has these days, as they are by the time of the request. */
const respond = (days: () => object = () => adasDays(WEEK), progress = adasProgress()) => {
  const requests: object[] = [];
  server.use(rpc('my_connections', [ada]), rpc('client_days', days, requests), rpc('client_progress', progress));
  return requests;
};

const card = (title: string) => screen.findByRole('button', { name: new RegExp(`^${title}`) });
const choose = async (title: string, action: string) => {
  await userEvent.click(await screen.findByRole('button', { name: `More actions for ${title}` }));
  await userEvent.click(await screen.findByRole('menuitem', { name: action, hidden: true }));
};

describe('the days of a client', () => {
  it('show what is done, missed, optional, locked, noted and new to the client', async () => {
    const requests = respond();
    open();
    expect((await card('Long tones')).textContent).toBe('Long tonesDone');
    expect((await card('Scales')).textContent).toBe('ScalesMissed');
    expect((await card('Listen')).textContent).toBe('ListenOptionalNot done');
    expect(within(await card('Etude')).getByRole('img', { name: 'Locked' })).toBeTruthy();
    expect(within(await card('Duet')).getByRole('img', { name: 'Has a note of Ada' })).toBeTruthy();
    expect((await card('Record yourself')).textContent).toContain('Added by you · for everyone · not seen yet');
    expect(screen.getByRole('region', { name: 'Monday 16 November' }).textContent).toContain('1 of 2 done · 1 missed');
    expect(requests).toEqual([{ client: ADA, first: '2026-11-16', last: '2026-11-22' }]);
    // Days that are over get no tasks.
    expect(
      screen.getAllByRole('button', { name: /^Add a task on/ }).map((button) => button.getAttribute('aria-label')),
    ).toEqual(
      ['Wed 18 Nov', 'Thu 19 Nov', 'Fri 20 Nov', 'Sat 21 Nov', 'Sun 22 Nov'].map((day) => `Add a task on ${day}`),
    );
  });

  it('of a day in the address are those of its week, for one program of several', async () => {
    const [first] = adasDays([]).enrollments;
    const requests = respond(() =>
      adasDays(
        [
          WEEK[0],
          aClientTask({ id: id(7), date: '2026-11-24', title: 'Row', enrollment_id: BENS_ENROLLMENT }),
        ] as never,
        {
          enrollments: [first, { ...first, id: BENS_ENROLLMENT, program_title: 'Rowing', cohort: null }] as never,
        },
      ),
    );
    const { router } = open(`?day=2026-11-24&enrollment=${BENS_ENROLLMENT}`);
    expect((await card('Row')).textContent).toBe('RowRowing');
    expect(requests).toEqual([{ client: ADA, first: '2026-11-23', last: '2026-11-29' }]);
    expect(screen.queryByText('Long tones')).toBeNull();
    await userEvent.selectOptions(screen.getByLabelText('Program'), '');
    await waitFor(() => {
      expect(router.state.location.search).toEqual({ day: '2026-11-24' });
    });
    await userEvent.click(screen.getByRole('button', { name: 'Next week' }));
    await waitFor(() => {
      expect(requests.at(-1)).toEqual({ client: ADA, first: '2026-11-30', last: '2026-12-06' });
    });
  });

  it('of somebody in no program of the coach say why nothing is there', async () => {
    respond(() => adasDays([], { enrollments: [] }));
    open();
    expect(await screen.findByText(/is not in any of your programs, so you see none of their tasks/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Add task' })).toBeNull();
  });

  it('are those that were read last while there is no connection, and a change says that nothing was changed', async () => {
    respond();
    const { close } = open();
    await card('Duet');
    close();
    goOffline();
    open();
    expect(await card('Duet')).toBeTruthy();
    expect((await screen.findAllByText(/Showing data loaded/))[0]).toBeTruthy();
    await choose('Duet', 'Move to…');
    fireEvent.change(await screen.findByLabelText(/^Day/), { target: { value: '2026-11-20' } });
    await userEvent.click(screen.getByRole('button', { name: 'Move' }));
    expect(await screen.findByText(/There is no connection. The task was not moved/)).toBeTruthy();
  });

  it('say that changes need a connection where there seems to be none', async () => {
    respond();
    seemOffline();
    open();
    expect(
      await screen.findByText(/seem to be offline. Changes to the days of a client need a connection/),
    ).toBeTruthy();
  });
});

describe('a task of a client', () => {
  it('is changed in what was changed alone, and the client’s note is only read', async () => {
    const changes: unknown[] = [];
    respond();
    server.use(rpc('change_client_task', { changed: 1, done: 0, locked: 0, past: 0 }, changes));
    open();
    await userEvent.click(await card('Duet'));
    const sheet = within(await screen.findByRole('dialog', { name: 'Task of Ada' }));
    expect(sheet.getByRole('region', { name: 'Notes of Ada' }).textContent).toContain('Too fast');
    expect(sheet.getByRole<HTMLInputElement>('switch', { name: /^Required/ }).checked).toBe(true);
    await userEvent.click(sheet.getByRole('switch', { name: /^Required/ }));
    await userEvent.clear(sheet.getByLabelText('Minutes'));
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Changed “Duet” for Ada.')).toBeTruthy();
    expect(changes).toEqual([{ task: id(5), fields: { minutes: null, is_required: false }, everyone: false }]);
  });

  it('can be changed for everyone in the cohort, and a message says who keeps theirs', async () => {
    const changes: unknown[] = [];
    respond();
    server.use(rpc('change_client_task', { changed: 3, done: 1, locked: 2, past: 0 }, changes));
    open();
    await userEvent.click(await card('Record yourself'));
    const sheet = within(await screen.findByRole('dialog'));
    await userEvent.type(sheet.getByLabelText(/^Title/), ' twice');
    await userEvent.click(sheet.getByRole('radio', { name: 'Everyone in Spring' }));
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }));
    expect(
      await screen.findByText(
        'Changed “Record yourself twice” for 3 members. 1 has done it, 2 have locked it: they keep theirs.',
      ),
    ).toBeTruthy();
    expect(changes).toEqual([{ task: id(6), fields: { title: 'Record yourself twice' }, everyone: true }]);
  });

  it.each([
    [
      'task_done',
      { status: 'done' },
      /has done this task meanwhile.*Nothing was changed/,
      'Ada has done this task, so it stays as it is.',
    ],
    [
      'task_locked',
      { client_locked: true },
      /has locked this task meanwhile.*Nothing was changed/,
      'Ada has locked this task, so it stays as it is.',
    ],
  ] as const)(
    'that the server refuses to change with %s is read again, and shown as it is',
    async (code, state, message, held) => {
      let week = WEEK;
      respond(() => adasDays(week));
      server.use(
        rpc('change_client_task', () => {
          week = WEEK.map((task) => (task.id === id(5) ? { ...task, ...state } : task));
          return errorResponse(409, code);
        }),
      );
      open();
      await userEvent.click(await card('Duet'));
      const sheet = within(await screen.findByRole('dialog'));
      await userEvent.type(sheet.getByLabelText(/^Title/), '!');
      await userEvent.click(sheet.getByRole('button', { name: 'Save' }));
      expect(await screen.findByText(message)).toBeTruthy();
      expect(await sheet.findByText(held)).toBeTruthy();
      expect(sheet.queryByRole('button', { name: 'Save' })).toBeNull();
    },
  );

  it('that its client has locked or done has no menu, and is only read', async () => {
    respond();
    open();
    await userEvent.click(await card('Etude'));
    expect(await screen.findByText('Ada has locked this task, so it stays as it is.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'More actions for Etude' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'More actions for Long tones' })).toBeNull();
  });

  it('is moved by its menu to any day, for everyone too', async () => {
    const changes: unknown[] = [];
    respond();
    server.use(rpc('change_client_task', { changed: 1, done: 0, locked: 0, past: 1 }, changes));
    open();
    await choose('Duet', 'Move to…');
    fireEvent.change(await screen.findByLabelText(/^Day/), { target: { value: '2026-12-24' } });
    await userEvent.click(screen.getByRole('radio', { name: 'Everyone in Spring' }));
    await userEvent.click(screen.getByRole('button', { name: 'Move' }));
    expect(await screen.findByText('Changed “Duet” for 1 member. For 1 member that day is over.')).toBeTruthy();
    expect(changes).toEqual([{ task: id(5), fields: { date: '2026-12-24' }, everyone: true }]);
  });

  it('with a note of its client is removed only after that was shown', async () => {
    const requests: unknown[] = [];
    respond();
    server.use(rpc('remove_client_task', { removed: 1, done: 0, locked: 0, noted: 0 }, requests));
    open();
    await choose('Duet', 'Remove');
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove “Duet”?' }));
    expect(dialog.getByText('Too fast')).toBeTruthy();
    expect(requests).toEqual([]);
    await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
    expect(await screen.findByText('Removed “Duet” from the days of Ada.')).toBeTruthy();
    expect(requests).toEqual([{ task: id(5), everyone: false, with_notes: true }]);
  });

  it('that got a note meanwhile is not removed, and the note is shown', async () => {
    let week = WEEK;
    respond(() => adasDays(week));
    server.use(
      rpc('remove_client_task', () => {
        week = WEEK.map((task) => (task.id === id(6) ? { ...task, client_notes: 'Lost my phone' } : task));
        return errorResponse(409, 'task_has_notes');
      }),
    );
    open();
    await choose('Record yourself', 'Remove');
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove “Record yourself”?' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Remove' }));
    expect(await screen.findByText(/has written a note on this task meanwhile.*Nothing was removed/)).toBeTruthy();
    expect(await dialog.findByText('Lost my phone')).toBeTruthy();
  });
});

describe('a task that a coach adds', () => {
  it('is requested again with the same id after a response was lost', async () => {
    const requests: { id: string }[] = [];
    let isLost = true;
    respond();
    server.use(rpc('add_client_task', () => (isLost ? errorResponse(500, 'lost') : { added: 1, past: 0 }), requests));
    open();
    await userEvent.click(await screen.findByRole('button', { name: 'Add a task on Fri 20 Nov' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'New task for Ada' }));
    await userEvent.type(sheet.getByLabelText(/^Title/), 'Sing it');
    await userEvent.click(sheet.getByRole('button', { name: 'Add task' }));
    expect(await screen.findByText(/The task was not added/)).toBeTruthy();
    isLost = false;
    await userEvent.click(sheet.getByRole('button', { name: 'Add task' }));
    expect(await screen.findByText('Added “Sing it” for Ada.')).toBeTruthy();
    const task = { title: 'Sing it', date: '2026-11-20', minutes: null, notes: null, is_required: true };
    expect(requests).toMatchObject([{ enrollment: ADAS_ENROLLMENT, task }, { task }]);
    expect(requests[0]?.id).toBe(requests[1]?.id);
  });

  it('for a cohort is one request, and a message says for how many', async () => {
    const requests: unknown[] = [];
    respondToCoach();
    server.use(rpc('add_client_task', { added: 7, past: 1 }, requests));
    openScreen(CohortScreen, { role: 'coach', path: '/cohorts/$id', at: `/cohorts/${COHORT_ID}` });
    await userEvent.click(await screen.findByRole('button', { name: 'Add task for everyone' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'New task for everyone in Spring' }));
    await userEvent.type(sheet.getByLabelText(/^Title/), 'Sing it');
    await userEvent.click(sheet.getByRole('button', { name: 'Add task' }));
    expect(await screen.findByText('Added “Sing it” for 7 members. For 1 member that day is over.')).toBeTruthy();
    expect(requests).toMatchObject([{ cohort: COHORT_ID, task: { title: 'Sing it' } }]);
  });
});

describe('the progress of a client', () => {
  it('is “—” while nothing was due, and says when they last synced', async () => {
    respond();
    open();
    expect((await screen.findByText('Adherence')).parentElement?.textContent).toBe('Adherence—Nothing was due yet');
    expect(screen.getByText('Last sync').parentElement?.textContent).toContain('Never');
  });

  it('is done over due, by week, with the client’s notes', async () => {
    respond(
      undefined,
      adasProgress({
        due: 8,
        done: 7,
        last_sync_at: '2026-11-18T08:00:00+00:00',
        weeks: [
          { week_start: '2026-11-16', due: 2, done: 1, missed: 1, completed: 2 },
          { week_start: '2026-11-09', due: 6, done: 6, missed: 0, completed: 6 },
        ],
        notes: [{ task_id: id(5), date: '2026-11-19', title: 'Duet', client_notes: 'See www.example.com' }],
      }),
    );
    open();
    expect((await screen.findByText('Adherence')).parentElement?.textContent).toBe('Adherence87%7 of 8 due tasks done');
    const weeks = screen.getByRole('list', { name: 'Weeks' });
    expect(
      within(weeks)
        .getAllByRole('link')
        .map((link) => [link.textContent, link.getAttribute('href')]),
    ).toEqual([
      ['This week1 of 2 due done · 1 missed · 2 tasks done in all', `/clients/${ADA}/days?week=2026-11-16`],
      ['Last week6 of 6 due done · 6 tasks done in all', `/clients/${ADA}/days?week=2026-11-09`],
    ]);
    expect(screen.getByRole('link', { name: 'Thu 19 Nov · Duet' }).getAttribute('href')).toBe(
      `/clients/${ADA}/days?day=2026-11-19`,
    );
    expect(screen.getByRole('link', { name: 'www.example.com' })).toBeTruthy();
  });
});
