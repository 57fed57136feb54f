import { describe, expect, test } from 'vitest';
import { attentionOf, isUnused, needsAttention } from '../../../src/domain/chains/attention.ts';
import { freshnessOf, staleForCounts } from '../../../src/domain/chains/dataset.ts';
import { sampleColumns } from '../../../src/domain/chains/held-deletion.ts';
import { certifiedPeople, countCertificates, differsFromCrm } from '../../../src/domain/chains/partner.ts';
import {
  averageRate,
  durationSeconds,
  rateBetween,
  runSecondsLeft,
  secondsLeft,
  shareDone,
} from '../../../src/domain/chains/progress.ts';
import { rightAction } from '../../../src/domain/chains/right-action.ts';
import { decisiveFailure, isWaitingForWorker, tiersOf } from '../../../src/domain/chains/run.ts';
import { isTickLate, orderedTimetable, pushTaskOf } from '../../../src/domain/chains/timetable.ts';
import {
  aDataset,
  aGroup,
  anEntry,
  aPartner,
  aPartnerDetail,
  aRun,
  aRunSummary,
  aStep,
  CHAINS_NOW,
  ENROLLMENTS,
  PUSH_AFTER,
} from '../../fixtures/chain-screens.ts';

const NOW = Date.parse(CHAINS_NOW);
const at = (secondsAgo: number) => new Date(NOW - secondsAgo * 1_000).toISOString();

const failedWith = (error_code: string, change: Parameters<typeof aStep>[0] = {}) =>
  aStep({ id: 2, status: 'failed', error_code, ...change });

describe('the right action after a run', () => {
  const failed = { status: 'failed', error_code: 'unreachable' } as const;

  test.each([
    ['unreachable', { kind: 'resume' }],
    ['server_error', { kind: 'resume' }],
    ['unauthorized', { kind: 'resume' }],
    ['not_configured', { kind: 'resume' }],
    ['worker_lost', { kind: 'resume' }],
    ['a_new_one', { kind: 'resume' }],
    ['empty_walk', { kind: 'resume' }],
    ['refused', { kind: 'resume' }],
    ['endless_walk', { kind: 'run_again' }],
    ['counts_fall', { kind: 'push', onlyTask: 'daily_full.sync_users' }],
    ['needs_not_fresh', { kind: 'run_again' }],
  ])('of the daily chain that failed with %s', (code, action) => {
    expect(rightAction(aRun(failed, [aStep(), failedWith(code)]), NOW)).toEqual(action);
  });

  test('is the daily chain where a task alone found its data not up to date', () => {
    const run = aRun({ ...failed, chain_name: 'enrollments_incremental' }, [failedWith('needs_not_fresh')]);
    expect(rightAction(run, NOW)).toEqual({ kind: 'run_chain', chain: 'daily_full' });
  });

  test('is the push by hand where the counts of a push alone would fall', () => {
    const run = aRun({ ...failed, chain_name: 'push_incremental' }, [failedWith('counts_fall')]);
    expect(rightAction(run, NOW)).toEqual({ kind: 'push' });
  });

  test('is the daily chain where one step of it alone found its data not up to date', () => {
    const run = aRun(failed, [aStep({ status: 'skipped' }), failedWith('needs_not_fresh')]);
    expect(rightAction(run, NOW)).toEqual({ kind: 'run_chain', chain: 'daily_full' });
  });

  test('is to resume where an optional step failed and another one then lacked its data', () => {
    const run = aRun({ ...failed, status: 'partial' }, [
      failedWith('server_error', { id: 1, required: false, completed_at: at(600) }),
      failedWith('needs_not_fresh', { id: 2, required: false, completed_at: at(300) }),
    ]);
    expect(rightAction(run, NOW)).toEqual({ kind: 'resume' });
  });

  test('is to run again a day later, the one step of a run that had one', () => {
    const old = { ...failed, started_at: at(25 * 3_600) };
    expect(rightAction(aRun(old, [aStep(), failedWith('unreachable')]), NOW)).toEqual({ kind: 'run_again' });
    const only = [aStep({ status: 'skipped' }), failedWith('unreachable', { task: 'daily_full.sync_users' })];
    expect(rightAction(aRun(old, only), NOW)).toEqual({ kind: 'run_again', onlyTask: 'daily_full.sync_users' });
  });

  test('is to resume a run that was cancelled', () => {
    expect(rightAction(aRun({ status: 'cancelled' }, [aStep({ status: 'cancelled' })]), NOW)).toEqual({
      kind: 'resume',
    });
  });

  test.each([
    ['goes on', aRun({ status: 'running', completed_at: null }, [failedWith('unreachable')])],
    ['completed', aRun({}, [aStep()])],
    ['is not the newest', aRun(failed, [failedWith('unreachable')], false)],
  ])('is none where the run %s', (_, run) => {
    expect(rightAction(run, NOW)).toBeNull();
  });
});

