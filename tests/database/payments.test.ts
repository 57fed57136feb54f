import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, type CoachingFixture, expectedError, startCoaching } from '../fixtures/backend/coaching.ts';
import { syncClient } from '../fixtures/backend/sync-client.ts';

let backend: TestBackend;
let api: CoachingApi;
let reset: CoachingFixture['reset'];
let admin: Account;
let coach: Account;
let otherCoach: Account;
let client: Account;
let rep: Account;

beforeAll(async () => {
  ({
    backend,
    api,
    admin,
    coach,
    otherCoach,
    people: [client, rep],
    reset,
  } = await startCoaching());
});
afterAll(() => backend.close());

beforeEach(async () => {
  await reset();
  await backend.sql('delete from public.payments');
  await backend.sql('delete from public.payment_intents');
});

const published = async (program: object = {}) => {
  const id = await api.draft(coach, program);
  const { version } = await api.publish(coach, id);
  return { program: id, version, cohort: await api.cohort(coach, id, version) };
};

/** Somebody who has joined and has yet to pay 900 cents. */
const pending = async () => {
  const { program, version, cohort } = await published({ price: 900, currency: 'EUR' });
  const { body } = await api.call<{ enrollment_id: string; status: string }>(rep, 'join_cohort', {
    token: cohort.token,
  });
  expect(body.status).toBe('pending');
  return { program, version, cohort, enrollment: body.enrollment_id };
};

interface Quote {
  intent_id: string;
  amount: number;
  currency: string;
}
const quote = async (enrollment: string, who: Account = rep): Promise<Quote> => {
  const { body } = await api.call<Quote | null>(who, 'quote_payment', { enrollment });
  if (!body) throw new Error('nothing was due');
  return body;
};
const statusOf = async (enrollment: string) =>
  (await backend.sql<{ status: string }>('select status from public.enrollments where id = $1', enrollment))[0]?.status;

interface Settled {
  payment_id: string;
  state: string;
  issue: string | null;
  status: string | null;
}
/** What the webhook of a provider does, as the server. */
const pay = async ({ intent_id, ...quoted }: Quote, change: object = {}): Promise<Settled> => {
  const payment = { provider: 'bank', reference: randomUUID(), intent: intent_id, ...quoted, ...change };
  const recorded = await api.callAsServer('record_payment', payment);
  expect(recorded.status, JSON.stringify(recorded.body)).toBe(200);
  return (await api.callAsServer('settle_payment', { payment: recorded.body })).body as Settled;
};
const confirm = (who: Account | null, enrollment: string, more: object = {}) =>
  api.call<{ status: string }>(who, 'confirm_enrollment', {
    enrollment,
    amount: 900,
    method: 'cash',
    request: randomUUID(),
    ...more,
  });

describe('a quote', () => {
  test('is kept when the coach moves the cohort to a dearer version, and what it says is enough', async () => {
    const { program, cohort, enrollment } = await pending();
    const quoted = await quote(enrollment);
    await api.request(coach, `programs?id=eq.${program}`, { method: 'PATCH', body: '{"price":9900}' });
    const { version } = await api.publish(coach, program);
    const moved = await api.call(coach, 'move_enrollment', { cohort: cohort.id, version });
    expect(moved.body).toMatchObject({
      price: { price: 9_900, currency: 'EUR', old_price: 900, old_currency: 'EUR', pending: 1, quoted: 1 },
    });
    expect(await quote(enrollment)).toEqual(quoted);
    expect(await pay(quoted)).toMatchObject({ state: 'applied', issue: null, status: 'active' });
  });

  test('gives way to a lower price at once, and to a higher one after a week', async () => {
    const { program, cohort, enrollment } = await pending();
    const moveTo = async (price: number) => {
      await api.request(coach, `programs?id=eq.${program}`, { method: 'PATCH', body: JSON.stringify({ price }) });
      const { version } = await api.publish(coach, program);
      await api.call(coach, 'move_enrollment', { cohort: cohort.id, version });
      return (await quote(enrollment)).amount;
    };
    await quote(enrollment);
    expect(await moveTo(500)).toBe(500);
    expect(await moveTo(700)).toBe(500);
    await backend.sql("update public.payment_intents set expires_at = now() - interval '1 second'");
    expect((await quote(enrollment)).amount).toBe(700);
  });

  test('is for the person and their coach alone, and null where nothing is due', async () => {
    const { enrollment } = await pending();
    const quoted = await quote(enrollment);
    expect(await quote(enrollment, coach)).toEqual(quoted);
    for (const [who, status] of [
      [null, 401],
      [client, 404],
      [otherCoach, 404],
      [admin, 404],
    ] as const) {
      expect((await api.call(who, 'quote_payment', { enrollment })).status).toBe(status);
    }
    await pay(quoted);
    expect((await api.call(rep, 'quote_payment', { enrollment })).body).toBeNull();
  });
});

