import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { CoachProgramsTab } from '../../../src/features/coaching/enrollments/CoachProgramsTab.tsx';
import { CohortScreen } from '../../../src/features/coaching/cohorts/CohortScreen.tsx';
import { TaskTools } from '../../../src/features/coaching/task-tools/TaskTools.tsx';
import { edge, errorResponse, rest, rpc, server, table } from '../../fixtures/cloud.ts';
import {
  ADAS_ENROLLMENT,
  aServerEnrollment,
  aVersion,
  BEN,
  BENS_ENROLLMENT,
  COHORT_ID,
  PROGRAM_ID,
  respondToCoach,
  VERSION_ID,
} from '../../fixtures/coach.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const SECOND = '00000000-0000-7000-8001-0000000000f2';
const THIRD = '00000000-0000-7000-8001-0000000000f3';

const Program = () => (
  <>
    <TaskTools programId={PROGRAM_ID} />
    <CoachProgramsTab programId={PROGRAM_ID} />
  </>
);

const threeVersions = () => {
  respondToCoach();
  server.use(
    table('program_versions', [
      aVersion,
      { ...aVersion, id: THIRD, number: 3, published_at: '2026-11-20T10:00:00+00:00' },
      { ...aVersion, id: SECOND, number: 2, published_at: '2026-11-10T10:00:00+00:00' },
    ]),
  );
};