describe('a run', () => {
  test('is known by the failure of a required step, and else by the first', () => {
    const optional = failedWith('server_error', { id: 1, required: false, completed_at: at(900) });
    const required = failedWith('unreachable', { id: 2, completed_at: at(300) });
    expect(decisiveFailure([optional, required])).toBe(required);
    expect(decisiveFailure([{ ...required, required: false }, optional])).toBe(optional);
    expect(decisiveFailure([aStep()])).toBeUndefined();
  });

  test('has its steps in tiers, by their order', () => {
    const tiers = tiersOf([
      aStep({ id: 3, chain_order: 7 }),
      aStep({ id: 1, chain_order: 1 }),
      aStep({ id: 2, chain_order: 1 }),
    ]);
    expect(tiers.map((tier) => tier.map(({ id }) => id))).toEqual([[1, 2], [3]]);
  });

  test('waits for a worker while steps are to come and none runs, is tried again or has its API paused', () => {
    const pending = aStep({ status: 'pending', started_at: null, completed_at: null });
    const running = { status: 'running', completed_at: null } as const;
    expect(isWaitingForWorker(aRun(running, [aStep(), pending]), NOW)).toBe(true);
    expect(isWaitingForWorker(aRun(running, [aStep({ status: 'running' }), pending]), NOW)).toBe(false);
    expect(isWaitingForWorker(aRun(running, [aStep({ status: 'waiting' }), pending]), NOW)).toBe(false);
    expect(isWaitingForWorker(aRun(running, [{ ...pending, api_blocked_until: at(-60) }]), NOW)).toBe(false);
    expect(isWaitingForWorker(aRun({}, [aStep()]), NOW)).toBe(false);
  });
});

describe('the progress of a step', () => {
  const running = aStep({
    status: 'running',
    started_at: at(100),
    completed_at: null,
    requests: 200,
    read_rows: 1_000,
    usual_requests: 1_000,
  });

  test('has a rate between two samples, unless they are too close', () => {
    const first = { at: NOW - 10_000, requests: 100, readRows: 500 };
    expect(rateBetween(first, { at: NOW, requests: 180, readRows: 1_000 })).toEqual({ requests: 8, readRows: 50 });
    expect(rateBetween(first, { ...first, at: first.at + 2_000 })).toBeNull();
  });

  test('has an average rate, unless it was interrupted', () => {
    expect(averageRate(running, NOW)).toEqual({ requests: 2, readRows: 10 });
    expect(averageRate({ ...running, attempts: 1 }, NOW)).toBeNull();
    const event = (code: string) => ({ at: at(50), code, message: '' });
    expect(averageRate({ ...running, events: [event('unreachable')] }, NOW)).toBeNull();
    expect(averageRate({ ...running, events: [event('too_many_requests')] }, NOW)).not.toBeNull();
    expect(averageRate({ ...running, started_at: null }, NOW)).toBeNull();
  });

  test('has a time left by the requests that it usually takes', () => {
    expect(secondsLeft(running, { requests: 8, readRows: 0 })).toBe(100);
    expect(shareDone(running)).toBe(0.2);
  });

  test('has a time left by the rows that its API says that there are, of one dataset', () => {
    const first = { ...running, usual_requests: null, expected_rows: 5_000 };
    expect(secondsLeft(first, { requests: 1, readRows: 40 })).toBe(100);
    expect(secondsLeft({ ...first, makes: ['partners', 'contacts'] }, { requests: 1, readRows: 40 })).toBeNull();
  });

  test.each([
    ['nothing is known of how much there is', { usual_requests: null }],
    ['it takes more requests than usual', { usual_requests: 150 }],
    ['it does not run', { status: 'pending' as const }],
    ['it has stored only few pages', { pages: 2 }],
  ])('has no time left where %s', (_, change) => {
    expect(secondsLeft({ ...running, ...change }, { requests: 8, readRows: 40 })).toBeNull();
  });

  test('has no time left where nothing moves or no rate is known', () => {
    expect(secondsLeft(running, { requests: 0, readRows: 0 })).toBeNull();
    expect(secondsLeft(running, null)).toBeNull();
  });

  test('takes until its end, or until now', () => {
    expect(durationSeconds(aStep(), NOW)).toBe(120);
    expect(durationSeconds(running, NOW)).toBe(100);
    expect(durationSeconds({ started_at: null, completed_at: null }, NOW)).toBeNull();
  });
});