describe('who joins again after their cohort moved', () => {
  const moveTo = async (program: string, cohort: string, price: number | null) => {
    await api.request(coach, `programs?id=eq.${program}`, { method: 'PATCH', body: JSON.stringify({ price }) });
    const { version } = await api.publish(coach, program);
    await api.call(coach, 'move_enrollment', { cohort, version });
    return version;
  };

  test('is in its version: free, without the tasks of the one that they did not pay for', async () => {
    const { program, cohort, enrollment } = await pending();
    await api.call(rep, 'end_enrollment', { enrollment });
    const version = await moveTo(program, cohort.id, null);
    await api.call(rep, 'join_cohort', { token: cohort.token });
    const [row] = await backend.sql('select version_id, status from public.enrollments where id = $1', enrollment);
    expect(row).toEqual({ version_id: version, status: 'active' });
  });

  test('is asked for its price', async () => {
    const { program, cohort, enrollment } = await pending();
    await api.call(rep, 'end_enrollment', { enrollment });
    await moveTo(program, cohort.id, 9_900);
    await api.call(rep, 'join_cohort', { token: cohort.token });
    expect((await quote(enrollment)).amount).toBe(9_900);
  });
});

test('a person whose enrollment waits for a payment adds no task to it, and brings none back', async () => {
  const { enrollment } = await pending();
  await confirm(coach, enrollment);
  await api.call(rep, 'sync_enrollment_tasks', { enrollment, from_today: false });
  const tasks = await backend.sql<{ id: string }>('select id from public.tasks');
  const [payment] = (await api.request<{ id: string }[]>(coach, 'payments?select=id')).body;
  expect((await api.call(coach, 'undo_confirmation', { payment: payment?.id })).body).toEqual({ removed: 2 });
  const phone = syncClient(backend, rep);
  const changes = tasks.map(({ id }) =>
    phone.change({ table: 'tasks', op: 'update', row: id, fields: { client_locked: true }, at: Date.now() }),
  );
  await phone.push(changes);
  expect(await backend.sql('select from public.tasks')).toEqual([]);
});

describe('a move to a free version', () => {
  test('says in its preview who becomes active, and gives them their tasks', async () => {
    const { program, cohort, enrollment } = await pending();
    await quote(enrollment);
    await api.request(coach, `programs?id=eq.${program}`, { method: 'PATCH', body: '{"price":null}' });
    const { version } = await api.publish(coach, program);
    const preview = await api.call(coach, 'move_enrollment', { cohort: cohort.id, version, dry_run: true });
    expect(preview.body).toMatchObject({ price: { price: null, old_price: 900, pending: 1, quoted: 0 } });
    expect(await statusOf(enrollment)).toBe('pending');
    await api.call(coach, 'move_enrollment', { cohort: cohort.id, version });
    expect(await statusOf(enrollment)).toBe('active');
    expect(await backend.sql('select from public.tasks where enrollment_id = $1', enrollment)).toHaveLength(2);
    expect(await backend.sql('select state from public.payment_intents')).toEqual([{ state: 'void' }]);
  });
});