const openMove = async (search: string, tools: string) => {
  openScreen(Program, { role: 'coach', path: '/programs/$id', at: `/programs/${PROGRAM_ID}${search}` });
  await userEvent.click(await screen.findByRole('button', { name: tools }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Move to another version' }));
  return screen.findByRole('dialog', { name: 'Move to another version' });
};

const plainSpaces = (text: string): string => text.replaceAll('\u00A0', ' ');

const options = (dialog: HTMLElement): string[] =>
  [...within(dialog).getByRole<HTMLSelectElement>('combobox').options].map(({ text }) => text);

describe('moving to a newer version', () => {
  it.each([
    [
      { price: 9_900, pending: 0, quoted: 0 },
      'The price changes from EUR 49.00 to EUR 99.00. Nobody who is enrolled pays again.',
    ],
    [
      { price: 9_900, pending: 3, quoted: 1 },
      'The price changes from EUR 49.00 to EUR 99.00. 3 people haven’t paid yet; for 1 of them, what was quoted still holds. Nobody who paid pays again.',
    ],
    [
      { price: null, pending: 1, quoted: 0 },
      'The price changes from EUR 49.00 to Free. 1 person hasn’t paid yet, and becomes active at once.',
    ],
  ])('says in the preview what becomes of the price: %j', async (change, message) => {
    threeVersions();
    const price = { currency: 'EUR', old_price: 4_900, old_currency: 'EUR', ...change };
    server.use(rpc('move_enrollment', { added: 0, removed: 0, changed: 0, price }));
    const dialog = await openMove(`?enrollment=${ADAS_ENROLLMENT}`, 'Client tools');
    expect(await within(dialog).findByText(plainSpaces(message), { normalizer: plainSpaces })).toBeTruthy();
  });

  it('previews the newest version, moves to it, and shows what changed', async () => {
    const requests: { dry_run: boolean }[] = [];
    threeVersions();
    server.use(rpc('move_enrollment', { added: 12, removed: 3, changed: 5, price: null }, requests));
    const dialog = await openMove(`?enrollment=${ADAS_ENROLLMENT}`, 'Client tools');
    expect(within(dialog).getByText('Ada is on version 1.')).toBeTruthy();
    expect(await within(dialog).findByText('12 tasks would be added, 3 removed, 5 changed.')).toBeTruthy();
    expect(options(dialog)).toEqual(['Version 3, the newest', 'Version 2']);
    expect(within(dialog).getByText(/^Published 20 Nov 2026/)).toBeTruthy();
    expect(requests).toEqual([{ enrollment: ADAS_ENROLLMENT, version: THIRD, dry_run: true }]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move to version 3' }));
    expect(await screen.findByText('Ada is now on version 3. 12 tasks added, 3 removed, 5 changed.')).toBeTruthy();
    expect(requests.slice(1)).toMatchObject([{ enrollment: ADAS_ENROLLMENT, version: THIRD, dry_run: false }]);
  });

  it('moves a cohort to the chosen version after a new preview', async () => {
    const requests: { version: string }[] = [];
    threeVersions();
    server.use(
      rest('rpc/move_enrollment', async ({ request }) => {
        const body = (await request.json()) as { version: string };
        requests.push(body);
        return HttpResponse.json({ added: 0, removed: 0, changed: body.version === SECOND ? 0 : 5, price: null });
      }),
    );
    const dialog = await openMove(`?cohort=${COHORT_ID}`, 'Cohort tools');
    await within(dialog).findByText('0 tasks would be added, 0 removed, 5 changed.');
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Version' }), SECOND);
    expect(await within(dialog).findByText('No tasks would change.')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move to version 2' }));
    expect(await screen.findByText('Spring is now on version 2. No tasks changed.')).toBeTruthy();
    expect(requests.at(-1)).toMatchObject({ cohort: COHORT_ID, version: SECOND, dry_run: false });
  });

  it('shows that a client is on the newest version, and moves to an older one only when chosen', async () => {
    const requests: unknown[] = [];
    threeVersions();
    server.use(
      table('enrollments', [aServerEnrollment({ version_id: THIRD })]),
      rpc('move_enrollment', { added: 0, removed: 1, changed: 0, price: null }, requests),
    );
    const dialog = await openMove(`?enrollment=${ADAS_ENROLLMENT}`, 'Client tools');
    expect(within(dialog).getByText(/Ada is on the newest version, 3\. To get a newer one/)).toBeTruthy();
    expect(within(dialog).queryByRole('button', { name: /^Move/ })).toBeNull();
    expect(options(dialog)).toEqual(['Stay on version 3', 'Version 2, an older one', 'Version 1, an older one']);
    await userEvent.selectOptions(within(dialog).getByRole('combobox'), VERSION_ID);
    expect(await within(dialog).findByText('0 tasks would be added, 1 removed, 0 changed.')).toBeTruthy();
    expect(within(dialog).getByRole('button', { name: 'Move to version 1' })).toBeTruthy();
    expect(requests).toEqual([{ enrollment: ADAS_ENROLLMENT, version: VERSION_ID, dry_run: true }]);
  });

  it('offers no choice where there is only one version', async () => {
    respondToCoach();
    const dialog = await openMove(`?cohort=${COHORT_ID}`, 'Cohort tools');
    expect(within(dialog).getByText(/Spring is on the newest version, 1/)).toBeTruthy();
    expect(within(dialog).queryByRole('combobox')).toBeNull();
  });

  it('offers a cohort’s own version too when a member is on another one', async () => {
    respondToCoach();
    server.use(
      table('program_versions', [aVersion, { ...aVersion, id: SECOND, number: 2 }]),
      table('enrollments', [
        aServerEnrollment({ cohort_id: COHORT_ID, version_id: SECOND }),
        aServerEnrollment({ id: BENS_ENROLLMENT, user_id: BEN, cohort_id: COHORT_ID }),
      ]),
      rpc('move_enrollment', { added: 1, removed: 0, changed: 0, price: null }),
    );
    const dialog = await openMove(`?cohort=${COHORT_ID}`, 'Cohort tools');
    expect(within(dialog).getByText('Spring is on version 1. 1 member is on another version.')).toBeTruthy();
    expect(options(dialog)).toEqual(['Version 2, the newest', 'Version 1']);
  });

  it('shows why the move failed and what to do, and stays open', async () => {
    threeVersions();
    server.use(rpc('move_enrollment', { added: 0, removed: 0, changed: 5, price: null }));
    const dialog = await openMove(`?enrollment=${ADAS_ENROLLMENT}`, 'Client tools');
    const button = await within(dialog).findByRole('button', { name: 'Move to version 3' });
    await waitFor(() => {
      expect(button.hasAttribute('disabled')).toBe(false);
    });
    server.use(rpc('move_enrollment', () => errorResponse(409, 'ended')));
    await userEvent.click(button);
    expect(await screen.findByText(/has ended. Enroll them again.*were not changed/)).toBeTruthy();
    expect(screen.getByRole('dialog')).toBeTruthy();
  });

  it('shows that the preview failed, with a retry', async () => {
    threeVersions();
    server.use(rpc('move_enrollment', () => errorResponse(404, 'not_found')));
    const dialog = await openMove(`?enrollment=${ADAS_ENROLLMENT}`, 'Client tools');
    expect(await within(dialog).findByText(/This no longer exists/)).toBeTruthy();
    server.use(rpc('move_enrollment', { added: 0, removed: 0, changed: 1, price: null }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Try again' }));
    expect(await within(dialog).findByText('0 tasks would be added, 0 removed, 1 changed.')).toBeTruthy();
  });
});

describe('the version of an enrollment or a cohort', () => {
  it('is shown in the list, with a newer one if there is one', async () => {
    threeVersions();
    server.use(table('enrollments', [aServerEnrollment({ version_id: THIRD })]));
    openScreen(Program, { role: 'coach', path: '/programs/$id', at: `/programs/${PROGRAM_ID}` });
    expect(await screen.findByRole('radio', { name: /Spring.*version 1, newest is 3/ })).toBeTruthy();
    expect(await screen.findByRole('radio', { name: /Ada.*version 3$/ })).toBeTruthy();
  });

  it('is shown under the name of the cohort', async () => {
    threeVersions();
    openScreen(CohortScreen, { role: 'coach', path: '/cohorts/$id', at: `/cohorts/${COHORT_ID}` });
    expect(await screen.findByText(/First steps · .* · version 1, newest is 3/)).toBeTruthy();
  });
});

describe('a sync', () => {
  const openSync = async () => {
    openScreen(Program, {
      role: 'coach',
      path: '/programs/$id',
      at: `/programs/${PROGRAM_ID}?enrollment=${ADAS_ENROLLMENT}`,
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Client tools' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Sync tasks from template' }));
    return screen.findByRole('dialog', { name: 'Sync tasks from template' });
  };

  it('of an older version says that a newer one is available, and leads to the move', async () => {
    threeVersions();
    server.use(
      edge('sync-tasks', () => ({ removed: 0, created: 0, members: [] })),
      rpc('move_enrollment', { added: 1, removed: 0, changed: 0, price: null }),
    );
    const dialog = await openSync();
    expect(await within(dialog).findByText('Version 3 is available.')).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move to it' }));
    const move = await screen.findByRole('dialog', { name: 'Move to another version' });
    expect(await within(move).findByText('1 task would be added, 0 removed, 0 changed.')).toBeTruthy();
  });
});

describe('moving everyone', () => {
  it('names the program instead of the selected client', async () => {
    const requests: unknown[] = [];
    threeVersions();
    server.use(rpc('move_enrollment', { added: 7, removed: 0, changed: 0, price: null }, requests));
    const dialog = await openMove(`?enrollment=${ADAS_ENROLLMENT}`, 'Client tools');
    await userEvent.click(await within(dialog).findByRole('radio', { name: 'Everyone in this program' }));
    const button = await within(dialog).findByRole('button', { name: 'Move to version 3' });
    await waitFor(() => {
      expect(button.hasAttribute('disabled')).toBe(false);
    });
    await userEvent.click(button);
    expect(await screen.findByText('Everyone is now on version 3. 7 tasks added, 0 removed, 0 changed.')).toBeTruthy();
    expect(requests.at(-1)).toMatchObject({ program: PROGRAM_ID, version: THIRD, dry_run: false });
  });
});

describe('rescheduling a cohort', () => {
  const openDates = async () => {
    openScreen(CohortScreen, { role: 'coach', path: '/cohorts/$id', at: `/cohorts/${COHORT_ID}` });
    await userEvent.click(await screen.findByRole('button', { name: 'Cohort settings' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Change start date' }));
    return screen.findByRole('dialog', { name: 'Change start date' });
  };
  const choose = (dialog: HTMLElement, date: string) => {
    fireEvent.change(within(dialog).getByLabelText(/Start date/), { target: { value: date } });
  };

  it('is previewed, with how many tasks keep their dates and why', async () => {
    const requests: unknown[] = [];
    respondToCoach();
    const stayed = { done: 2, locked: 1, edited: 0, past: 3 };
    server.use(rpc('reschedule', { moved: 40, removed: 0, created: 5, stayed, members: 2 }, requests));
    const dialog = await openDates();
    const button = within(dialog).getByRole('button', { name: 'Change date' });
    expect(button.hasAttribute('disabled')).toBe(true);
    choose(dialog, '2026-11-30');
    expect(
      await within(dialog).findByText(
        '40 tasks for 2 people would move. 5 tasks of days that had none would be added.',
      ),
    ).toBeTruthy();
    expect(within(dialog).getByText('These keep their dates: 2 done, 1 locked, 3 would be in the past.')).toBeTruthy();
    await userEvent.click(button);
    expect(await screen.findByText(/^Spring starts on Mon,? 30 Nov.*: 40 tasks moved\.$/)).toBeTruthy();
    const request = { cohort: COHORT_ID, start_date: '2026-11-30' };
    expect(requests).toMatchObject([
      { ...request, dry_run: true },
      { ...request, dry_run: false },
    ]);
  });

  it('sends no request for an invalid date, and shows what is missing', async () => {
    respondToCoach();
    const dialog = await openDates();
    for (const date of ['', '0026-11-30']) {
      choose(dialog, date);
      expect(await within(dialog).findByText('Choose a start date.')).toBeTruthy();
      expect(within(dialog).getByRole('button', { name: 'Change date' }).hasAttribute('disabled')).toBe(true);
    }
  });

  it('shows why it failed', async () => {
    respondToCoach();
    const stayed = { done: 0, locked: 0, edited: 0, past: 0 };
    server.use(rpc('reschedule', { moved: 1, removed: 0, created: 0, stayed, members: 1 }));
    const dialog = await openDates();
    choose(dialog, '2026-11-30');
    await within(dialog).findByText('1 task for 1 person would move.');
    server.use(rpc('reschedule', () => errorResponse(404, 'not_found')));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Change date' }));
    expect(await screen.findByText(/This no longer exists.*The start date was not changed/)).toBeTruthy();
  });
});