describe('the time left of a run', () => {
  const to = (change: Parameters<typeof aStep>[0]) =>
    aStep({ status: 'pending', started_at: null, completed_at: null, usual_seconds: 10, ...change });
  const partners = aStep({ id: 1, status: 'running', api: 'impartner', makes: ['partners'], chain_order: 1 });

  test('counts APIs beside each other, and waits for what a step needs', () => {
    const steps = [
      partners,
      to({ id: 2, makes: ['courses'], chain_order: 2 }),
      to({ id: 3, makes: ['users'], chain_order: 3 }),
      to({ id: 4, makes: ['groups'], needs: ['partners', 'users'], chain_order: 4 }),
      to({ id: 5, api: 'impartner', makes: ['partner_counts'], needs: ['groups'], chain_order: 5 }),
    ];
    expect(runSecondsLeft(steps, () => 5)).toBe(40);
    expect(runSecondsLeft(steps, () => 100)).toBe(120);
  });

  test('cannot be known where that of one step cannot', () => {
    expect(runSecondsLeft([partners], () => null)).toBeNull();
    expect(runSecondsLeft([partners, to({ usual_seconds: null })], () => 5)).toBeNull();
    expect(runSecondsLeft([aStep({ status: 'waiting' })], () => 5)).toBeNull();
  });
});

describe('data', () => {
  test('are stale once they are older than they may be', () => {
    expect(freshnessOf(aDataset({ refreshed_at: at(26 * 3_600) }), NOW)).toBe('fresh');
    expect(freshnessOf(aDataset({ refreshed_at: at(26 * 3_600 + 1) }), NOW)).toBe('stale');
    expect(freshnessOf(aDataset({ refreshed_at: null }), NOW)).toBe('never');
  });

  test('make counts doubtful where they are counted and not fresh', () => {
    const stale = aDataset({ name: 'memberships', refreshed_at: at(30 * 3_600) });
    const never = aDataset({ name: 'npcu', refreshed_at: null });
    const other = aDataset({ name: 'leads', refreshed_at: null });
    expect(staleForCounts([aDataset({ name: 'partners' }), stale, never, other], NOW)).toEqual([stale, never]);
  });

  test('the tick is late after three minutes, or where there was none', () => {
    expect(isTickLate(at(180), NOW)).toBe(false);
    expect(isTickLate(at(181), NOW)).toBe(true);
    expect(isTickLate(null, NOW)).toBe(true);
  });
});

describe('what needs attention', () => {
  const daily = anEntry();
  const quiet = { timetable: [daily], datasets: [aDataset()], held: [], lastTick: at(30) };

  test('is nothing while all is well, also where groups match no partner', () => {
    const attention = attentionOf(quiet, [aGroup({ id: 'g', name: 'Staff' })], NOW);
    expect(needsAttention(attention)).toBe(false);
    expect(attention).toMatchObject({ ambiguousGroups: 0, unmatchedGroups: 1 });
  });

  test('are the newest runs that failed, but not those that were cancelled', () => {
    const failed = anEntry({ last_run: aRunSummary({ status: 'failed', error_code: 'internal' }) });
    const partial = anEntry({ name: 'leads_full', last_run: aRunSummary({ id: 13, status: 'partial' }) });
    const cancelled = anEntry({ name: 'cleanup', last_run: aRunSummary({ id: 14, status: 'cancelled' }) });
    const { failed: found } = attentionOf({ ...quiet, timetable: [failed, partial, cancelled] }, [], NOW);
    expect(found.map(({ entry }) => entry)).toEqual([failed, partial]);
  });

  test('are stale datasets, by the chain that refreshes them, and whether it runs or failed', () => {
    const leads = anEntry({ name: 'leads_full', job: 'sync_leads', last_run: null });
    const running = anEntry({ last_run: aRunSummary({ status: 'running' }) });
    const old = { refreshed_at: at(30 * 3_600) };
    const datasets = [aDataset(old), aDataset({ ...old, name: 'groups' }), aDataset({ ...old, name: 'leads' })];
    const { stale } = attentionOf({ ...quiet, timetable: [running, leads], datasets }, [], NOW);
    expect(stale).toEqual([
      { datasets: datasets.slice(0, 2), chain: running, isRunning: true, hasFailed: false },
      { datasets: datasets.slice(2), chain: leads, isRunning: false, hasFailed: false },
    ]);
  });

  test('is a late tick, and a group whose partner is not clear', () => {
    expect(needsAttention(attentionOf({ ...quiet, lastTick: null }, [], NOW))).toBe(true);
    const group = aGroup({ id: 'g', name: 'Acme', candidates: [{ id: '1', name: 'Acme' }] });
    expect(needsAttention(attentionOf(quiet, [group], NOW))).toBe(true);
  });

  test('nothing has run yet while nothing was loaded and no run is known', () => {
    const never = [aDataset({ refreshed_at: null })];
    expect(isUnused({ timetable: [anEntry({ last_run: null })], datasets: never })).toBe(true);
    expect(isUnused({ timetable: [anEntry()], datasets: never })).toBe(false);
    expect(isUnused({ timetable: [anEntry({ last_run: null })], datasets: [aDataset()] })).toBe(false);
  });
});

