import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEST_KEYS } from '../fixtures/backend/snapshot.ts';
import { today } from '../fixtures/server-clock.ts';
import {
  type FunctionsFixture,
  type Enrolled,
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

const paid = (enrollmentId: string, more: object = {}): string =>
  JSON.stringify({ reference: crypto.randomUUID(), enrollmentId, amount: PRICE, currency: 'EUR', ...more });

const notify = async (body: string, signature: string): Promise<string> => {
  const response = await fixture.backend.fetch(
    new Request('http://localhost/functions/v1/complete-enrollment', {
      method: 'POST',
      headers: { 'cadence-signature': signature },
      body,
    }),
  );
  const read = (await response.json()) as Partial<Enrolled & ErrorBody>;
  return `${String(response.status)} ${read.status ?? read.code ?? ''}`;
};

const paymentsOf = (id: string) =>
  fixture.backend.sql<{ amount: number }>('select amount from private.payments where enrollment_id = $1', id);

test('an enrollment in a program with a price is pending and has no tasks', async () => {
  const { enrollmentId, status, payment } = await owing();
  expect(status).toBe('pending');
  expect(payment.url).toContain(enrollmentId);
  expect(payment.url).not.toContain(TEST_KEYS.paymentSecret);
  expect(await fixture.tasksOf(enrollmentId)).toEqual([]);
});

test('a pending enrollment returns its payment link at every request until it is paid', async () => {
  const client = await fixture.client();
  const wish = { versionId: program.versionId, userId: client.id, startDate: today() };
  const { enrollmentId } = (await fixture.backend.call<Enrolled>('enroll', wish, fixture.coach.token)).body;
  const getPayment = async () => (await fixture.backend.call<Enrolled>('enroll', { enrollmentId }, client.token)).body;
  const response = await getPayment();
  expect(response).toMatchObject({ enrollmentId, status: 'pending', payment: { amount: PRICE, currency: 'EUR' } });
  expect(await getPayment()).toEqual(response);
  const body = paid(enrollmentId);
  expect(await notify(body, sign(body, now()))).toBe('200 active');
  expect(await getPayment()).toEqual({ enrollmentId, status: 'active' });
});

test('the provider’s webhook activates the enrollment, and its tasks are created', async () => {
  const { enrollmentId } = await owing();
  const body = paid(enrollmentId);
  expect(await notify(body, sign(body, now()))).toBe('200 active');
  await fixture.untilSynced(enrollmentId);
  expect(await fixture.tasksOf(enrollmentId)).toHaveLength(program.taskCount);
});

test('a repeated or concurrent webhook records one payment', async () => {
  const { enrollmentId } = await owing();
  const body = paid(enrollmentId);
  const signature = sign(body, now());
  const responses = await Promise.all([1, 2, 3].map(() => notify(body, signature)));
  expect(responses).toEqual(['200 active', '200 active', '200 active']);
  expect(await paymentsOf(enrollmentId)).toEqual([{ amount: PRICE }]);
});

test('a payment for one enrollment cannot be used for another', async () => {
  const [first, second] = [await owing(), await owing()];
  const reference = crypto.randomUUID();
  const [mine, theirs] = [paid(first.enrollmentId, { reference }), paid(second.enrollmentId, { reference })];
  expect(await notify(mine, sign(mine, now()))).toBe('200 active');
  expect(await notify(theirs, sign(theirs, now()))).toBe('409 payment_used');
  expect(await fixture.enrollment(second.enrollmentId)).toMatchObject({ status: 'pending' });
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
    const { enrollmentId } = await owing();
    expect(await notify(...forge(paid(enrollmentId)))).toBe('401 bad_signature');
    expect(await fixture.enrollment(enrollmentId)).toMatchObject({ status: 'pending' });
    expect(await paymentsOf(enrollmentId)).toEqual([]);
  });

  test.each([
    ['with less than the price', { amount: PRICE - 1 }, '409 wrong_amount'],
    ['in another currency', { currency: 'USD' }, '409 wrong_amount'],
    ['without an amount', { amount: undefined }, '400 malformed_request'],
    ['for an unknown enrollment', { enrollmentId: crypto.randomUUID() }, '404 not_found'],
  ])('%s', async (_, more, expected) => {
    const { enrollmentId } = await owing();
    const body = paid(enrollmentId, more);
    expect(await notify(body, sign(body, now()))).toBe(expected);
    expect(await fixture.enrollment(enrollmentId)).toMatchObject({ status: 'pending' });
  });

  test('with an access token instead of a signature, unless it is the coach’s', async () => {
    const { enrollmentId, token } = await owing();
    const parameters = { enrollmentId, reference: 'x', amount: PRICE, currency: 'EUR' };
    expect((await fixture.backend.call('complete-enrollment', parameters, token)).status).toBe(403);
    const confirmed = await fixture.backend.call<Enrolled>('complete-enrollment', parameters, fixture.coach.token);
    expect(confirmed.body).toEqual({ enrollmentId, status: 'active' });
    await fixture.untilSynced(enrollmentId);
  });
});

describe('the local payment provider', () => {
  const visit = (url: string, method = 'GET') =>
    fixture.backend.fetch(new Request(url, { method, redirect: 'manual' }));

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
    expect(await paymentsOf(enrollmentId)).toEqual([{ amount: PRICE }]);
  });

  test.each([
    ['amount', '1'],
    ['currency', 'JPY'],
    ['enrollment', crypto.randomUUID()],
    ['signature', '0'.repeat(64)],
  ])('rejects a link with another %s', async (name, value) => {
    const { enrollmentId, payment } = await owing();
    const forged = new URL(payment.url);
    forged.searchParams.set(name, value);
    expect((await visit(forged.href, 'POST')).status).toBe(400);
    expect(await fixture.enrollment(enrollmentId)).toMatchObject({ status: 'pending' });
  });
});
