import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { addDays, datesInRange } from '../../../src/domain/calendar/calendar-date.ts';
import type { ActivityMetrics } from '../../../src/domain/reporting/metrics.ts';
import { RepScreen } from '../../../src/features/admin/reps/RepScreen.tsx';
import { setNow } from '../../fixtures/clock.ts';
import { goOffline, json, errorResponse, rest, rpc, server, table } from '../../fixtures/cloud.ts';
import { aProfile } from '../../fixtures/people.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const REP = '00000000-0000-7000-8000-000000000001';
const FRIDAY = new Date('2026-03-06T12:00:00Z');

const counts = (done: number) => ({ done, planned: 1, cancelled: 1, minutes: done * 30 });
const summary = (done: number) => ({ ...counts(done), completion_rate: done / (done + 2) });

const metrics = (from: string, to: string): ActivityMetrics => ({
  user_id: REP,
  from_date: from,
  to_date: to,
  totals: summary(8),
  previous: summary(3),
  by_type: [
    { type: 'call', ...counts(6) },
    { type: 'Site visit', ...counts(2) },
  ],
  by_day: datesInRange(from, to).map((date) => ({ date, ...counts(1) })),
  by_week: [0, 7].map((day) => ({
    from_date: addDays(from, day),
    to_date: addDays(from, day + 6),
    this: summary(4),
    before: summary(1),
  })),
});

const activity = (number: number) => ({
  id: `00000000-0000-7000-8001-${String(number).padStart(12, '0')}`,
  type: 'call',
  title: `Call ${String(number)}`,
  date: '2026-03-04',
  time: '10:00:00',
  duration: 15,
  status: 'done',
  outcome: null,
  lead_id: null,
  created_at: '2026-03-04T10:00:00+00:00',
});

/** Responds as PostgREST does, with its cap on the rows of one response. */
const pagedActivities = (total: number, cap: number, requests: string[] = []) =>
  rest('program_activities', ({ request }) => {
    const query = new URL(request.url).searchParams;
    requests.push(query.get('id') ?? '');
    const after = (query.get('id') ?? '').replace('gt.', '');
    const left = Array.from({ length: total }, (_, number) => activity(number)).filter((row) => row.id > after);
    const page = left.slice(0, Math.min(cap, Number(query.get('limit'))));
    const response = json(page, page.length < left.length ? 206 : 200);
    response.headers.set('content-range', `0-${String(page.length - 1)}/${String(left.length)}`);
    return response;
  });

const everythingElse = () => [
  rest('rpc/user_activity_metrics', async ({ request }) => {
    const { from_date, to_date } = (await request.json()) as { from_date: string; to_date: string };
    return json(metrics(from_date, to_date));
  }),
  rest('profiles', () => json([aProfile({ id: REP, display_name: 'Ada', time_zone: 'Europe/Paris' })])),
  rest('program_sync_status', () => json([{ last_sync_at: '2026-03-01T10:00:00+00:00' }])),
  rest('sync_devices', () =>
    json([
      {
        id: 'd1',
        name: 'Phone',
        app_version: '0.1.0',
        pending: 3,
        rejected: 0,
        last_seen_at: '2026-03-06T10:00:00+00:00',
      },
      { id: 'd2', name: '', app_version: '', pending: 0, rejected: 1, last_seen_at: '2026-02-01T10:00:00+00:00' },
    ]),
  ),
  rest('submissions', () => {
    const response = json([{ id: 'l1' }]);
    response.headers.set('content-range', '0-0/17');
    return response;
  }),
];

const open = () => openScreen(RepScreen, { role: 'admin', path: '/admin/reps/$userId', at: `/admin/reps/${REP}` });

const figure = (label: string): string => screen.getByText(label, { selector: 'dt' }).parentElement?.textContent ?? '';

const NOTHING = { programs: 0, cohorts: 0, people: 0, payments: 0 };

beforeEach(() => {
  setNow(FRIDAY);
  server.use(rpc('hand_over_programs', NOTHING));
});

