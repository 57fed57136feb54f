import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEST_KEYS } from '../fixtures/backend/snapshot.ts';
import { today } from '../fixtures/server-clock.ts';
import {
  type FunctionsFixture,
  type Enrolled,
  eventually,
  openFunctionsFixture,
  type Program,
  type ErrorBody,
} from '../fixtures/backend/program-functions.ts';

const PRICE = 4_900;

let fixture: FunctionsFixture;
let program: Program;
beforeAll(async () => {
  fixture = await openFunctionsFixture();
  program = await fixture.publish({ days: 3, price: PRICE });
});
afterAll(() => fixture.backend.close());

/** Somebody who has joined and has yet to pay. */
const owing = async (): Promise<Required<Enrolled> & { token: string }> => {
  const { token } = await fixture.openCohort(program);
  const person = await fixture.backend.signUp();
  const { body } = await fixture.backend.call<Enrolled>('enroll', { token }, person.token);
  if (!body.payment) throw new Error('nothing was to be paid');
  return { ...body, payment: body.payment, token: person.token };
};

const sign = (body: string, seconds: number, secret = TEST_KEYS.paymentSecret): string =>
  `t=${String(seconds)},v1=${createHmac('sha256', secret)
    .update(`${String(seconds)}.${body}`)
    .digest('hex')}`;
const now = () => Math.floor(Date.now() / 1_000);

/** The quote that a payment link names. */
const quoteOf = ({ payment }: { payment: { url: string } }): string =>
  new URL(payment.url).searchParams.get('intent') ?? '';

const paid = (intentId: string, more: object = {}): string =>
  JSON.stringify({
    type: 'payment',
    reference: crypto.randomUUID(),
    intentId,
    amount: PRICE,
    currency: 'EUR',
    ...more,
  });

const notify = async (body: string, signature: string): Promise<string> => {
  const response = await fixture.backend.fetch(
    new Request('http://localhost/functions/v1/complete-enrollment', {
      method: 'POST',
      headers: { 'cadence-signature': signature },
      body,
    }),
  );
  const read = (await response.json()) as Partial<Enrolled & ErrorBody & { state: string; issue: string | null }>;
  return `${String(response.status)} ${read.code ?? read.issue ?? read.state ?? ''}`;
};

const paymentsOf = (id: string) =>
  fixture.backend.sql<{ amount: number; state: string }>(
    'select amount::integer as amount, state from public.payments where enrollment_id = $1 order by received_at',
    id,
  );

test('an enrollment in a program with a price is pending and has no tasks', async () => {
  const { enrollmentId, status, payment } = await owing();
  expect(status).toBe('pending');
  expect(payment.url).not.toContain(TEST_KEYS.paymentSecret);
  expect(await fixture.tasksOf(enrollmentId)).toEqual([]);
});

test('a pending enrollment returns its payment link at every request until it is paid', async () => {
  const client = await fixture.client();
  const request = { versionId: program.versionId, userId: client.id, startDate: today() };
  const { enrollmentId } = (await fixture.backend.call<Enrolled>('enroll', request, fixture.coach.token)).body;
  const getPayment = async () =>
    (await fixture.backend.call<Required<Enrolled>>('enroll', { enrollmentId }, client.token)).body;
  const response = await getPayment();
  expect(response).toMatchObject({ enrollmentId, status: 'pending', payment: { amount: PRICE, currency: 'EUR' } });
  expect(await getPayment()).toEqual(response);
  const body = paid(quoteOf(response));
  expect(await notify(body, sign(body, now()))).toBe('200 applied');
  expect(await getPayment()).toEqual({ enrollmentId, status: 'active' });
});

test('the provider’s webhook activates the enrollment, and its tasks are created', async () => {
  const joined = await owing();
  const body = paid(quoteOf(joined));
  expect(await notify(body, sign(body, now()))).toBe('200 applied');
  await fixture.untilSynced(joined.enrollmentId);
  expect(await fixture.tasksOf(joined.enrollmentId)).toHaveLength(program.taskCount);
});

test('a repeated or concurrent webhook records one payment', async () => {
  const joined = await owing();
  const body = paid(quoteOf(joined));
  const signature = sign(body, now());
  const responses = await Promise.all([1, 2, 3].map(() => notify(body, signature)));
  expect(responses).toEqual(['200 applied', '200 applied', '200 applied']);
  expect(await paymentsOf(joined.enrollmentId)).toEqual([{ amount: PRICE, state: 'applied' }]);
});

