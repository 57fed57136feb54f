import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { chainDatabase } from '../fixtures/chains/chain-database.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

/** As long as the provider knows an idempotency key, in minutes. */
const KEY_MINUTES = 24 * 60;
const START = Date.parse('2026-11-30T08:00:00Z');

/** What becomes of one attempt of a worker, and what it says about it. */
const ENDINGS = [
  'sent',
  'sent, and its worker ended',
  'sent, and the response was lost',
  'sent, and its worker says so an hour later',
  'not sent: the provider failed',
  'not sent: too many requests',
  'not sent: the key is wrong',
  'not sent: its worker ended',
  'not begun: its worker ended',
] as const;
type Ending = (typeof ENDINGS)[number];

interface TakenMail {
  id: string;
  token: number;
}

const world = () => {
  let minute = 0;
  const keys = new Map<string, number>();
  const deliveries = new Map<string, number>();
  const now = () => new Date(START + minute * 60_000).toISOString();
  const call = async <T = unknown>(query: string, ...parameters: unknown[]): Promise<T> => {
    const [row] = await backend.sql<{ result: T }>(`select ${query} as result`, ...parameters);
    return row?.result as T;
  };
  const deliver = ({ id }: TakenMail) => {
    const known = keys.get(id);
    if (known !== undefined && minute - known < KEY_MINUTES) return;
    keys.set(id, minute);
    deliveries.set(id, (deliveries.get(id) ?? 0) + 1);
  };
  const fail = ({ id, token }: TakenMail, mayBeSent: boolean) =>
    call("private.mail_failed_at($1, $2, 'server_error', '', true, $3, $4)", id, token, mayBeSent, now());
  const markSent = ({ id }: TakenMail) => call("private.mail_sent_at($1, 'provider', $2)", id, now());

  const attempt = async (ending: Ending): Promise<void> => {
    const mail = await call<TakenMail | null>('private.take_mail_at($1)', now());
    if (mail === null || ending === 'not begun: its worker ended') return;
    const { id, token } = mail;
    await call("private.begin_mail_at($1, $2, 'Hello', '', '', $3)", id, token, now());
    if (ending.startsWith('sent')) deliver(mail);
    if (ending === 'sent') await markSent(mail);
    if (ending === 'sent, and the response was lost') await fail(mail, true);
    if (ending === 'not sent: the provider failed') await fail(mail, false);
    if (ending === 'not sent: too many requests')
      await call('private.pause_mails_at($1, $2, null, $3)', id, token, now());
    if (ending === 'not sent: the key is wrong') {
      await call("private.postpone_mails_at('unauthorized', '', $1, $2)", token, now());
    }
    if (ending === 'sent, and its worker says so an hour later') {
      minute += 60;
      await markSent(mail);
    }
  };
  return { attempt, deliveries, wait: (minutes: number) => (minute += minutes) };
};

test('no mail is sent twice, whatever happens to workers and provider', async () => {
  const step = fc.record({
    ending: fc.constantFrom(...ENDINGS),
    minutes: fc.constantFrom(0, 1, 3, 20, 120, 800, KEY_MINUTES - 61, KEY_MINUTES + 1),
  });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 30 }), async (mails, steps) => {
      await chainDatabase(backend).reset();
      await backend.sql(
        `insert into public.mail_outbox (kind, period, recipient, data, created_at, next_attempt_at)
         select 'alert', n::text, 'ada@example.com', '{"kind": "alert"}', $2::timestamptz, $2::timestamptz from generate_series(1, $1) n`,
        mails,
        new Date(START).toISOString(),
      );
      const { attempt, deliveries, wait } = world();
      for (const { ending, minutes } of steps) {
        await attempt(ending);
        wait(minutes);
      }
      expect(Math.max(0, ...deliveries.values())).toBeLessThanOrEqual(1);
      const sent = await backend.sql<{ id: string }>("select id from public.mail_outbox where state = 'sent'");
      expect(sent.filter(({ id }) => deliveries.get(id) !== 1)).toEqual([]);
      // What was not sent is still to be, or says why not.
      const left = await backend.sql<{ id: string }>(
        "select id from public.mail_outbox where state <> 'sent' and error_code is null and next_attempt_at is null",
      );
      expect(left).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