describe('the programs of a person', () => {
  it('can be handed over where there are any, also of somebody who is no coach any more', async () => {
    server.use(...everythingElse(), pagedActivities(0, 1_000), rpc('hand_over_programs', { ...NOTHING, programs: 2 }));
    server.use(table('profiles', [aProfile({ id: REP, display_name: 'Ada', role: 'rep' })]));
    open();
    await userEvent.click(await screen.findByRole('button', { name: 'Hand over programs…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Hand over programs' });
    expect(await within(dialog).findByText(/Ada hands over 2 programs\./)).toBeTruthy();
  });

  it('are not mentioned where there are none', async () => {
    server.use(...everythingElse(), pagedActivities(0, 1_000));
    open();
    await screen.findByText('Completion rate');
    expect(screen.queryByRole('button', { name: 'Hand over programs…' })).toBeNull();
  });
});

describe('one rep', () => {
  it('shows the figures of the range and of the previous one, the leads and the devices', async () => {
    server.use(...everythingElse(), pagedActivities(3, 1_000));
    open();
    expect(await screen.findByRole('heading', { name: 'Ada', level: 1 })).toBeTruthy();
    await screen.findByText('Completion rate');
    expect(figure('Done')).toContain('8Previous period: 3');
    expect(figure('Completion rate')).toContain('80%Previous period: 60%');
    expect(figure('Time')).toContain('4 hPrevious period: 1 h 30 min');
    await waitFor(() => {
      expect(figure('Leads')).toContain('17');
      expect(figure('Last sync')).toContain('Stale, 5 days ago');
    });
    const devices = await screen.findByRole('list', { name: 'Devices' });
    expect(within(devices).getByText('3 changes waiting')).toBeTruthy();
    expect(within(devices).getByText('1 change not accepted')).toBeTruthy();
  });

  it('reads all activities, beyond the row limit of one response', async () => {
    const requests: string[] = [];
    server.use(...everythingElse(), pagedActivities(1_234, 500, requests));
    open();
    expect(await screen.findByText('1,234 activities, Sat 7 Feb to Fri 6 Mar')).toBeTruthy();
    expect(requests).toHaveLength(3);
    expect(screen.getByRole('button', { name: 'Show more (1,184 activities left)' })).toBeTruthy();
  });

  it('shows every chart also as a table', async () => {
    server.use(...everythingElse(), pagedActivities(0, 1_000));
    open();
    const chart = await screen.findByRole('figure', { name: 'Done by week' });
    expect(within(chart).getByRole('img', { name: /8 done in this period, 3 in the previous one/ })).toBeTruthy();
    await userEvent.click(within(chart).getByRole('button', { name: 'Done by week as a table' }));
    expect(
      within(chart)
        .getAllByRole('row')
        .map((row) => row.textContent),
    ).toEqual(['Week fromDonePrevious periodCompletion', 'Sat 7 Feb4166%', 'Sat 14 Feb4166%']);
  });

  it('requests the chosen range, and shows why dates are invalid', async () => {
    const requests: unknown[] = [];
    server.use(
      rest('rpc/user_activity_metrics', async ({ request }) => {
        const body = (await request.clone().json()) as { from_date: string; to_date: string };
        requests.push([body.from_date, body.to_date]);
        return json(metrics(body.from_date, body.to_date));
      }),
      ...everythingElse(),
      pagedActivities(0, 1_000),
    );
    open();
    const range = await screen.findByRole('combobox', { name: 'Range' });
    await userEvent.selectOptions(range, 'Last week');
    await userEvent.selectOptions(range, 'Custom range');
    const to = screen.getByLabelText<HTMLInputElement>('To');
    await userEvent.clear(to);
    expect(screen.getByText('Choose both dates.')).toBeTruthy();
    await userEvent.type(to, '2026-02-01');
    expect(screen.getByText('The end date is before the start date.')).toBeTruthy();
    await userEvent.clear(to);
    await userEvent.type(to, '2030-02-01');
    expect(screen.getByText('Choose at most 731 days.')).toBeTruthy();
    await userEvent.clear(to);
    await userEvent.type(to, '2026-02-25');
    await waitFor(() => {
      expect(requests).toEqual([
        ['2026-02-07', '2026-03-06'],
        ['2026-02-23', '2026-03-01'],
        ['2026-02-23', '2026-02-25'],
      ]);
    });
  });

  it('shows a message when the person does not exist', async () => {
    server.use(
      ...everythingElse().slice(1),
      rpc('user_activity_metrics', () => errorResponse(404, 'unknown_person')),
      pagedActivities(0, 1_000),
    );
    open();
    expect(await screen.findByText('Person not found.')).toBeTruthy();
  });

  it('shows what was loaded before, with its age, to an admin who is offline', async () => {
    server.use(...everythingElse(), pagedActivities(3, 1_000));
    const first = open();
    await screen.findByText('Call 0');
    await screen.findByRole('list', { name: 'Devices' });
    first.close();

    setNow(FRIDAY.getTime() + 3 * 3_600_000);
    goOffline();
    open();
    expect(await screen.findByText('Offline.')).toBeTruthy();
    expect(await screen.findByText('3 h ago')).toBeTruthy();
    expect(await screen.findByText('Call 0')).toBeTruthy();
  });
});