describe('a signed webhook that does not fit is recorded, and accepted so that it is not repeated', () => {
  test.each([
    ['less than the quote', { amount: PRICE - 1 }, '200 too_little', 'pending'],
    ['another currency', { currency: 'USD' }, '200 wrong_currency', 'pending'],
    ['more than the quote', { amount: PRICE + 1 }, '200 too_much', 'active'],
    ['an unknown quote', { intentId: 'unknown' }, '200 unknown_quote', 'pending'],
    ['no amount', { amount: undefined }, '200 unreadable', 'pending'],
    ['an amount that no account has', { amount: 1e15 }, '200 unreadable', 'pending'],
    ['a reference that is no text', { reference: 7 }, '200 unreadable', 'pending'],
    ['a control character in a reference', { reference: 'a\u0000b' }, '200 unreadable', 'pending'],
  ])('%s', async (_, more, expected, status) => {
    const joined = await owing();
    const count = async () => (await fixture.backend.sql('select from public.payments')).length;
    const before = await count();
    const body = paid(quoteOf(joined), more);
    expect(await notify(body, sign(body, now()))).toBe(expected);
    expect(await notify(body, sign(body, now()))).toBe(expected);
    expect((await count()) - before).toBe(1);
    expect(await fixture.enrollment(joined.enrollmentId)).toMatchObject({ status });
  });

  test('what is no JSON', async () => {
    const body = `no JSON\0 ${crypto.randomUUID()}`;
    expect(await notify(body, sign(body, now()))).toBe('200 unreadable');
  });
});

describe('a webhook is rejected', () => {
  const refusals: [string, (body: string) => [body: string, signature: string]][] = [
    ['signed with another secret', (body) => [body, sign(body, now(), 'another')]],
    ['signed ten minutes ago', (body) => [body, sign(body, now() - 600)]],
    ['signed ten minutes ahead', (body) => [body, sign(body, now() + 600)]],
    ['whose timestamp was changed', (body) => [body, sign(body, now() - 600).replace(/t=\d+/, `t=${String(now())}`)]],
    ['whose body was changed', (body) => [body.replace(String(PRICE), String(PRICE + 1)), sign(body, now())]],
    ['with a truncated signature', (body) => [body, sign(body, now()).slice(0, -2)]],
    ['with a timestamp alone', (body) => [body, `t=${String(now())}`]],
    ['with an empty signature', (body) => [body, 't=,v1=']],
    ['with an unreadable timestamp', (body) => [body, sign(body, Number.NaN)]],
  ];

  test.each(refusals)('%s', async (_, forge) => {
    const joined = await owing();
    expect(await notify(...forge(paid(quoteOf(joined))))).toBe('401 bad_signature');
    expect(await fixture.enrollment(joined.enrollmentId)).toMatchObject({ status: 'pending' });
    expect(await paymentsOf(joined.enrollmentId)).toEqual([]);
  });
});

test('a confirmation by hand needs the coach’s token, an amount and how it was paid, and its repetition changes nothing', async () => {
  const { enrollmentId, token } = await owing();
  const confirmation = { enrollmentId, requestId: crypto.randomUUID(), amount: PRICE, method: 'bank_transfer' };
  const confirm = (request: object, by: string) => fixture.backend.call<Enrolled>('complete-enrollment', request, by);
  expect((await confirm(confirmation, token)).status).toBe(403);
  expect((await confirm({ enrollmentId }, fixture.coach.token)).status).toBe(400);
  for (let time = 0; time < 2; time += 1) {
    expect((await confirm(confirmation, fixture.coach.token)).body).toEqual({ enrollmentId, status: 'active' });
  }
  expect(await paymentsOf(enrollmentId)).toEqual([{ amount: PRICE, state: 'applied' }]);
  await fixture.untilSynced(enrollmentId);
});

const visit = (url: string, method = 'GET', fault = 'none') =>
  fixture.backend.fetch(
    new Request(url, {
      method,
      redirect: 'manual',
      ...(method === 'POST' && { body: new URLSearchParams({ fault }) }),
    }),
  );