describe('the timetable', () => {
  test('has chains first, then what runs more often, and after each what it starts', () => {
    const weekly = anEntry({ name: 'cleanup', job: 'cleanup', weekdays: [7], steps: [] });
    const names = (entries: Parameters<typeof orderedTimetable>[0]) =>
      orderedTimetable(entries).map(({ name }) => name);
    expect(names([weekly, PUSH_AFTER, ENROLLMENTS, anEntry()])).toEqual([
      'daily_full',
      'enrollments_incremental',
      'push_incremental',
      'cleanup',
    ]);
  });

  test('leaves nothing out, whatever starts what', () => {
    const one = anEntry({ name: 'one', after_task: 'two' });
    const two = anEntry({ name: 'two', after_task: 'one' });
    const lost = anEntry({ name: 'lost', after_task: 'nothing' });
    expect(new Set(orderedTimetable([one, two, lost]))).toEqual(new Set([one, two, lost]));
  });

  test('names the step that sends counts to the CRM', () => {
    expect(pushTaskOf(anEntry())).toBe('daily_full.sync_to_impartner');
    expect(pushTaskOf(PUSH_AFTER)).toBe('push_incremental');
    expect(pushTaskOf(ENROLLMENTS)).toBeUndefined();
  });
});

describe('the counts of a partner', () => {
  test('are of the certificates: people once, the sum of their NPCU, and those that expire within 90 days', () => {
    expect(countCertificates(aPartnerDetail(), NOW)).toEqual({
      certified_people: 2,
      total_npcu: 4,
      expiring_certificates: 1,
    });
  });

  test('are none without a group', () => {
    expect(countCertificates(aPartnerDetail({ groups: [] }), NOW)).toEqual({
      certified_people: null,
      total_npcu: null,
      expiring_certificates: null,
    });
  });

  test('are summed without the errors of binary fractions', () => {
    const [certificate] = aPartnerDetail().certificates;
    const certificates = [0.1, 0.2].map((npcu, index) => ({
      person: '',
      email: '',
      course: null,
      completed_at: '',
      expires_at: '',
      ...certificate,
      npcu,
      person_id: String(index),
    }));
    expect(countCertificates(aPartnerDetail({ certificates }), NOW).total_npcu).toBe(0.3);
  });

  test('belong to people', () => {
    expect(certifiedPeople(aPartnerDetail().certificates).map(({ name, npcu }) => [name, npcu])).toEqual([
      ['Ada Lovelace', 3],
      ['Ben Ode', 1],
    ]);
  });

  test('differ from the CRM where one does or the CRM has none, and never without a group', () => {
    const partner = aPartner({ id: '1', name: 'Acme' });
    expect(differsFromCrm(partner)).toBe(false);
    expect(differsFromCrm({ ...partner, crm_total_npcu: 6 })).toBe(true);
    expect(differsFromCrm({ ...partner, crm_certified_people: null })).toBe(true);
    const counts = { certified_people: null, total_npcu: null, expiring_certificates: null };
    expect(differsFromCrm({ ...partner, groups: 0, ...counts })).toBe(false);
  });
});

describe('the columns of a sample', () => {
  test('are those that tell rows apart, then others, then the id, without empty ones', () => {
    expect(
      sampleColumns([
        { id: '1', progress: '5', last_name: 'Ode', first_name: '', email: 'ben@example.com', note: 'x' },
        { id: '2', progress: '5', last_name: 'Ode', first_name: '', email: '', note: 'x' },
      ]),
    ).toEqual(['last_name', 'email', 'progress', 'id']);
  });

  test('leave out an id that is made of others', () => {
    expect(sampleColumns([{ id: 'g:p', group_id: 'g', person_id: 'p' }])).toEqual(['group_id', 'person_id']);
  });
});