describe('a payment', () => {
  test('activates its enrollment, opens its tasks, and is recorded once however often it is reported', async () => {
    const { version, enrollment } = await pending();
    const tasks = `program_version_tasks?version_id=eq.${version}`;
    expect((await api.request(rep, tasks)).body).toEqual([]);
    const quoted = await quote(enrollment);
    for (let time = 0; time < 2; time += 1) {
      expect(await pay(quoted, { reference: 'r-1' })).toMatchObject({ state: 'applied', status: 'active' });
    }
    expect((await api.request(rep, 'payments?select=amount,state')).body).toEqual([{ amount: 900, state: 'applied' }]);
    expect((await api.request(rep, tasks)).body).toHaveLength(2);
  });

  test.each([
    ['too little', { amount: 899 }, 'too_little', 'pending'],
    ['another currency', { currency: 'USD' }, 'wrong_currency', 'pending'],
    ['too much', { amount: 1_000 }, 'too_much', 'active'],
    ['an unknown quote', { intent: randomUUID() }, 'unknown_quote', 'pending'],
    ['no quote at all', { intent: 'x' }, 'unknown_quote', 'pending'],
  ])('of %s is recorded and waits for a decision', async (_, change, issue, status) => {
    const { enrollment } = await pending();
    expect(await pay(await quote(enrollment), change)).toMatchObject({ issue });
    expect(await statusOf(enrollment)).toBe(status);
    const waiting = await api.request(
      issue === 'unknown_quote' ? admin : coach,
      'payments?decided_at=is.null&issue=not.is.null',
    );
    expect(waiting.body).toHaveLength(1);
  });

  test('for an enrollment that ended waits, and pays for it when the person joins again', async () => {
    const { cohort, enrollment } = await pending();
    const quoted = await quote(enrollment);
    await api.call(rep, 'end_enrollment', { enrollment });
    expect(await pay(quoted)).toMatchObject({ state: 'held', issue: 'enrollment_ended' });
    expect(await statusOf(enrollment)).toBe('ended');
    await api.call(rep, 'join_cohort', { token: cohort.token });
    expect(await statusOf(enrollment)).toBe('active');
    expect((await api.request(coach, 'payments?select=state')).body).toEqual([{ state: 'applied' }]);
  });

  test('for a deleted program is recorded with its names, for its coach', async () => {
    const { program, enrollment } = await pending();
    const quoted = await quote(enrollment);
    await api.request(coach, `programs?id=eq.${program}`, { method: 'DELETE' });
    expect(await pay(quoted)).toMatchObject({ state: 'held', issue: 'enrollment_deleted' });
    const list = await api.request(coach, 'payments?select=program_title,issue');
    expect(list.body).toEqual([{ program_title: 'First steps', issue: 'enrollment_deleted' }]);
  });

  test('shows its payer’s address to its coach while it waits, and to nobody else', async () => {
    const { enrollment } = await pending();
    const addresses = async (who: Account | null) => (await api.call(who, 'payer_addresses', {})).body;
    const { payment_id } = await pay(await quote(enrollment), { amount: 899 });
    expect(await addresses(coach)).toEqual([{ payment_id, email: rep.email }]);
    expect(await addresses(otherCoach)).toEqual([]);
    expect(await addresses(admin)).toEqual([]);
    await backend.sql("update public.profiles set role = 'rep' where id = $1", coach.id);
    expect(await addresses(coach)).toMatchObject({ message: 'forbidden' });
    expect(await addresses(admin)).toEqual([{ payment_id, email: rep.email }]);
    await backend.sql("update public.profiles set role = 'coach' where id = $1", coach.id);
    for (const who of [rep, client, null]) expect(await addresses(who)).not.toEqual([{ payment_id, email: rep.email }]);
    await api.call(coach, 'accept_payment', { payment: payment_id });
    expect(await addresses(coach)).toEqual([]);
  });

  test('that was made twice waits for a decision the second time', async () => {
    const { enrollment } = await pending();
    const quoted = await quote(enrollment);
    await pay(quoted);
    expect(await pay(quoted)).toMatchObject({ state: 'held', issue: 'nothing_due' });
  });

  test('with a reference that was used for another quote waits for a decision', async () => {
    const [first, second] = [await pending(), await pending()];
    await pay(await quote(first.enrollment), { reference: 'r-1' });
    expect(await pay(await quote(second.enrollment), { reference: 'r-1' })).toMatchObject({
      issue: 'reused_reference',
    });
    expect(await statusOf(second.enrollment)).toBe('pending');
  });

  test('that is recorded and not yet settled is settled by the next report', async () => {
    const { enrollment } = await pending();
    const quoted = await quote(enrollment);
    const report = { provider: 'bank', reference: 'r-1', intent: quoted.intent_id, amount: 900, currency: 'EUR' };
    await api.callAsServer('record_payment', report);
    expect(await statusOf(enrollment)).toBe('pending');
    expect(await pay(quoted, { reference: 'r-1' })).toMatchObject({ state: 'applied' });
  });

  test('can be reported, settled and refunded by the server alone', async () => {
    const { enrollment } = await pending();
    const { payment_id: payment } = await pay(await quote(enrollment));
    const calls = {
      record_payment: { provider: 'bank', reference: 'x', intent: 'y', amount: 1, currency: 'EUR' },
      record_unreadable_payment: { provider: 'bank', body: '{' },
      settle_payment: { payment },
      settle_refund: { refund: randomUUID(), reference: 'x' },
      record_refund: { provider: 'bank', payment_reference: 'x', reference: 'y', amount: 1 },
    };
    for (const [name, parameters] of Object.entries(calls)) {
      const statuses = [];
      for (const who of [null, rep, coach, admin]) statuses.push((await api.call(who, name, parameters)).status);
      expect(statuses, name).toEqual([401, 403, 403, 403]);
    }
    expect(await backend.sql('select from public.payments')).toHaveLength(1);
  });

  test('is read by who paid, their coach and admins, and by nobody else', async () => {
    const { enrollment } = await pending();
    await pay(await quote(enrollment));
    const readers = [];
    for (const who of [rep, coach, admin, client, otherCoach]) {
      const [payments, quotes] = [await api.request(who, 'payments'), await api.request(who, 'payment_intents')];
      readers.push([payments.body.length, quotes.body.length]);
    }
    expect(readers).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
  });

  test('of a report that cannot be read is kept for an admin, once for each text', async () => {
    for (const body of ['{', '{', '[]'])
      await api.callAsServer('record_unreadable_payment', { provider: 'bank', body });
    expect((await api.request(admin, 'payments?issue=eq.unreadable')).body).toHaveLength(2);
    expect(await backend.sql('select body from private.unreadable_payments order by body')).toEqual([
      { body: '[]' },
      { body: '{' },
    ]);
  });
});

