import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import fc from 'fast-check';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../../src/data/programs/drafts.ts';
import { CoachProgramsTab } from '../../../src/features/coaching/enrollments/CoachProgramsTab.tsx';
import { validateDayRange } from '../../../src/features/coaching/task-tools/validation.ts';
import { TaskTools } from '../../../src/features/coaching/task-tools/TaskTools.tsx';
import { edge, goOffline, json, rest, rpc, seemOffline, server, table, withCount } from '../../fixtures/cloud.ts';
import {
  ADA,
  ADAS_ENROLLMENT,
  aServerEnrollment,
  BEN,
  BENS_ENROLLMENT,
  COHORT_ID,
  PROGRAM_ID,
  respondToCoach,
} from '../../fixtures/coach.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const Program = () => (
  <>
    <TaskTools programId={PROGRAM_ID} />
    <CoachProgramsTab programId={PROGRAM_ID} />
  </>
);

const openProgram = (search = '') =>
  openScreen(Program, { role: 'coach', path: '/programs/$id', at: `/programs/${PROGRAM_ID}${search}` });

const choose = async (tools: string, tool: string) => {
  await userEvent.click(await screen.findByRole('button', { name: tools }));
  await userEvent.click(await screen.findByRole('menuitem', { name: tool }));
};

interface Asked {
  dryRun?: boolean;
  firstDay?: number;
  lastDay?: number;
  undo?: string;
}

it('somebody who was enrolled just now is listed by name', async () => {
  respondToCoach();
  let names = [{ user_id: ADA, display_name: 'Ada' }];
  let enrollments = [aServerEnrollment({})];
  server.use(
    rpc('enrollee_names', () => json(names)),
    rest('enrollments', () => withCount(enrollments)),
    edge('enroll', () => {
      names = [...names, { user_id: BEN, display_name: 'Ben' }];
      enrollments = [...enrollments, aServerEnrollment({ id: BENS_ENROLLMENT, user_id: BEN })];
      return json({ enrollmentId: BENS_ENROLLMENT, status: 'active' });
    }),
  );
  const { db } = openProgram();
  const program = await createProgram(db, { title: 'First steps', length_days: 28 });
  await db.rows('programs').put({ ...program, id: PROGRAM_ID, published_version: 1 });
  await screen.findByRole('radio', { name: /Ada/ });
  await userEvent.click(await screen.findByRole('button', { name: 'Add client' }));
  const ben = await screen.findByRole<HTMLInputElement>('checkbox', { name: /^Ben/ });
  // The only one left is chosen already.
  expect(ben.checked).toBe(true);
  await userEvent.type(await screen.findByLabelText(/Your instrument/), 'Oboe');
  const sheet = screen.getByRole('dialog', { name: 'Add clients' });
  await userEvent.click(within(sheet).getByRole('button', { name: 'Add client' }));
  expect(await screen.findByRole('radio', { name: /Ben/ })).toBeTruthy();
});

