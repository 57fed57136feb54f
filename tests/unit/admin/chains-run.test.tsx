import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { clearPersistedResponses } from '../../../src/api/persisted-responses.ts';
import type { Run } from '../../../src/domain/chains/run.ts';
import { errorLabel, errorMessage } from '../../../src/features/admin/chains/error-messages.ts';
import { formatSeconds } from '../../../src/features/admin/chains/labels.ts';
import { RunScreen } from '../../../src/features/admin/chains/run/RunScreen.tsx';
import { RunsScreen } from '../../../src/features/admin/chains/runs/RunsScreen.tsx';
import {
  anEntry,
  aRun,
  aRunSummary,
  aStep,
  CHAINS_NOW,
  ENROLLMENTS,
  FAILED_RUN,
  localTime,
  localTimeFirst,
} from '../../fixtures/chain-screens.ts';
import { setNow } from '../../fixtures/clock.ts';
import { errorResponse, rpc, server, table } from '../../fixtures/cloud.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const open = (found: Run) => {
  server.use(rpc('chain_run', found));
  return openScreen(RunScreen, { role: 'admin', path: '/admin/chains/runs/$run', at: '/admin/chains/runs/12' });
};

/** The card of a step in the picture of tiers. */
const card = async (title: string) => {
  const heading = await screen.findByRole('heading', { level: 3, name: title });
  return heading.closest('li') ?? heading;
};