describe('a confirmation by hand', () => {
  test('is the coach’s alone, says how much and how, and counts once for each request', async () => {
    const { enrollment } = await pending();
    for (const [who, status] of [
      [null, 401],
      [rep, 403],
      [client, 403],
      [otherCoach, 404],
      [admin, 404],
    ] as const) {
      expect((await confirm(who, enrollment)).status).toBe(status);
    }
    expect((await confirm(coach, randomUUID())).status).toBe(404);
    expect(await statusOf(enrollment)).toBe('pending');
    const request = randomUUID();
    for (let time = 0; time < 2; time += 1) {
      const confirmed = await confirm(coach, enrollment, {
        request,
        amount: 700,
        method: 'bank_transfer',
        note: 'Lisa’s account',
      });
      expect(confirmed.body).toMatchObject({ status: 'active' });
    }
    expect((await api.request(rep, 'payments?select=amount,currency,method,note,provider')).body).toEqual([
      { amount: 700, currency: 'EUR', method: 'bank_transfer', note: 'Lisa’s account', provider: 'coach' },
    ]);
    expect(await confirm(coach, enrollment)).toMatchObject(expectedError(409, 'nothing_due'));
  });

  test.each([
    ['an amount of nothing that is not waived', { amount: 0 }],
    ['a waived amount', { method: 'waived' }],
    ['a negative amount', { amount: -1 }],
    ['an unknown way of paying', { method: 'favour' }],
    ['no amount', { amount: null }],
    ['no request', { request: null }],
  ])('is refused with %s', async (_, change) => {
    const { enrollment } = await pending();
    expect((await confirm(coach, enrollment, change)).status).toBe(400);
    expect(await statusOf(enrollment)).toBe('pending');
  });

  test('can be undone: the enrollment waits again, without the tasks that nobody has touched', async () => {
    const { enrollment } = await pending();
    await confirm(coach, enrollment, { amount: 0, method: 'waived' });
    await api.call(rep, 'sync_enrollment_tasks', { enrollment, from_today: false });
    const [task] = await backend.sql<{ id: string }>('select id from public.tasks order by date');
    await api.request(rep, `tasks?id=eq.${task?.id ?? ''}`, { method: 'PATCH', body: '{"status":"done"}' });
    const [payment] = (await api.request<{ id: string }[]>(coach, 'payments?select=id')).body;
    for (const [who, status] of [
      [rep, 403],
      [otherCoach, 404],
      [admin, 404],
    ] as const) {
      expect((await api.call(who, 'undo_confirmation', { payment: payment?.id })).status).toBe(status);
    }
    const undone = await api.call(coach, 'undo_confirmation', { payment: payment?.id });
    expect(undone.body).toEqual({ removed: 1 });
    expect(await statusOf(enrollment)).toBe('pending');
    expect(await backend.sql('select status from public.tasks')).toEqual([{ status: 'done' }]);
    expect((await quote(enrollment)).amount).toBe(900);
    await confirm(coach, enrollment);
    expect(await statusOf(enrollment)).toBe('active');
  });

  test('cannot be undone for a payment that the provider reported', async () => {
    const { enrollment } = await pending();
    const { payment_id: payment } = await pay(await quote(enrollment));
    expect(await api.call(coach, 'undo_confirmation', { payment })).toMatchObject(expectedError(409, 'not_by_hand'));
  });
});

