import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { formatDate } from '../../../src/ui/format.ts';
import { deviceToday } from '../../fixtures/clock.ts';
import { daysBetween } from '../../../src/domain/calendar/calendar-date.ts';
import { CohortScreen } from '../../../src/features/coaching/cohorts/CohortScreen.tsx';
import { CohortsScreen } from '../../../src/features/coaching/cohorts/CohortsScreen.tsx';
import { createProgram } from '../../../src/data/programs/drafts.ts';
import { edge, json, rest, rpc, server, table } from '../../fixtures/cloud.ts';
import {
  aCohort,
  ADA,
  ADAS_ENROLLMENT,
  aMember,
  BEN,
  BENS_ENROLLMENT,
  COHORT_ID,
  PROGRAM_ID,
  respondToCoach,
} from '../../fixtures/coach.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const openCohort = () => openScreen(CohortScreen, { role: 'coach', path: '/cohorts/$id', at: `/cohorts/${COHORT_ID}` });

describe('cohorts', () => {
  it('are listed with their program and whether they are open', async () => {
    respondToCoach();
    openScreen(CohortsScreen, { role: 'coach', path: '/cohorts' });
    const row = await screen.findByRole('link', { name: /Spring/ });
    await waitFor(() => {
      expect(row.textContent).toContain('First steps');
    });
    expect(row.textContent).toContain('Open');
  });

  it('cannot be created before a program is published, and a message shows why', async () => {
    server.use(table('cohorts', []), table('program_versions', []));
    const { db } = openScreen(CohortsScreen, { role: 'coach', path: '/cohorts' });
    await createProgram(db, { title: 'Draft' });
    await userEvent.click(await screen.findByRole('button', { name: 'Create your first cohort' }));
    expect(await screen.findByText(/Publish one first/)).toBeTruthy();
  });
});