const rowOf = (title: RegExp) =>
  within(screen.getByRole('row', { name: title }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);

const RUNNING = { status: 'running', completed_at: null, total_duration_seconds: null } as const;
const TO_COME = { status: 'pending', started_at: null, completed_at: null, read_rows: 0, requests: 0 } as const;

const runningUsers = aStep({
  status: 'running',
  started_at: '2026-03-06T11:58:20Z',
  completed_at: null,
  requests: 100,
  usual_requests: 500,
  usual_seconds: 480,
  read_rows: 10_000,
});

beforeEach(async () => {
  setNow(CHAINS_NOW);
  await clearPersistedResponses();
  server.use(rpc('timetable', [anEntry(), ENROLLMENTS]), table('held_deletions', []));
});

describe('a run', () => {
  it('shows its tiers, and what each step did beside what it usually takes', async () => {
    open(
      aRun({}, [
        aStep({ id: 1, title: 'Courses', chain_order: 1 }),
        aStep({ id: 2, title: 'Partners', chain_order: 1 }),
        aStep({ id: 3, title: 'LMS users', chain_order: 3, usual_seconds: 100, notes: { not_found: 2 } }),
      ]),
    );
    expect(await screen.findByRole('heading', { level: 1, name: 'Daily chain' })).toBeTruthy();
    const tiers = within(screen.getByRole('list', { name: 'Tiers' }));
    expect(within(tiers.getByRole('list', { name: 'Steps of tier 1' })).getAllByRole('heading')).toHaveLength(2);
    const users = await card('LMS users');
    expect(users.textContent).toContain('2 minUsually 1 min 40 s21,980 rows read2 not found any more');
    expect(rowOf(/^LMS users/)).toEqual(['21,980', '12', '30', '21,938', '3', '0', '220', '2 min', '1 min 40 s']);
    expect(screen.getByText('Nothing out of the ordinary has happened in this run.')).toBeTruthy();
  });

  it('shows rate, progress and time left of a running step, and refreshes until it is over', async () => {
    const found = aRun({ ...RUNNING, started_at: '2026-03-06T11:58:00Z', steps_done: 0 }, [
      runningUsers,
      aStep({ id: 5, title: 'Groups', chain_order: 4, ...TO_COME, needs: ['users'], usual_seconds: 20 }),
    ]);
    open(found);
    const users = await card('LMS users');
    expect(users.textContent).toContain('1.0 requests/s, about 6 min 40 s left');
    expect(within(users).getByRole<HTMLProgressElement>('progressbar').value).toBe(0.2);
    expect(screen.getByText('About 7 min left')).toBeTruthy();
    expect((await card('Groups')).textContent).toContain('To comeUsually 20 s');
    Object.assign(found, aRun({}, [aStep(), aStep({ id: 5, title: 'Groups', chain_order: 4 })]));
    expect(await screen.findByText('Completed')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Cancel run' })).toBeNull();
  });

  it('says nothing of a rate that interruptions make wrong', async () => {
    const event = { at: '2026-03-06T11:59:00Z', code: 'unreachable', message: 'timeout' };
    open(aRun(RUNNING, [{ ...runningUsers, events: [event] }]));
    expect((await card('LMS users')).textContent).toContain('Working');
    expect(screen.queryByText(/left/)).toBeNull();
  });

  it('says that it waits where no step runs, and when a step is tried again or its API pauses', async () => {
    const found = aRun(RUNNING, [aStep(TO_COME)]);
    open(found);
    expect(await screen.findByText('Waits for a worker, or for its API to be free')).toBeTruthy();
    Object.assign(
      found,
      aRun(RUNNING, [
        aStep({ id: 1, title: 'Again', status: 'waiting', attempts: 1, next_attempt_at: '2026-03-06T12:05:00Z' }),
        aStep({ id: 2, title: 'Paused', ...TO_COME, api_blocked_until: '2026-03-06T12:01:00Z' }),
      ]),
    );
    await waitFor(async () => {
      expect((await card('Again')).textContent).toContain(`Attempt 2 of 4: ${localTime('2026-03-06T12:05:00Z')}`);
    });
    expect((await card('Paused')).textContent).toContain(`Northpass pauses until ${localTime('2026-03-06T12:01:00Z')}`);
    expect(screen.queryByText('Waits for a worker, or for its API to be free')).toBeNull();
  });

  it('says in words what happened, and resumes', async () => {
    const requests: unknown[] = [];
    server.use(rpc('resume_run', new HttpResponse(null, { status: 204 }), requests));
    const { user } = open(FAILED_RUN);
    const notice = within(await screen.findByRole('alert'));
    expect(notice.getByText('Failed.')).toBeTruthy();
    expect(notice.getByText(/“LMS users” failed\. Northpass could not be reached/)).toBeTruthy();
    expect(notice.getByText(/Resume goes on where it stopped/)).toBeTruthy();
    await user.click(notice.getByRole('button', { name: 'Resume' }));
    await waitFor(() => {
      expect(requests).toEqual([{ run: 12 }]);
    });
  });

  it('sends counts that would fall by hand, once the admin has looked at them', async () => {
    const requests: unknown[] = [];
    server.use(rpc('run_chain', 13, requests));
    const push = aStep({
      id: 8,
      task: 'daily_full.sync_to_impartner',
      title: 'Counts to Impartner',
      status: 'failed',
      required: false,
      error_code: 'counts_fall',
      error_message: 'The counts of 60 of 80 partners would fall.',
    });
    const { user } = open(aRun({ status: 'partial', error_code: 'counts_fall' }, [aStep(), push]));
    const partners = await screen.findByRole<HTMLAnchorElement>('link', { name: 'Show partners' });
    expect(partners.href).toContain('/admin/partners?show=differs');
    expect(screen.getByText('Where they are right, send them by hand.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Send the counts' }));
    await waitFor(() => {
      expect(requests).toEqual([{ chain: 'daily_full', dry_run: false, only_task: 'daily_full.sync_to_impartner' }]);
    });
  });

  it('offers nothing where the chain has run since, and steps that had not begun never will', async () => {
    open({
      ...FAILED_RUN,
      is_newest: false,
      steps: [...FAILED_RUN.steps, aStep({ id: 9, title: 'Groups', ...TO_COME })],
    });
    expect(await screen.findByText('The chain has run again since.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
    expect((await card('Groups')).textContent).toContain('Not begun');
  });

  it('points to deletions that a step held while nobody has decided', async () => {
    const held = { id: 7, dataset: 'users', found_at: CHAINS_NOW, missing_count: 90, row_count: 100, sample: [] };
    server.use(table('held_deletions', [held]));
    const { close } = open(aRun({}, [aStep({ held_rows: 90 })]));
    expect(await screen.findByRole('link', { name: 'Look at held deletions' })).toBeTruthy();
    close();
    await clearPersistedResponses();
    server.use(table('held_deletions', []));
    open(aRun({}, [aStep({ held_rows: 90 })]));
    expect((await card('LMS users')).textContent).toContain('90 deletions held');
    expect(screen.queryByRole('link', { name: 'Look at held deletions' })).toBeNull();
  });

  it('is cancelled after a question, and an optional step is skipped', async () => {
    const cancels: unknown[] = [];
    const skips: unknown[] = [];
    const empty = () => new HttpResponse(null, { status: 204 });
    server.use(rpc('cancel_run', empty, cancels), rpc('skip_step', empty, skips));
    const { user } = open(
      aRun(RUNNING, [
        runningUsers,
        aStep({ id: 6, title: 'Memberships', required: false, chain_order: 5, ...TO_COME }),
      ]),
    );
    await user.click(await screen.findByRole('button', { name: 'Skip Memberships' }));
    await waitFor(() => {
      expect(skips).toEqual([{ step: 6 }]);
    });
    expect(screen.queryByRole('button', { name: 'Skip LMS users' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Cancel run' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Cancel this run?' }));
    expect(cancels).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Cancel run' }));
    await waitFor(() => {
      expect(cancels).toEqual([{ run: 12 }]);
    });
  });

  it('logs what happened, the newest first, with the words of the vendor as one line', async () => {
    open(
      aRun({}, [
        aStep({
          events: [
            { at: '2026-03-06T02:01:00Z', code: 'too_many_requests', message: 'northpass pauses for 5 seconds.' },
            { at: '2026-03-06T02:02:00Z', code: 'unreadable_response', message: 'The response:\n\u202E<html>' },
          ],
        }),
      ]),
    );
    const entries = within(await screen.findByRole('list', { name: 'Log' })).getAllByRole('listitem');
    expect(entries.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Northpass sent something other than data, such as an error page.The response: <html>'),
      expect.stringContaining('Northpass takes no more requests for now.'),
    ]);
  });

  it('that does not exist any more is said to be gone', async () => {
    server.use(rpc('chain_run', () => errorResponse(404, 'not_found')));
    openScreen(RunScreen, { role: 'admin', path: '/admin/chains/runs/$run', at: '/admin/chains/runs/1' });
    expect(await screen.findByText('There is no such run. Runs are kept for 30 days.')).toBeTruthy();
  });
});

describe('all runs', () => {
  const openRuns = (at = '/admin/chains/runs') =>
    openScreen(RunsScreen, { role: 'admin', path: '/admin/chains/runs', at });

  const runsFrom = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => aRunSummary({ id: first - index }));

  it('are listed with what happened, and filtered by chain and state', async () => {
    const requests: unknown[] = [];
    server.use(
      rpc(
        'chain_runs',
        ({ status }: { status?: string }) =>
          status === 'cancelled' ? [] : [aRunSummary({ id: 3, status: 'failed', error_code: 'forbidden' })],
        requests,
      ),
    );
    const { user, router } = openRuns();
    const run = await screen.findByRole('link', { name: /Daily chain/ });
    expect(run.textContent).toContain(`${localTimeFirst('2026-03-06T02:00:10Z')} · By schedulePermission missing`);
    expect(run.textContent).toContain('Failed · 14 min');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Chain' }), 'Recent enrollments');
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'Cancelled');
    expect(await screen.findByText('No runs match these filters.')).toBeTruthy();
    await waitFor(() => {
      expect(router.state.location.search).toEqual({ chain: 'enrollments_incremental', status: 'cancelled' });
    });
    expect(requests).toEqual([
      {},
      { chain: 'enrollments_incremental' },
      { chain: 'enrollments_incremental', status: 'cancelled' },
    ]);
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByRole('link', { name: /Daily chain/ })).toBeTruthy();
  });

  it('are loaded page by page, each from where the one before ends', async () => {
    const requests: unknown[] = [];
    server.use(
      rpc(
        'chain_runs',
        ({ before }: { before?: number }) => (before === undefined ? runsFrom(99, 50) : runsFrom(before - 1, 3)),
        requests,
      ),
    );
    const { user } = openRuns();
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    await waitFor(() => {
      expect(screen.getAllByRole('link', { name: /Daily chain/ })).toHaveLength(53);
    });
    expect(requests).toEqual([{}, { before: 50 }]);
    expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
  });

  test.each(['failed&chain=x', 'nonsense'])('an address with status=%s shows runs', async (status) => {
    server.use(rpc('chain_runs', [aRunSummary()]));
    openRuns(`/admin/chains/runs?status=${status}`);
    expect(await screen.findByRole('link', { name: /Daily chain/ })).toBeTruthy();
  });
});