describe('a payment that does not fit', () => {
  test('is accepted by its coach alone, and pays then', async () => {
    const { enrollment } = await pending();
    const { payment_id: payment } = await pay(await quote(enrollment), { amount: 500 });
    for (const [who, status] of [
      [rep, 403],
      [otherCoach, 404],
      [admin, 404],
    ] as const) {
      expect((await api.call(who, 'accept_payment', { payment })).status).toBe(status);
    }
    expect((await api.call(coach, 'accept_payment', { payment })).status).toBe(200);
    expect(await statusOf(enrollment)).toBe('active');
  });

  test('and names no quote is assigned to an enrollment by an admin, and by nobody else', async () => {
    const { enrollment } = await pending();
    const { payment_id: payment } = await pay(await quote(enrollment), { intent: 'nobody-knows' });
    for (const who of [coach, otherCoach]) {
      expect((await api.call(who, 'accept_payment', { payment, enrollment })).status).toBe(404);
    }
    await api.call(admin, 'accept_payment', { payment, enrollment });
    expect(await statusOf(enrollment)).toBe('active');
    expect((await api.request(coach, 'payments?select=id')).body).toEqual([{ id: payment }]);
  });

  test('cannot be assigned to another enrollment by its coach', async () => {
    const [first, second] = [await pending(), await pending()];
    const { payment_id: payment } = await pay(await quote(first.enrollment), { amount: 500 });
    const assigned = await api.call(coach, 'accept_payment', { payment, enrollment: second.enrollment });
    expect(assigned.status).toBe(404);
  });
});

