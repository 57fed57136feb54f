import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inPaymentScenario, type PaymentScenario } from '../fixtures/database/payment-scenario.ts';
import { paymentSteps } from '../fixtures/database/payment-steps.ts';
import { openTestDatabase, type TestDatabase } from '../fixtures/database/roles.ts';

let database: TestDatabase;
let people: PaymentScenario['people'];

beforeAll(async () => {
  database = await openTestDatabase();
  const [coach, person, admin] = [
    await database.signUp('coach@example.com', { role: 'coach' }),
    await database.signUp('person@example.com'),
    await database.signUp('admin@example.com'),
  ];
  await database.owner.query("update public.profiles set role = 'admin' where id = $1", [admin]);
  people = { coach, person, admin };
});
afterAll(() => database.close());

const RUNS = { numRuns: 120 };

/** Holds after each step of any history of quotes, prices, payments, refunds and endings. */
const always = (check: (scenario: PaymentScenario) => Promise<void>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(paymentSteps, (history) =>
      inPaymentScenario(database, people, async (scenario) => {
        for (const step of history) {
          await scenario.apply(step);
          await check(scenario);
        }
      }),
    ),
    RUNS,
  );

test('every signed payment is recorded once, with its amount, whatever it was for', () =>
  always(async (scenario) => {
    const recorded = (await scenario.payments()).filter(({ provider }) => provider !== 'coach');
    const inOrder = (list: { reference: string; amount: number }[]) =>
      list.map(({ reference, amount }) => `${reference} ${String(amount)}`).sort();
    expect(inOrder(recorded.map(({ reference, amount }) => ({ reference, amount: Number(amount) })))).toEqual(
      inOrder(scenario.reports),
    );
    expect(recorded.filter(({ state }) => state === 'received')).toEqual([]);
  }));

test('who waits for a payment can pay what a checkout quotes, and is active then', () =>
  always(async (scenario) => {
    const enrollment = await scenario.enrollment();
    const isPending = enrollment?.status === 'pending';
    const status = await scenario.imagine(async () => {
      const due = await scenario.quote();
      if (due) await scenario.pay({ intent: due.intent_id, amount: due.amount, currency: due.currency });
      if (due) scenario.reports.pop();
      return (await scenario.enrollment())?.status;
    });
    expect(status).toBe(isPending ? 'active' : enrollment?.status);
  }));

test('a payment that waits for a decision can be accepted, and is decided then', () =>
  always(async (scenario) => {
    const { coach, admin } = scenario.people;
    // One that is being refunded waits for its provider.
    const refunding = await scenario.rows<{ payment_id: string }>(
      "select payment_id from public.payment_refunds where state = 'pending'",
    );
    const isRefunding = (id: string) => refunding.some(({ payment_id }) => payment_id === id);
    const waiting = (await scenario.payments()).filter(({ id, undecided }) => undecided && !isRefunding(id));
    for (const { id, coach_id } of waiting) {
      const accepted = await scenario.imagine(async () => {
        await scenario.call(coach_id === null ? admin : coach, 'accept_payment($1)', id);
        return (await scenario.payments()).find((payment) => payment.id === id);
      });
      expect(accepted).toMatchObject({ undecided: false, state: 'applied' });
    }
  }));

test('a payment is refunded exactly where all of it was paid back, and pays for nothing then', () =>
  always(async (scenario) => {
    const wrong = await scenario.rows(
      `select y.id, y.state from public.payments y
       where (y.state = 'refunded') <> (y.amount <= (
         select coalesce(sum(r.amount), -1) from public.payment_refunds r where r.payment_id = y.id and r.state = 'done'))
         and y.provider <> 'coach'`,
    );
    expect(wrong).toEqual([]);
  }));

test('a quote is open only for an enrollment that waits, which nothing pays for, and no refund asked for here exceeds its payment', () =>
  always(async (scenario) => {
    const enrollment = await scenario.enrollment();
    const open = (await scenario.quotes()).filter(({ state }) => state === 'open');
    expect(
      open.filter(({ enrollment_id }) => enrollment_id !== enrollment?.id || enrollment.status !== 'pending'),
    ).toEqual([]);
    const paying = (await scenario.payments()).filter(
      ({ state, enrollment_id }) => state === 'applied' && enrollment_id === enrollment?.id,
    );
    expect(enrollment?.status === 'pending' ? paying : []).toEqual([]);
    const overdrawn = await scenario.rows(
      `select y.id from public.payments y where y.amount < (
         select sum(r.amount) from public.payment_refunds r
         where r.payment_id = y.id and r.state <> 'failed' and r.requested_by is not null)`,
    );
    expect(overdrawn).toEqual([]);
  }));