describe('what happened, in words', () => {
  const CODES = [
    'needs_not_fresh',
    'empty_walk',
    'worker_lost',
    'unauthorized',
    'forbidden',
    'not_configured',
    'unreachable',
    'server_error',
    'unreadable_response',
    'unexpected_shape',
    'bad_request',
    'not_found',
    'too_many_requests',
    'deletions_held',
    'counts_fall',
    'refused',
    'endless_walk',
    'restarted',
    'internal',
  ];

  test.each(CODES)('%s is a sentence, with a vendor or without, and a label', (code) => {
    for (const api of ['northpass', 'impartner', null]) {
      const { what, advice = 'Nothing.' } = errorMessage(code, api);
      expect(what).toMatch(/^[A-Z][^_]*\.$/);
      expect(advice).toMatch(/^[A-Z].*\.$/);
    }
    expect(errorLabel(code)).toMatch(/^[A-Z][^_]*$/);
  });

  test('a code that this version does not know is shown as it is', () => {
    expect(errorMessage('a_new_one', null)).toEqual({ what: 'It failed with the code a_new_one.' });
    expect(errorLabel('a_new_one')).toBe('a_new_one');
  });

  test.each([
    [0.2, '<1 s'],
    [45.4, '45 s'],
    [60, '1 min'],
    [200, '3 min 20 s'],
    [719, '12 min'],
    [3_900, '1 h 5 min'],
    [NaN, '–'],
  ])('%d seconds are %s', (seconds, label) => {
    expect(formatSeconds(seconds)).toBe(label);
  });
});