describe('a refund', () => {
  /** A payment at the local provider, and its id here. */
  const paidWith = async (fault: string) => {
    const { enrollmentId, payment } = await owing();
    expect((await visit(payment.url, 'POST', fault)).status).toBe(303);
    const [row] = await fixture.backend.sql<{ id: string }>(
      'select id from public.payments where enrollment_id = $1',
      enrollmentId,
    );
    return { enrollmentId, paymentId: row?.id ?? '' };
  };
  const refund = async (paymentId: string, more: object = {}) =>
    (
      await fixture.backend.call<{ state: string; failure?: string }>(
        'refund-payment',
        { paymentId, requestId: crypto.randomUUID(), ...more },
        fixture.coach.token,
      )
    ).body;

  test('is paid back by the provider, and ends the enrollment where that was chosen', async () => {
    const { enrollmentId, paymentId } = await paidWith('none');
    expect(await refund(paymentId, { amount: 900 })).toEqual({ state: 'done' });
    expect(await fixture.enrollment(enrollmentId)).toMatchObject({ status: 'active' });
    expect(await refund(paymentId, { endsEnrollment: true })).toEqual({ state: 'done' });
    expect(await fixture.enrollment(enrollmentId)).toMatchObject({ status: 'ended' });
    expect(await paymentsOf(enrollmentId)).toEqual([{ amount: PRICE, state: 'refunded' }]);
  });

  test('that the provider refuses says why, and changes nothing', async () => {
    const { enrollmentId, paymentId } = await paidWith('refund_refused');
    const refused = await refund(paymentId, { endsEnrollment: true });
    expect(refused).toEqual({ state: 'failed', failure: 'The card’s bank refused the refund.' });
    expect(await fixture.enrollment(enrollmentId)).toMatchObject({ status: 'active' });
  });

  test('whose response is lost stays pending until the provider reports it, and is made once', async () => {
    const { paymentId } = await paidWith('refund_response_lost');
    const requestId = crypto.randomUUID();
    expect(await refund(paymentId, { requestId })).toEqual({ state: 'pending' });
    expect(await refund(paymentId, { requestId })).toEqual({ state: 'pending' });
    await eventually(async () => (await refund(paymentId, { requestId })).state === 'done');
    const refunds = await fixture.backend.sql('select from public.payment_refunds where payment_id = $1', paymentId);
    expect(refunds).toHaveLength(1);
  });

  test('of another amount is not the one that was sent with its id before', async () => {
    const { paymentId } = await paidWith('none');
    const sent = { requestId: crypto.randomUUID(), amount: 900 };
    expect(await refund(paymentId, sent)).toEqual({ state: 'done' });
    expect(await refund(paymentId, { ...sent, amount: 901 })).toMatchObject({ code: 'request_used' });
    expect(await refund(paymentId, sent)).toEqual({ state: 'done' });
  });

  test('is nobody’s but the coach’s', async () => {
    const { enrollmentId, paymentId } = await paidWith('none');
    const request = { paymentId, requestId: crypto.randomUUID() };
    const [rival, stranger] = [await fixture.backend.signUp('coach'), await fixture.backend.signUp()];
    expect((await fixture.backend.call('refund-payment', request, rival.token)).status).toBe(404);
    expect((await fixture.backend.call('refund-payment', request, stranger.token)).status).toBe(403);
    expect(await paymentsOf(enrollmentId)).toEqual([{ amount: PRICE, state: 'applied' }]);
  });
});

describe('the local payment provider', () => {
  test('shows the amount, and sends a webhook like a real one', async () => {
    const { enrollmentId, payment } = await owing();
    const shown = await visit(payment.url);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await shown.text();
    expect(page).toContain('€49.00');
    expect(page).not.toContain(TEST_KEYS.paymentSecret);
    expect((await visit(payment.url, 'POST')).status).toBe(303);
    expect(await fixture.enrollment(enrollmentId)).toMatchObject({ status: 'active' });
    expect(await paymentsOf(enrollmentId)).toEqual([{ amount: PRICE, state: 'applied' }]);
  });

  test('says that the money was taken where its webhook was not accepted, and sends it again', async () => {
    const { enrollmentId, payment } = await owing();
    const response = await visit(payment.url, 'POST', 'late_webhook');
    expect(await response.text()).toContain('Payment received');
    await eventually(async () => (await fixture.enrollment(enrollmentId)).status === 'active');
  });

  test.each([
    ['too_little', [{ amount: PRICE / 2, state: 'held' }]],
    ['too_much', [{ amount: PRICE * 2, state: 'applied' }]],
    [
      'twice',
      [
        { amount: PRICE, state: 'applied' },
        { amount: PRICE, state: 'held' },
      ],
    ],
  ])('makes the fault %s', async (fault, payments) => {
    const { enrollmentId, payment } = await owing();
    await visit(payment.url, 'POST', fault);
    expect(await paymentsOf(enrollmentId)).toEqual(payments);
  });

  test.each([
    ['amount', '1'],
    ['currency', 'JPY'],
    ['intent', crypto.randomUUID()],
    ['signature', '0'.repeat(64)],
  ])('rejects a link with another %s', async (name, value) => {
    const { enrollmentId, payment } = await owing();
    const forged = new URL(payment.url);
    forged.searchParams.set(name, value);
    expect((await visit(forged.href, 'POST')).status).toBe(400);
    expect(await fixture.enrollment(enrollmentId)).toMatchObject({ status: 'pending' });
  });

  test('pays back nothing without a signature', async () => {
    const url = new URL('/payments/v1/refunds', (await owing()).payment.url);
    const response = await fixture.backend.fetch(new Request(url, { method: 'POST', body: '{}' }));
    expect(response.status).toBe(401);
  });
});
