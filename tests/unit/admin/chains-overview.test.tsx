import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HeldDeletion } from '../../../src/domain/chains/held-deletion.ts';
import { ChainsScreen } from '../../../src/features/admin/chains/overview/ChainsScreen.tsx';
import { clearPersistedResponses } from '../../../src/api/persisted-responses.ts';
import { useServerClock } from '../../../src/api/server-clock.ts';
import {
  aDataset,
  aGroup,
  anEntry,
  aRun,
  aRunSummary,
  aStep,
  CHAINS_NOW,
  ENROLLMENTS,
  FAILED_RUN,
  localTime,
  localTimeFirst,
  overviewResponses,
} from '../../fixtures/chain-screens.ts';
import { setNow } from '../../fixtures/clock.ts';
import { errorResponse, json, rest, rpc, server } from '../../fixtures/cloud.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const HELD: HeldDeletion = {
  id: 7,
  dataset: 'memberships',
  found_at: '2026-03-06T02:10:00Z',
  missing_count: 1_200,
  row_count: 30_000,
  sample: [{ id: 'g:p', group_id: 'g-1', person_id: 'p-1' }],
};

const FAILED_DAILY = anEntry({ last_run: FAILED_RUN.run });

const open = () => openScreen(ChainsScreen, { role: 'admin', path: '/admin/chains' });

const card = async (name: string | RegExp) => {
  const heading = await screen.findByRole('heading', { level: 3, name });
  return within(heading.closest('li') ?? heading);
};

beforeEach(async () => {
  setNow(CHAINS_NOW);
  await clearPersistedResponses();
  server.use(rpc('unlinked_groups', []), rpc('chain_run', FAILED_RUN));
});