describe('a cohort', () => {
  it('shows the progress of each member’s tasks, and continues where it has stopped', async () => {
    const requests: unknown[] = [];
    respondToCoach();
    server.use(
      rpc('cohort_members', [
        aMember({}),
        aMember({
          enrollment_id: BENS_ENROLLMENT,
          user_id: BEN,
          display_name: 'Ben',
          synced_days: 10,
          sync_state: 'failed',
        }),
      ]),
      edge('sync-tasks', (body) => {
        requests.push(body);
        return { created: 90, members: [{ enrollmentId: BENS_ENROLLMENT, userId: BEN, created: 90 }] };
      }),
    );
    openCohort();
    expect(await screen.findByText('28 days planned')).toBeTruthy();
    expect(screen.getByText('Stopped: 10 of 28 days planned')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Try again: Ben' }));
    expect(await screen.findByText('Created 90 tasks for Ben.')).toBeTruthy();
    expect(requests).toMatchObject([{ programId: PROGRAM_ID, enrollmentId: BENS_ENROLLMENT, dryRun: false }]);
  });

  it.each([
    [true, 'No one has joined yet. Share the link or add your clients.'],
    [false, 'No one has joined yet. Add your clients, or let people join with the link.'],
  ])('without members, and open: %s, says how people get in', async (is_open, sentence) => {
    respondToCoach();
    server.use(table('cohorts', [{ ...aCohort, is_open }]), rpc('cohort_members', []));
    openCohort();
    expect(await screen.findByText(sentence)).toBeTruthy();
  });

  it('asks the coach what a pending member paid and how, and confirms it with an id of its own', async () => {
    const requests: { requestId: string }[] = [];
    respondToCoach();
    server.use(
      rpc('cohort_members', [aMember({ status: 'pending', sync_state: 'waiting', synced_days: 0 })]),
      rpc('quote_payment', { amount: 4_900, currency: 'EUR' }),
      edge('complete-enrollment', (body) => {
        requests.push(body);
        return { enrollmentId: ADAS_ENROLLMENT, status: 'active' };
      }),
    );
    openCohort();
    await userEvent.click(await screen.findByRole('button', { name: 'Confirm payment: Ada' }));
    const sheet = await screen.findByRole('dialog', { name: 'Confirm payment of Ada' });
    const submit = await within(sheet).findByRole('button', { name: 'Confirm payment' });
    await userEvent.click(submit);
    expect(await within(sheet).findByText('Choose how it was paid.')).toBeTruthy();
    await userEvent.click(within(sheet).getByRole('radio', { name: 'Cash' }));
    const amount = within(sheet).getByRole('textbox', { name: 'Amount paid' });
    await userEvent.clear(amount);
    await userEvent.type(amount, '1.000');
    await userEvent.click(submit);
    expect(await within(sheet).findByText(/could mean thousands or decimals/)).toBeTruthy();
    expect(requests).toEqual([]);
    await userEvent.clear(amount);
    await userEvent.type(amount, '40');
    await userEvent.click(submit);
    expect(await screen.findByText('Confirmed the payment of Ada. Their tasks are being created.')).toBeTruthy();
    expect(requests).toEqual([
      { enrollmentId: ADAS_ENROLLMENT, requestId: requests[0]?.requestId, amount: 4_000, method: 'cash', note: '' },
    ]);
  });

  it('is told what became of a confirmation whose response was lost, and that with other values it is another one', async () => {
    const requests: { requestId: string; amount: number }[] = [];
    let recorded: object[] = [];
    respondToCoach();
    server.use(
      rpc('cohort_members', [aMember({ status: 'pending', sync_state: 'waiting', synced_days: 0 })]),
      rpc('quote_payment', { amount: 4_900, currency: 'EUR' }),
      edge('complete-enrollment', (body) => {
        requests.push(body);
        return new Response('', { status: 504 });
      }),
      rest('payments', () => json(recorded)),
    );
    openCohort();
    await userEvent.click(await screen.findByRole('button', { name: 'Confirm payment: Ada' }));
    const sheet = await screen.findByRole('dialog', { name: 'Confirm payment of Ada' });
    await userEvent.click(await within(sheet).findByRole('radio', { name: 'Cash' }));
    const submit = within(sheet).getByRole('button', { name: 'Confirm payment' });
    await userEvent.click(submit);
    expect(await screen.findByText(/The payment of Ada was not confirmed\./)).toBeTruthy();
    const amount = within(sheet).getByRole('textbox', { name: 'Amount paid' });
    await userEvent.clear(amount);
    await userEvent.type(amount, '40');
    recorded = [{ id: '00000000-0000-7000-8000-0000000000f1' }];
    await userEvent.click(submit);
    expect(await screen.findByText('Confirmed the payment of Ada. Their tasks are being created.')).toBeTruthy();
    expect(requests.map(({ amount: sent }) => sent)).toEqual([4_900, 4_000]);
    expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(2);
  });

  it('can get an accepted client added, with the required parameters', async () => {
    const requests: unknown[] = [];
    respondToCoach();
    server.use(
      edge('enroll', (body) => {
        requests.push(body);
        return { enrollmentId: BENS_ENROLLMENT, status: 'active' };
      }),
    );
    openCohort();
    await screen.findByText('28 days planned');
    await userEvent.click(screen.getByRole('button', { name: 'Add client' }));
    const sheet = await screen.findByRole('dialog', { name: 'Add clients' });
    // The only client who is no member yet is chosen.
    expect(await within(sheet).findAllByRole('checkbox', { checked: true })).toHaveLength(1);
    expect(within(sheet).getByRole('checkbox', { name: /^Ben/ })).toBeTruthy();
    await userEvent.click(within(sheet).getByRole('button', { name: 'Add client' }));
    expect(await within(sheet).findByText(/^Required: the program’s tasks/)).toBeTruthy();
    expect(requests).toEqual([]);
    await userEvent.type(within(sheet).getByLabelText(/Your instrument/), 'Oboe');
    await userEvent.click(within(sheet).getByRole('button', { name: 'Add client' }));
    expect(await screen.findByText('Added Ben. Their tasks are being created.')).toBeTruthy();
    expect(requests).toEqual([{ cohortId: COHORT_ID, userId: BEN, parameters: { instrument: 'Oboe' } }]);
  });

  it('shows why a client could not be added', async () => {
    respondToCoach();
    server.use(
      rpc('cohort_members', []),
      edge('enroll', () => json({ code: 'not_connected', message: 'x' }, 403)),
    );
    openCohort();
    await userEvent.click(await screen.findByRole('button', { name: 'Add client' }));
    await userEvent.click(await screen.findByRole('checkbox', { name: /^Ada/ }));
    await userEvent.type(await screen.findByLabelText(/Your instrument/), 'Oboe{Enter}');
    expect(await screen.findByText('Nobody was added.')).toBeTruthy();
    expect(screen.getByText(/haven’t accepted you as their coach/)).toBeTruthy();
  });

  it('keeps what was typed for one client apart from another client’s', async () => {
    respondToCoach();
    server.use(rpc('cohort_members', []));
    openCohort();
    await userEvent.click(await screen.findByRole('button', { name: 'Add client' }));
    const [ada, ben] = [
      await screen.findByRole('checkbox', { name: /^Ada/ }),
      screen.getByRole('checkbox', { name: /^Ben/ }),
    ];
    const instrument = () => screen.getByLabelText<HTMLInputElement>(/Your instrument/);
    await userEvent.click(ada);
    await userEvent.type(instrument(), 'Oboe');
    await userEvent.click(ada);
    await userEvent.click(ben);
    expect(instrument().value).toBe('');
    await userEvent.click(ben);
    await userEvent.click(ada);
    expect(instrument().value).toBe('Oboe');
  });

  it('can get several clients added at once, and says of each who was not, and why', async () => {
    const requests: { userId: string; parameters: object }[] = [];
    respondToCoach();
    server.use(
      rpc('cohort_members', []),
      edge('enroll', (body) => {
        const request = body as { userId: string; parameters: object };
        requests.push(request);
        return request.userId === BEN && requests.length < 3
          ? json({ code: 'too_many_programs', message: 'x' }, 409)
          : { enrollmentId: ADAS_ENROLLMENT, status: 'active' };
      }),
    );
    openCohort();
    await userEvent.click(await screen.findByRole('button', { name: 'Add client' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Add clients' }));
    await userEvent.click(await sheet.findByRole('button', { name: 'Add client' }));
    expect(await sheet.findByText('Choose at least one client.')).toBeTruthy();
    await userEvent.click(sheet.getByRole('button', { name: 'Choose all' }));
    const [adas, bens] = sheet.getAllByLabelText(/Your instrument/);
    if (!adas || !bens) throw new Error('there are no answers for both');
    await userEvent.type(adas, 'Oboe');
    await userEvent.click(sheet.getByRole('button', { name: 'Add 2 clients' }));
    // One answer is missing: nobody is added yet.
    expect(await sheet.findAllByText(/^Required/)).toHaveLength(1);
    expect(requests).toEqual([]);
    await userEvent.type(bens, 'Harp');
    await userEvent.click(sheet.getByRole('button', { name: 'Add 2 clients' }));
    expect(await screen.findByText('Added Ada. Their tasks are being created.')).toBeTruthy();
    expect(await sheet.findByText('1 client added, 1 not.')).toBeTruthy();
    expect(sheet.getByText(/They are already in 100 programs/)).toBeTruthy();
    expect(requests).toMatchObject([
      { userId: ADA, parameters: { instrument: 'Oboe' } },
      { userId: BEN, parameters: { instrument: 'Harp' } },
    ]);
    // Only who was not added is tried again, with what was typed.
    await userEvent.click(sheet.getByRole('button', { name: 'Add client' }));
    expect(await screen.findByText('Added Ben. Their tasks are being created.')).toBeTruthy();
    expect(requests.slice(2)).toMatchObject([{ userId: BEN, parameters: { instrument: 'Harp' } }]);
  });

  it('can get several clients added with the same answers', async () => {
    const requests: unknown[] = [];
    respondToCoach();
    server.use(
      rpc('cohort_members', []),
      edge('enroll', () => json({ enrollmentId: ADAS_ENROLLMENT, status: 'pending' }), requests),
    );
    openCohort();
    await userEvent.click(await screen.findByRole('button', { name: 'Add client' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Add clients' }));
    await userEvent.click(await sheet.findByRole('button', { name: 'Choose all' }));
    await userEvent.click(sheet.getByRole('radio', { name: 'Same for all' }));
    await userEvent.type(sheet.getByLabelText(/Your instrument/), 'Voice');
    await userEvent.click(sheet.getByRole('button', { name: 'Add 2 clients' }));
    expect(
      await screen.findByText('Added Ada, Ben. Their tasks appear once payment is received or you confirm it.'),
    ).toBeTruthy();
    expect(requests).toMatchObject([
      { userId: ADA, parameters: { instrument: 'Voice' } },
      { userId: BEN, parameters: { instrument: 'Voice' } },
    ]);
  });

  it('leaves the others untried where the connection breaks, and says so', async () => {
    respondToCoach();
    const requests: unknown[] = [];
    server.use(
      rpc('cohort_members', []),
      edge('enroll', () => json({ code: 'internal', message: 'x' }, 500), requests),
    );
    openCohort();
    await userEvent.click(await screen.findByRole('button', { name: 'Add client' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Add clients' }));
    await userEvent.click(await sheet.findByRole('button', { name: 'Choose all' }));
    await userEvent.click(sheet.getByRole('radio', { name: 'Same for all' }));
    await userEvent.type(sheet.getByLabelText(/Your instrument/), 'Voice');
    await userEvent.click(sheet.getByRole('button', { name: 'Add 2 clients' }));
    expect(await sheet.findByText(/The server couldn’t do this/)).toBeTruthy();
    expect(sheet.getByText(/Not tried, since the request before failed/)).toBeTruthy();
    expect(requests).toHaveLength(1);
  });

  it('can get a member removed after a confirmation', async () => {
    const requests: unknown[] = [];
    respondToCoach();
    server.use(rpc('end_enrollment', 0, requests));
    openCohort();
    await screen.findByText('28 days planned');
    await userEvent.click(screen.getByRole('button', { name: /Ada/ }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove' }));
    const dialog = await screen.findByRole('dialog', { name: 'Remove Ada?' });
    expect(requests).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove' }));
    expect(await screen.findByText('Removed Ada from the cohort.')).toBeTruthy();
    expect(requests).toEqual([{ enrollment: ADAS_ENROLLMENT, remove_tasks: false }]);
  });

  it('shows its link, and can replace it with a new one', async () => {
    let token = 'old-token';
    respondToCoach();
    server.use(
      rpc('cohort_link', () => token),
      rpc('renew_cohort_link', () => (token = 'new-token')),
    );
    openCohort();
    expect(await screen.findByText(/\/join\/old-token$/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'New link' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Create link' }));
    expect(await screen.findByText(/\/join\/new-token$/)).toBeTruthy();
    expect(screen.queryByText(/old-token/)).toBeNull();
  });
});

describe('a cohort’s board', () => {
  it('is a table of done, missed and upcoming tasks per member and day', async () => {
    const requests: { first: string; last: string }[] = [];
    respondToCoach();
    server.use(
      rpc(
        'cohort_board',
        {
          days: ['2026-11-16', '2026-11-17', '2026-11-18'],
          members: [
            {
              enrollment_id: ADAS_ENROLLMENT,
              user_id: ADA,
              display_name: 'Ada',
              days: [
                { date: '2026-11-16', done: 2, missed: 1, future: 0 },
                { date: '2026-11-17', done: 0, missed: 0, future: 3 },
                { date: '2026-11-18', done: 0, missed: 0, future: 0 },
              ],
            },
          ],
        },
        requests,
      ),
    );
    openCohort();
    const board = await screen.findByRole('region', { name: /^Spring, / });
    expect(within(board).getByRole('columnheader', { name: 'Monday 16 November' })).toBeTruthy();
    const row = within(board).getByRole('row', { name: /^Ada/ });
    expect(
      within(row).getAllByRole('cell', { name: `Ada, ${formatDate('2026-11-16', deviceToday())}: 2 done, 1 missed` }),
    ).toHaveLength(1);
    expect(
      within(row).getAllByRole('cell', { name: `Ada, ${formatDate('2026-11-17', deviceToday())}: 3 upcoming` }),
    ).toHaveLength(1);
    expect(
      within(row).getAllByRole('cell', { name: `Ada, ${formatDate('2026-11-18', deviceToday())}: no tasks` }),
    ).toHaveLength(1);
    expect(
      within(row)
        .getByRole('link', { name: /^Ada, Mon/ })
        .getAttribute('href'),
    ).toBe(`/clients/${ADA}/days?day=2026-11-16&enrollment=${ADAS_ENROLLMENT}`);

    await userEvent.click(screen.getByRole('button', { name: 'Next two weeks' }));
    await waitFor(() => {
      expect(requests).toHaveLength(2);
    });
    const [now, later] = requests;
    expect(daysBetween(now?.first ?? '', now?.last ?? '')).toBe(13);
    expect(daysBetween(now?.first ?? '', later?.first ?? '')).toBe(14);
  });
});