describe('a refund', () => {
  const refund = (who: Account, payment: string, more: object = {}) =>
    api.call<{ state: string; amount: number }>(who, 'begin_refund', { payment, request: randomUUID(), ...more });
  const settle = (id: string, result: object) => api.callAsServer('settle_refund', { refund: id, ...result });

  test('is begun by the payment’s coach alone', async () => {
    const { enrollment } = await pending();
    const { payment_id: payment } = await pay(await quote(enrollment));
    const statuses = [];
    for (const who of [rep, client, otherCoach, admin]) statuses.push((await refund(who, payment)).status);
    expect(statuses).toEqual([403, 403, 404, 404]);
    expect((await refund(coach, payment)).body).toMatchObject({ state: 'pending', amount: 900 });
  });

  test('of all of it ends the enrollment where that was chosen, once the provider has paid back', async () => {
    const { enrollment } = await pending();
    const { payment_id: payment } = await pay(await quote(enrollment));
    const request = randomUUID();
    await refund(coach, payment, { request, ends_enrollment: true });
    expect(await statusOf(enrollment)).toBe('active');
    expect((await settle(request, { reference: 'refund-1' })).body).toMatchObject({ state: 'done' });
    expect(await statusOf(enrollment)).toBe('ended');
    expect((await api.request(rep, 'payments?select=state')).body).toEqual([{ state: 'refunded' }]);
  });

  test('never exceeds what is left, also of refunds that the provider has not confirmed', async () => {
    const { enrollment } = await pending();
    const { payment_id: payment } = await pay(await quote(enrollment));
    expect((await refund(coach, payment, { amount: 600 })).status).toBe(200);
    expect(await refund(coach, payment, { amount: 301 })).toMatchObject(expectedError(409, 'nothing_left'));
    expect((await refund(coach, payment)).body).toMatchObject({ amount: 300 });
    expect(await refund(coach, payment)).toMatchObject(expectedError(409, 'nothing_left'));
  });

  test('that failed leaves the payment as it was, and can be begun again', async () => {
    const { enrollment } = await pending();
    const { payment_id: payment } = await pay(await quote(enrollment));
    const request = randomUUID();
    await refund(coach, payment, { request });
    await settle(request, { reference: null, failure: 'The bank refused it.' });
    expect((await api.request(coach, 'payment_refunds?select=state,failure')).body).toEqual([
      { state: 'failed', failure: 'The bank refused it.' },
    ]);
    expect((await refund(coach, payment)).body).toMatchObject({ state: 'pending', amount: 900 });
  });

  test('with the same request is the same refund', async () => {
    const { enrollment } = await pending();
    const { payment_id: payment } = await pay(await quote(enrollment));
    const request = randomUUID();
    for (let time = 0; time < 2; time += 1) expect((await refund(coach, payment, { request })).status).toBe(200);
    for (let time = 0; time < 2; time += 1) await settle(request, { reference: 'refund-1' });
    expect((await api.request(coach, 'payment_refunds?select=amount')).body).toEqual([{ amount: 900 }]);
  });

  test('of a confirmation by hand is not possible', async () => {
    const { enrollment } = await pending();
    await confirm(coach, enrollment);
    const [payment] = (await api.request<{ id: string }[]>(coach, 'payments?select=id')).body;
    expect(await refund(coach, payment?.id ?? '')).toMatchObject(expectedError(409, 'not_refundable'));
  });

  test('that the provider reports before its payment is settled, or without our id, is counted once', async () => {
    const { enrollment } = await pending();
    const quoted = await quote(enrollment);
    const report = { provider: 'bank', reference: 'r-1', intent: quoted.intent_id, amount: 900, currency: 'EUR' };
    await api.callAsServer('record_payment', report);
    const refunded = { provider: 'bank', payment_reference: 'r-1', reference: 'refund-1', amount: 300 };
    expect((await api.callAsServer('record_refund', refunded)).body).toMatchObject({ state: 'done' });
    const [payment] = (await api.request<{ id: string }[]>(coach, 'payments?select=id')).body;
    const request = randomUUID();
    await refund(coach, payment?.id ?? '', { request, amount: 200 });
    await api.callAsServer('record_refund', { ...refunded, reference: 'refund-2', amount: 200 });
    expect((await settle(request, { reference: 'refund-2' })).body).toMatchObject({ state: 'done' });
    const list = await api.request(coach, 'payment_refunds?select=amount,state&order=amount');
    expect(list.body).toEqual([
      { amount: 200, state: 'done' },
      { amount: 300, state: 'done' },
    ]);
  });

  test('on its way keeps a late payment from paying when the person joins again', async () => {
    const { cohort, enrollment } = await pending();
    const quoted = await quote(enrollment);
    await api.call(rep, 'end_enrollment', { enrollment });
    const { payment_id: payment } = await pay(quoted);
    await refund(coach, payment);
    await api.call(rep, 'join_cohort', { token: cohort.token });
    expect(await statusOf(enrollment)).toBe('pending');
    expect((await api.call(coach, 'accept_payment', { payment })).status).toBe(409);
  });

  test('that was made at the provider is recorded once', async () => {
    const { enrollment } = await pending();
    await pay(await quote(enrollment), { reference: 'r-1' });
    const report = { provider: 'bank', payment_reference: 'r-1', reference: 'refund-1', amount: 900 };
    for (let time = 0; time < 2; time += 1) {
      expect((await api.callAsServer('record_refund', report)).body).toMatchObject({ state: 'done' });
    }
    expect((await api.request(coach, 'payments?select=state')).body).toEqual([{ state: 'refunded' }]);
    expect((await api.callAsServer('record_refund', { ...report, payment_reference: 'r-2' })).body).toBeNull();
  });
});
