import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type FunctionsFixture,
  type Cohort,
  openFunctionsFixture,
  type Program,
  type ErrorBody,
} from '../fixtures/backend/program-functions.ts';

let fixture: FunctionsFixture;
let program: Program;
let other: Program;
let cohort: Cohort;
let enrollmentId: string;
/** Tokens by who somebody is to the program. */
let tokens: Record<string, string | null>;

beforeAll(async () => {
  fixture = await openFunctionsFixture();
  program = await fixture.publish({ days: 5 });
  other = await fixture.publish({ days: 5 });
  cohort = await fixture.openCohort(program);
  const member = await fixture.member(cohort);
  ({ enrollmentId } = member);
  const [stranger, rival, admin] = await Promise.all([
    fixture.backend.signUp(),
    fixture.backend.signUp('coach'),
    fixture.backend.signUp('admin'),
  ]);
  tokens = {
    nobody: null,
    'a forged token': `${member.token.slice(0, -6)}aaaaaa`,
    'the publishable key': 'sb_publishable_cadence_local',
    'a stranger': stranger.token,
    'another coach': rival.token,
    'an admin': admin.token,
    'the member': member.token,
    'the coach': fixture.coach.token,
  };
});
afterAll(() => fixture.backend.close());

const outcome = async (name: string, request: object, who: string): Promise<string> => {
  const { status, body } = await fixture.backend.call<Partial<ErrorBody>>(name, request, tokens[who] ?? null);
  return status === 200 ? 'done' : `${String(status)} ${body.code ?? 'without a code'}`;
};
const everybody = async (name: string, request: object): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(Object.keys(tokens).map(async (who) => [who, await outcome(name, request, who)] as const)),
  );

const NOT_SIGNED_IN = {
  nobody: '401 unauthorized',
  'a forged token': '401 unauthorized',
  'the publishable key': '401 unauthorized',
};
const UNKNOWN = { 'a stranger': '404 not_found', 'another coach': '404 not_found' };

describe('who may', () => {
  test('materialize the tasks of an enrollment: its person and its coach', async () => {
    expect(await everybody('sync-tasks', { programId: program.programId, enrollmentId })).toEqual({
      ...NOT_SIGNED_IN,
      ...UNKNOWN,
      'an admin': '404 not_found',
      'the member': 'done',
      'the coach': 'done',
    });
  });

  test('materialize the tasks of a cohort: its coach', async () => {
    expect(await everybody('sync-tasks', { programId: program.programId, cohortId: cohort.cohortId })).toEqual({
      ...NOT_SIGNED_IN,
      ...UNKNOWN,
      'an admin': '404 not_found',
      'the member': '404 not_found',
      'the coach': 'done',
    });
  });

  test.each(['enrollment', 'cohort'])('clear the tasks of one %s: its coach', async (kind) => {
    const whom = kind === 'cohort' ? { cohortId: cohort.cohortId } : { enrollmentId };
    expect(await everybody('clear-tasks', { programId: program.programId, ...whom, dryRun: true })).toEqual({
      ...NOT_SIGNED_IN,
      ...UNKNOWN,
      'an admin': '404 not_found',
      'the member': '404 not_found',
      'the coach': 'done',
    });
  });

  test('undo a clear: who made it', async () => {
    const request = { programId: program.programId, enrollmentId };
    const { body } = await fixture.backend.call<{ clearId: string }>('clear-tasks', request, fixture.coach.token);
    expect(await everybody('clear-tasks', { programId: program.programId, undo: body.clearId })).toEqual({
      ...NOT_SIGNED_IN,
      ...UNKNOWN,
      'an admin': '404 not_found',
      'the member': '404 not_found',
      'the coach': 'done',
    });
  });

  test('request the payment link: everybody who can read the enrollment', async () => {
    expect(await everybody('enroll', { enrollmentId })).toEqual({
      ...NOT_SIGNED_IN,
      ...UNKNOWN,
      'an admin': 'done',
      'the member': 'done',
      'the coach': 'done',
    });
  });

  test('confirm a payment by hand: the coach, where one is due', async () => {
    const paid = { requestId: crypto.randomUUID(), amount: 4_900, method: 'cash' };
    expect(await everybody('complete-enrollment', { enrollmentId, ...paid })).toEqual({
      ...NOT_SIGNED_IN,
      'a stranger': '403 forbidden',
      'another coach': '404 not_found',
      'an admin': '404 not_found',
      'the member': '403 forbidden',
      'the coach': '409 nothing_due',
    });
  });

  test('refund a payment: nobody where there is none', async () => {
    const request = { paymentId: crypto.randomUUID(), requestId: crypto.randomUUID() };
    expect(await everybody('refund-payment', request)).toEqual({
      ...NOT_SIGNED_IN,
      'a stranger': '403 forbidden',
      'another coach': '404 not_found',
      'an admin': '404 not_found',
      'the member': '403 forbidden',
      'the coach': '404 not_found',
    });
  });
});

test('an enrollment, a cohort and a clear are only found in their own program', async () => {
  const { programId } = other;
  const clear = await fixture.backend.call<{ clearId: string }>(
    'clear-tasks',
    { programId: program.programId, enrollmentId },
    fixture.coach.token,
  );
  for (const [name, request] of [
    ['sync-tasks', { programId, enrollmentId }],
    ['sync-tasks', { programId, cohortId: cohort.cohortId }],
    ['clear-tasks', { programId, enrollmentId }],
    ['clear-tasks', { programId, cohortId: cohort.cohortId }],
    ['clear-tasks', { programId, undo: clear.body.clearId }],
  ] as const) {
    expect([name, request, await outcome(name, request, 'the coach')]).toEqual([name, request, '404 not_found']);
  }
});