describe('the morning screen', () => {
  it('shows first what failed in words, what is held, what is stale and which groups are not clear', async () => {
    server.use(
      ...overviewResponses({
        timetable: [FAILED_DAILY, anEntry({ name: 'leads_full', title: 'All leads', job: 'sync_leads', steps: [] })],
        held: [HELD],
        datasets: [aDataset(), aDataset({ name: 'leads', refreshed_at: '2026-03-03T12:00:00Z' })],
      }),
      rpc('unlinked_groups', [
        aGroup({ id: 'g', name: 'Acme', candidates: [{ id: '1', name: 'Acme' }] }),
        aGroup({ id: 'h', name: 'Staff' }),
      ]),
    );
    open();
    const failed = await card('Daily chain');
    expect(await failed.findByText(/“LMS users” failed\. Northpass could not be reached/)).toBeTruthy();
    expect(failed.getByText('Check that Northpass is up.')).toBeTruthy();
    expect(failed.getByText('There was no response: timeout.')).toBeTruthy();
    expect(failed.getByRole('button', { name: 'Resume' })).toBeTruthy();
    const held = await card('Memberships: 1,200 of 30,000 missing');
    expect(held.getByRole('cell', { name: 'p-1' })).toBeTruthy();
    const stale = await card('Leads');
    expect(stale.getByText(/Last refreshed/).textContent).toContain('3 days ago');
    expect(stale.getByRole('button', { name: 'Run “All leads”' })).toBeTruthy();
    const groups = await card('1 LMS group without a clear partner');
    expect(groups.getByText(/1 more group matches no partner/)).toBeTruthy();
    expect(screen.queryByText('Nothing needs attention.')).toBeNull();
  });

  it('resumes the run that failed, and shows it', async () => {
    const requests: unknown[] = [];
    server.use(
      ...overviewResponses({ timetable: [FAILED_DAILY] }),
      rpc('resume_run', new HttpResponse(null, { status: 204 }), requests),
    );
    const { user, router } = open();
    await user.click(await (await card('Daily chain')).findByRole('button', { name: 'Resume' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/admin/chains/runs/12');
    });
    expect(requests).toEqual([{ run: 12 }]);
  });

  it('offers the daily chain where a task lacked fresh data', async () => {
    const requests: unknown[] = [];
    const run = aRunSummary({ chain_name: 'enrollments_incremental', status: 'failed', error_code: 'needs_not_fresh' });
    const step = aStep({ status: 'failed', error_code: 'needs_not_fresh', error_message: 'Not up to date: users.' });
    server.use(
      ...overviewResponses({ timetable: [anEntry(), { ...ENROLLMENTS, last_run: run }] }),
      rpc('chain_run', aRun(run, [step])),
      rpc('run_chain', 13, requests),
    );
    const { user } = open();
    await user.click(await (await card('Recent enrollments')).findByRole('button', { name: 'Run the daily chain' }));
    await waitFor(() => {
      expect(requests).toEqual([{ chain: 'daily_full', dry_run: false }]);
    });
  });

  it('says what to set where there is no key', async () => {
    const step = aStep({ status: 'failed', api: 'impartner', error_code: 'not_configured', error_message: '' });
    const run = aRunSummary({ status: 'failed', error_code: 'not_configured', error_message: '' });
    server.use(...overviewResponses({ timetable: [anEntry({ last_run: run })] }), rpc('chain_run', aRun(run, [step])));
    open();
    const failed = await card('Daily chain');
    expect(await failed.findByText(/There is no API key for Impartner/)).toBeTruthy();
    expect(failed.getByText('Set IMPARTNER_API_KEY, in the secrets of the edge functions.')).toBeTruthy();
  });

  it('says that nothing needs attention only once everything is known', async () => {
    let respond: (response: Response) => void = () => undefined;
    const response = new Promise<Response>((resolve) => {
      respond = resolve;
    });
    server.use(
      ...overviewResponses(),
      rest('rpc/unlinked_groups', () => response),
    );
    open();
    expect(await screen.findByText('21,980 rows')).toBeTruthy();
    expect(screen.queryByText('Nothing needs attention.')).toBeNull();
    respond(json([]));
    expect(await screen.findByText('Nothing needs attention.')).toBeTruthy();
  });

  it('offers the first run where nothing has run yet', async () => {
    const requests: unknown[] = [];
    server.use(
      ...overviewResponses({
        timetable: [anEntry({ last_run: null })],
        datasets: [aDataset({ refreshed_at: null, row_count: 0 })],
      }),
      rpc('run_chain', 1, requests),
    );
    const { user, router } = open();
    expect(await screen.findByText('Never loaded')).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Run the daily chain' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/admin/chains/runs/1');
    });
    expect(requests).toEqual([{ chain: 'daily_full', dry_run: false }]);
  });

  it('warns about a tick that is older than three minutes by the server’s clock', async () => {
    server.use(...overviewResponses({ lastTick: '2026-03-06T11:59:30Z' }));
    useServerClock.setState({ offsetMs: 4 * 60_000 });
    open();
    expect(await screen.findByText('The tick is late.')).toBeTruthy();
    useServerClock.setState({ offsetMs: null });
    await waitFor(() => {
      expect(screen.queryByText('The tick is late.')).toBeNull();
    });
  });
});