describe('the tools of a program', () => {
  it('are shown only for a selected client or cohort', async () => {
    respondToCoach();
    openProgram();
    const spring = await screen.findByRole('radio', { name: /Spring/ });
    expect(screen.queryByRole('button', { name: /tools/ })).toBeNull();
    await userEvent.click(spring);
    expect(await screen.findByRole('button', { name: 'Cohort tools' })).toBeTruthy();
    await userEvent.click(screen.getByRole('radio', { name: /Ada/ }));
    expect(await screen.findByRole('button', { name: 'Client tools' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Cohort tools' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Deselect Ada' }));
    await waitFor(() => {
      expect(screen.queryByRole('button', { name: /tools/ })).toBeNull();
    });
  });

  it('are not shown for an enrollment of another program', async () => {
    respondToCoach();
    openProgram('?enrollment=00000000-0000-7000-8003-0000000000ff');
    await screen.findByRole('radio', { name: /Ada/ });
    expect(screen.queryByRole('button', { name: /tools/ })).toBeNull();
  });

  it('say offline that they need a connection, and that the request did not get through', async () => {
    respondToCoach();
    const first = openProgram(`?cohort=${COHORT_ID}`);
    await screen.findByRole('button', { name: 'Cohort tools' });
    first.close();
    goOffline();
    openProgram(`?cohort=${COHORT_ID}`);
    expect(await screen.findByText('You seem to be offline. These tools need a connection.')).toBeTruthy();
    await choose('Cohort tools', 'Sync tasks from template');
    const dialog = within(await screen.findByRole('dialog', { name: 'Sync tasks from template' }));
    await dialog.findByText(/There is no connection/);
  });

  it('work where the browser is wrong about being offline', async () => {
    seemOffline();
    respondToCoach();
    server.use(
      edge('sync-tasks', () => ({ created: 2, members: [{ enrollmentId: ADAS_ENROLLMENT, userId: ADA, created: 2 }] })),
    );
    openProgram(`?cohort=${COHORT_ID}`);
    await screen.findByText('You seem to be offline. These tools need a connection.');
    await choose('Cohort tools', 'Sync tasks from template');
    await userEvent.click(await screen.findByRole('button', { name: 'Sync 2 tasks' }));
    expect(await screen.findByText('Created 2 tasks.')).toBeTruthy();
  });

  it('sync after a preview of the tasks and members, and show the number of created tasks', async () => {
    const requests: Asked[] = [];
    respondToCoach();
    server.use(
      edge('sync-tasks', (body: Asked) => {
        requests.push(body);
        return {
          created: body.dryRun ? 84 : 83,
          members: [
            { enrollmentId: ADAS_ENROLLMENT, userId: ADA, created: 84 },
            { enrollmentId: BENS_ENROLLMENT, userId: BEN, created: 0 },
          ],
        };
      }),
    );
    openProgram(`?cohort=${COHORT_ID}`);
    await choose('Cohort tools', 'Sync tasks from template');
    const dialog = await screen.findByRole('dialog', { name: 'Sync tasks from template' });
    expect(await within(dialog).findByText('84 tasks will be created for 1 member.')).toBeTruthy();
    expect(await within(dialog).findByText('Ada')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Sync 84 tasks' }));
    expect(await screen.findByText('Created 83 tasks.')).toBeTruthy();
    expect(requests).toMatchObject([
      { programId: PROGRAM_ID, cohortId: COHORT_ID, dryRun: true },
      { programId: PROGRAM_ID, cohortId: COHORT_ID, dryRun: false },
    ]);
  });

  it('sync only the requested days, and send no request for an invalid range', async () => {
    const requests: Asked[] = [];
    respondToCoach();
    server.use(
      edge('sync-tasks', (body: Asked) => {
        requests.push(body);
        return { created: 5, members: [] };
      }),
    );
    openProgram(`?enrollment=${ADAS_ENROLLMENT}`);
    await choose('Client tools', 'Sync tasks from template');
    await userEvent.type(await screen.findByLabelText('From day'), '8');
    await userEvent.type(screen.getByLabelText('To day'), '3');
    expect(await screen.findByText('The first day is after the last.')).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Sync tasks' }).disabled).toBe(true);
    await userEvent.type(screen.getByLabelText('To day'), '0');
    await userEvent.click(await screen.findByRole('button', { name: 'Sync 5 tasks' }));
    await screen.findByText('Created 5 tasks.');
    expect(requests.at(-1)).toMatchObject({
      programId: PROGRAM_ID,
      enrollmentId: ADAS_ENROLLMENT,
      firstDay: 8,
      lastDay: 30,
      dryRun: false,
    });
    expect(requests.some(({ firstDay = 1, lastDay = 366 }) => firstDay > lastDay)).toBe(false);
  });

  it('clear after a confirmation with the number of tasks, and undo the clear', async () => {
    const requests: Asked[] = [];
    respondToCoach();
    server.use(
      edge('clear-tasks', (body: Asked) => {
        requests.push(body);
        if (body.undo !== undefined) return { restored: 12 };
        return {
          deleted: 12,
          clearId: body.dryRun ? null : 'the-clear',
          members: [{ enrollmentId: ADAS_ENROLLMENT, userId: ADA, deleted: 12 }],
        };
      }),
    );
    openProgram(`?enrollment=${ADAS_ENROLLMENT}`);
    await choose('Client tools', 'Clear future tasks');
    expect(await screen.findByText('12 tasks will be deleted for Ada.')).toBeTruthy();
    expect(requests.map(({ dryRun }) => dryRun)).toEqual([true]);
    await userEvent.click(screen.getByRole('button', { name: 'Clear 12 tasks' }));
    expect(await screen.findByText('Cleared 12 tasks. You can undo this for 30 days.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Restored 12 tasks.')).toBeTruthy();
    expect(requests.at(-1)).toMatchObject({ programId: PROGRAM_ID, undo: 'the-clear' });
  });

  it('list earlier clears of the selected cohort with their dates, each to be undone once', async () => {
    const requests: Asked[] = [];
    const clear = { cohort_id: COHORT_ID, enrollment_id: null, deleted: 40, undone_at: null };
    respondToCoach();
    server.use(
      table('task_clears', [
        { ...clear, id: 'one', at: '2026-11-20T10:00:00+00:00' },
        { ...clear, id: 'two', deleted: 7, at: '2026-11-18T10:00:00+00:00', undone_at: '2026-11-19T10:00:00+00:00' },
        { ...clear, id: 'other', cohort_id: null, enrollment_id: ADAS_ENROLLMENT, at: '2026-11-17T10:00:00+00:00' },
      ]),
      edge('clear-tasks', (body: Asked) => {
        requests.push(body);
        return { restored: 40 };
      }),
    );
    openProgram(`?cohort=${COHORT_ID}`);
    await choose('Cohort tools', 'Undo a clear');
    const list = await screen.findByRole('list', { name: 'Clears' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(2);
    expect(within(list).getByText('Undone')).toBeTruthy();
    await userEvent.click(within(list).getByRole('button', { name: /Undo the clear from 20 Nov 2026/ }));
    expect(await screen.findByText('Restored 40 tasks.')).toBeTruthy();
    expect(requests).toMatchObject([{ programId: PROGRAM_ID, undo: 'one' }]);
  });

  it.each([
    ['not_active', 409, /Only active enrollments get tasks/],
    ['unavailable', 503, /The server couldn’t do this.*Trying again creates no duplicates.*Try again in/],
  ])('show what to do where the function responds with %s', async (code, status, sentence) => {
    respondToCoach();
    const previewed = edge('sync-tasks', () => ({ created: 3, members: [] }));
    server.use(previewed);
    openProgram(`?enrollment=${ADAS_ENROLLMENT}`);
    await choose('Client tools', 'Sync tasks from template');
    const button = await screen.findByRole('button', { name: 'Sync 3 tasks' });
    server.use(edge('sync-tasks', () => json({ code, message: 'x' }, status)));
    await userEvent.click(button);
    expect(await screen.findByText(sentence)).toBeTruthy();
    expect(screen.getByRole('dialog', { name: 'Sync tasks from template' })).toBeTruthy();
  });
});

describe('a tool whose response is lost', () => {
  const openClear = async (requests: (Asked & { requestId?: string })[]) => {
    respondToCoach();
    let isLost = true;
    server.use(
      http.post('*/functions/v1/clear-tasks', async ({ request }) => {
        const body = (await request.json()) as Asked;
        requests.push(body);
        if (!body.dryRun && isLost) return HttpResponse.error();
        return json({ deleted: 12, clearId: body.dryRun ? null : 'the-clear', members: [] });
      }),
    );
    openProgram(`?enrollment=${ADAS_ENROLLMENT}`);
    await choose('Client tools', 'Clear future tasks');
    const press = async () => {
      await userEvent.click(await screen.findByRole('button', { name: 'Clear 12 tasks' }));
    };
    return {
      press,
      mend: () => {
        isLost = false;
      },
    };
  };

  it('asks the server what was done, and says so', async () => {
    const asked: unknown[] = [];
    const requests: (Asked & { requestId?: string })[] = [];
    const { press } = await openClear(requests);
    server.use(rpc('tool_result', { deleted: 12, clear_id: 'the-clear' }, asked));
    await press();
    expect(await screen.findByText('Cleared 12 tasks. You can undo this for 30 days.')).toBeTruthy();
    expect(asked).toEqual([{ request: requests.at(-1)?.requestId }]);
  });

  it('says that nothing was changed only where the server says so', async () => {
    const { press } = await openClear([]);
    await press();
    expect(await screen.findByText(/The tasks were not cleared/)).toBeTruthy();
  });

  it('says that it is not known where the server cannot be asked, and sends the same request again', async () => {
    const requests: (Asked & { requestId?: string })[] = [];
    const { press, mend } = await openClear(requests);
    server.use(http.post('*/rest/v1/rpc/tool_result', () => HttpResponse.error()));
    await press();
    expect(await screen.findByText(/couldn’t ask what was done. Try again: nothing is done twice/)).toBeTruthy();
    expect(screen.queryByText(/were not cleared/)).toBeNull();
    mend();
    await press();
    expect(await screen.findByText('Cleared 12 tasks. You can undo this for 30 days.')).toBeTruthy();
    const [first, second] = requests.filter(({ dryRun }) => dryRun === false);
    expect(second?.requestId).toBe(first?.requestId);
    expect(first?.requestId).toBeTruthy();
  });
});

describe('a range of days as typed', () => {
  const side = fc.option(fc.integer({ min: 1, max: 366 }), { nil: undefined });

  it('is accepted where the first day is not after the last, and rejected otherwise', () => {
    fc.assert(
      fc.property(side, side, (first, last) => {
        const { days, error: problem } = validateDayRange({
          first: String(first ?? ''),
          last: ` ${String(last ?? '')} `,
        });
        const isTurned = first !== undefined && last !== undefined && first > last;
        expect(problem === null ? [days.firstDay, days.lastDay] : null).toEqual(isTurned ? null : [first, last]);
      }),
    );
  });

  it.each(['0', '367', '-1', '1.5', 'x', '1e2'])('is rejected with %s in it', (text) => {
    expect(validateDayRange({ first: text, last: '' }).error).not.toBeNull();
    expect(validateDayRange({ first: '', last: text }).error).not.toBeNull();
  });
});