describe('held deletions', () => {
  const decide = async (button: string, title: string, confirm: string) => {
    const requests: unknown[] = [];
    const held = [HELD];
    server.use(
      ...overviewResponses({ held }),
      rpc(
        'decide_deletions',
        () => {
          held.length = 0;
          return 1_198;
        },
        requests,
      ),
    );
    const { user } = open();
    await user.click(await (await card(/^Memberships/)).findByRole('button', { name: button }));
    const dialog = within(await screen.findByRole('dialog', { name: title }));
    expect(requests).toEqual([]);
    await user.click(dialog.getByRole('button', { name: confirm }));
    await waitFor(() => {
      expect(screen.queryByRole('heading', { name: /^Memberships/ })).toBeNull();
    });
    return requests;
  };

  it('are approved after a question that says how many of how many', async () => {
    const requests = await decide('Approve deletion', 'Delete 1,200 of 30,000 memberships?', 'Approve deletion');
    expect(requests).toEqual([{ held: 7, approve: true }]);
    expect(await screen.findByText('1,198 memberships are gone.')).toBeTruthy();
  });

  it('are kept', async () => {
    const requests = await decide('Keep them', 'Keep 1,200 of 30,000 memberships?', 'Keep them');
    expect(requests).toEqual([{ held: 7, approve: false }]);
    expect(await screen.findByText('1,200 of 30,000 memberships stay.')).toBeTruthy();
  });

  it('stay on screen, with the reason, where somebody else has decided', async () => {
    server.use(
      ...overviewResponses({ held: [HELD] }),
      rpc('decide_deletions', () => errorResponse(409, 'already_decided')),
    );
    const { user } = open();
    await user.click(await (await card(/^Memberships/)).findByRole('button', { name: 'Approve deletion' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Approve deletion' }));
    expect(await screen.findByText(/Somebody else has decided.*Nothing was decided\./)).toBeTruthy();
  });

  it('show hostile values as one line of text', async () => {
    const sample = [{ id: '1', name: '\u202Eevil\n<b>' }] as HeldDeletion['sample'];
    server.use(...overviewResponses({ held: [{ ...HELD, dataset: 'groups', sample }] }));
    open();
    expect(await screen.findByRole('cell', { name: 'evil <b>' })).toBeTruthy();
  });
});

describe('the chains', () => {
  it('show their last run and their next one, and follow a run by themselves', async () => {
    const timetable = [anEntry({ last_run: aRunSummary({ status: 'running', completed_at: null, steps_done: 1 }) })];
    server.use(...overviewResponses({ timetable }));
    open();
    expect(await screen.findByText('Running · 1 of 2 steps done')).toBeTruthy();
    expect(screen.getByText(`Next: ${localTime('2026-03-07T02:00:00Z')}`)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Run Daily chain now' })).toBeNull();
    timetable[0] = anEntry({ last_run: aRunSummary() });
    expect(await screen.findByText(`Completed · ${localTimeFirst('2026-03-06T02:14:10Z')} · 14 min`)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Run Daily chain now' })).toBeTruthy();
  });

  it('run one step alone, and the push without sending anything', async () => {
    const requests: unknown[] = [];
    server.use(
      ...overviewResponses(),
      rpc('run_chain', () => errorResponse(409, 'already_running'), requests),
    );
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'More actions for Daily chain' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Run one step' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Run one step of “Daily chain”' }));
    await user.click(dialog.getByRole('radio', { name: 'Courses' }));
    await user.click(dialog.getByRole('button', { name: 'Run step' }));
    expect(await screen.findByText('It is running already. Nothing was started.')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    await user.click(await screen.findByRole('button', { name: 'More actions for Daily chain' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Dry run of the push' }));
    await waitFor(() => {
      expect(requests).toEqual([
        { chain: 'daily_full', dry_run: false, only_task: 'daily_full.sync_courses' },
        { chain: 'daily_full', dry_run: true, only_task: 'daily_full.sync_to_impartner' },
      ]);
    });
  });

  it('say when they are off, and what they run after', async () => {
    server.use(
      ...overviewResponses({
        timetable: [
          anEntry({ enabled: false, next_at: null }),
          ENROLLMENTS,
          anEntry({
            name: 'push',
            title: 'Push',
            job: 'x',
            local_times: [],
            next_at: null,
            after_task: ENROLLMENTS.name,
          }),
        ],
      }),
    );
    open();
    expect(await screen.findByText('Off: does not run by itself')).toBeTruthy();
    expect(screen.getByText('After each successful run of Recent enrollments')).toBeTruthy();
  });

  it('show past alerts in words, which lead to their runs', async () => {
    server.use(
      ...overviewResponses({
        alerts: [
          {
            id: 1,
            kind: 'step_failed',
            subject: '9 daily_full.sync_courses',
            code: 'forbidden',
            message: 'status 403',
            at: '2026-03-05T02:02:00Z',
            run_id: 9,
          },
          {
            id: 2,
            kind: 'no_success',
            subject: 'memberships',
            code: '2026-03-04T02:05:00',
            message: 'memberships was last refreshed at 2026-03-04 02:05 UTC.',
            at: '2026-03-05T04:06:00Z',
            run_id: null,
          },
        ],
      }),
    );
    open();
    const alert = await screen.findByRole<HTMLAnchorElement>('link', { name: /Courses failed/ });
    expect(alert.textContent).toContain('Permission missing');
    expect(alert.pathname).toBe('/admin/chains/runs/9');
    expect(screen.getByText('Memberships became stale').closest('li')?.textContent).toContain(
      `Last refreshed ${localTime('2026-03-04T02:05:00Z')}`,
    );
  });

  it('shows a notice where the server fails', async () => {
    server.use(
      rpc('timetable', () => json({ message: 'boom' }, 500)),
      ...overviewResponses(),
    );
    open();
    expect(await screen.findByText('The server couldn’t respond.')).toBeTruthy();
    expect(screen.queryByText('Nothing needs attention.')).toBeNull();
  });
});
