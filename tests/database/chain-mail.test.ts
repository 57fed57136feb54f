import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { chainDatabase } from '../fixtures/chains/chain-database.ts';
import { defined } from '../fixtures/defined.ts';

let backend: TestBackend;
let chains: ReturnType<typeof chainDatabase>;
let admin: Account;
let rep: Account;

beforeAll(async () => {
  backend = await startBackend();
  chains = chainDatabase(backend);
  admin = await backend.signUp('admin');
  rep = await backend.signUp();
});
afterAll(() => backend.close());
beforeEach(async () => {
  await chains.reset();
  await backend.sql('update public.profiles set email = $2 where id = $1', admin.id, admin.email);
  await backend.sql("delete from public.profiles where role = 'admin' and id <> $1", admin.id);
});

/** Monday, when the daily chain is due. */
const at = (time: string, day = '2026-11-30') => `${day}T${time}Z`;

interface OutboxRow {
  id: string;
  kind: string;
  period: string;
  recipient: string;
  data: { alerts: { kind: string; subject: string; code: string }[] };
  state: string;
  attempts: number;
  error_code: string | null;
  next_attempt_at: string | null;
}

const outbox = () => backend.sql<OutboxRow>('select * from public.mail_outbox order by created_at, recipient, id');
const mailedAlerts = async (recipient = admin.email) =>
  (await outbox())
    .filter((mail) => mail.recipient === recipient)
    .flatMap(({ data }) => data.alerts.map(({ kind, subject, code }) => [kind, subject, code]));

const failFirstStep = async (code: string, now: string) => {
  const step = await chains.take(now);
  if (step === null) throw new Error('there is no step');
  await chains.fail(step, code, false, now);
};

describe('an alert is mailed', () => {
  test('once for a run, step and code, to each admin', async () => {
    const other = await backend.signUp('admin');
    await backend.sql("select private.start_run('cleanup', 'manual', null, null, null, false, $1)", at('02:00:00'));
    await failFirstStep('unauthorized', at('02:00:00'));
    const expected = [['step_failed', 'Clean-up of old logs', 'unauthorized']];
    expect(await mailedAlerts()).toEqual(expected);
    expect(await mailedAlerts(other.email)).toEqual(expected);
    // It fails again in the same way, and then in another.
    for (const code of ['unauthorized', 'forbidden']) {
      await backend.sql("update public.task_chain_logs set started_at = now() - interval '1 hour'");
      const [run] = await chains.runs();
      expect((await backend.rpc('resume_run', { run: run?.id }, admin.token)).status).toBe(204);
      await failFirstStep(code, at('03:00:00'));
    }
    expect(await mailedAlerts()).toEqual([...expected, ['step_failed', 'Clean-up of old logs', 'forbidden']]);
    expect(await outbox()).toHaveLength(4);
  });

  test('once for each dataset without a success in 26 hours, and again after the next success', async () => {
    const refresh = (names: string[], now: string) =>
      backend.sql('update public.datasets set refreshed_at = $2 where name = any ($1)', names, now);
    await refresh(['users', 'groups'], at('02:00:00', '2026-11-28'));
    await refresh(['leads'], at('05:00:00', '2026-11-28'));
    await backend.sql('update public.scheduled_tasks set enabled = false');
    await chains.tick(at('03:45:00', '2026-11-29'));
    expect(await outbox()).toEqual([]);
    for (const minute of ['04:01', '04:20', '07:01', '07:20']) await chains.tick(at(`${minute}:00`, '2026-11-29'));
    expect((await mailedAlerts()).map(([, subject]) => subject)).toEqual(['groups', 'users', 'leads']);
    // Those that came together came in one mail.
    expect(await outbox()).toHaveLength(2);
    await refresh(['leads'], at('08:00:00', '2026-11-29'));
    await chains.tick(at('10:01:00', '2026-11-30'));
    await chains.tick(at('10:20:00', '2026-11-30'));
    expect((await mailedAlerts()).map(([, subject]) => subject)).toEqual(['groups', 'users', 'leads', 'leads']);
    await backend.sql('update public.scheduled_tasks set enabled = true');
  });

  test('to nobody whose address is none', async () => {
    await backend.sql("update public.profiles set email = 'nobody' where id = $1", admin.id);
    await backend.sql("select private.start_run('cleanup', 'manual', null, null, null, false, $1)", at('02:00:00'));
    await failFirstStep('unauthorized', at('02:00:00'));
    expect(await outbox()).toEqual([]);
    expect(await backend.sql('select code from public.alerts')).toEqual([{ code: 'unauthorized' }]);
  });
});

const queue = async (period = '1', now = at('08:00:00')) => {
  const [row] = await backend.sql<{ id: string }>(
    `insert into public.mail_outbox (kind, period, recipient, data, created_at, next_attempt_at)
     values ('alert', $1, 'ada@example.com', '{"kind": "alert"}', $2, $2) returning id`,
    period,
    now,
  );
  return row?.id ?? '';
};
interface TakenMail {
  id: string;
  token: number;
  delay_ms: number;
}
const one = async <T>(query: string, ...parameters: unknown[]): Promise<T> => {
  const [row] = await backend.sql<{ result: T }>(`select ${query} as result`, ...parameters);
  return row?.result as T;
};
const take = (now: string) => one<TakenMail | null>('private.take_mail_at($1)', now);
const begin = ({ id, token }: TakenMail, now: string, subject = 'Hello') =>
  one<object>("private.begin_mail_at($1, $2, $3, '<p>Hello</p>', 'Hello', $4)", id, token, subject, now);
const sent = ({ id }: TakenMail, now: string) => one('private.mail_sent_at($1, $2, $3)', id, 'provider-1', now);
const fail = ({ id, token }: TakenMail, now: string, { retryable = true, mayBeSent = true } = {}) =>
  one("private.mail_failed_at($1, $2, 'server_error', 'It failed.', $3, $4, $5)", id, token, retryable, mayBeSent, now);
const stateOf = async (id: string) => {
  const [row] = await backend.sql<OutboxRow>('select * from public.mail_outbox where id = $1', id);
  return row;
};
describe('a mail of the outbox', () => {
  test('is there once for its kind, period and recipient', async () => {
    await queue();
    await expect(queue()).rejects.toThrow('mail_outbox_kind_period_recipient_key');
  });

  test.each([
    ['sent without a time at which it was', "state = 'sent'"],
    ['failed without a reason', "state = 'failed', next_attempt_at = null"],
    ['queued without a next attempt', 'next_attempt_at = null'],
    ['a subject without a text', "subject = 'Hello'"],
    ['for more than an address', "recipient = 'Ada <ada@example.com>'"],
    ['with a subject of two lines', "begun_at = now(), subject = E'Hello\\nBcc: b@example.com', html = '', text = ''"],
  ])('is never %s', async (_, change) => {
    const id = await queue();
    await expect(backend.sql(`update public.mail_outbox set ${change} where id = $1`, id)).rejects.toThrow(
      'constraint',
    );
    expect((await stateOf(id))?.state).toBe('queued');
  });

  test('is given to one worker at a time, which stores what it sends before it sends it', async () => {
    const id = await queue();
    const first = defined(await take(at('08:00:00')), 'mail');
    expect(await take(at('08:01:59'))).toBeNull();
    expect(await begin(first, at('08:00:01'))).toEqual({ subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' });
    // The first was not heard of again.
    const second = defined(await take(at('08:02:01')), 'mail');
    expect(second.id).toBe(id);
    expect(await begin(second, at('08:02:02'), 'Another template')).toMatchObject({ subject: 'Hello' });
    await expect(fail(first, at('08:02:03'))).rejects.toThrow('lease_lost');
    await sent(second, at('08:02:04'));
    expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: 0, error_code: null });
    expect(await take(at('09:00:00'))).toBeNull();
  });

  test('is tried again seven times within a day, each time later, and fails then', async () => {
    const id = await queue();
    const minutes: number[] = [];
    let now = Date.parse(at('08:00:00'));
    for (;;) {
      const mail = await take(new Date(now).toISOString());
      if (mail === null) break;
      await begin(mail, new Date(now).toISOString());
      await fail(mail, new Date(now).toISOString());
      const next = (await stateOf(id))?.next_attempt_at ?? null;
      if (next === null) break;
      minutes.push((Date.parse(next) - now) / 60_000);
      now = Date.parse(next);
    }
    expect(minutes).toEqual([1, 5, 15, 60, 180, 360, 720]);
    expect(await stateOf(id)).toMatchObject({ state: 'failed', error_code: 'server_error', attempts: 8 });
  });

  test('fails at once where the provider refuses it for good, and an admin can send it again', async () => {
    const id = await queue();
    const mail = defined(await take(at('08:00:00')), 'mail');
    await begin(mail, at('08:00:00'));
    await fail(mail, at('08:00:01'), { retryable: false, mayBeSent: false });
    expect(await stateOf(id)).toMatchObject({ state: 'failed', attempts: 1 });
    expect((await backend.rpc('retry_mail', { mail: id }, rep.token)).status).toBe(403);
    expect((await backend.rpc('retry_mail', { mail: id }, admin.token)).status).toBe(204);
    expect(await stateOf(id)).toMatchObject({ state: 'queued', attempts: 0, error_code: null });
    expect((await backend.rpc('retry_mail', { mail: id }, admin.token)).body).toMatchObject({ message: 'not_failed' });
  });

  test('is not sent again a day after it may have been sent', async () => {
    const id = await queue();
    const mail = defined(await take(at('08:00:00')), 'mail');
    await begin(mail, at('08:00:00'));
    // Its worker ended, and there was none for a day.
    expect(await take(at('07:59:00', '2026-12-01'))).toBeNull();
    expect(await stateOf(id)).toMatchObject({ state: 'failed', error_code: 'outcome_unknown' });
    // It is sent all the same where its worker was only slow to say so.
    await sent(mail, at('08:00:00', '2026-12-01'));
    expect(await stateOf(id)).toMatchObject({ state: 'sent' });
  });

  test('is sent, however late, where the provider has certainly not sent it', async () => {
    const id = await queue();
    const mail = defined(await take(at('08:00:00')), 'mail');
    await begin(mail, at('08:00:00'));
    await one('private.pause_mails_at($1, $2, 3, $3)', mail.id, mail.token, at('08:00:01'));
    expect(await stateOf(id)).toMatchObject({ state: 'queued', attempts: 0, error_code: 'too_many_requests' });
    expect(await take(at('08:00:03'))).toBeNull();
    expect((await take(at('08:00:00', '2026-12-04')))?.id).toBe(id);
  });

  test('waits without an attempt while mail is not set up, and wakes no worker until then', async () => {
    await backend.sql('update public.scheduled_tasks set enabled = false');
    const id = await queue();
    expect(await chains.tick(at('08:00:00'))).toBe(true);
    expect(
      await one("private.postpone_mails_at('not_configured', 'Mail is not set up.', null, $1)", at('08:00:00')),
    ).toBe(1);
    expect(await stateOf(id)).toMatchObject({ state: 'queued', attempts: 0, error_code: 'not_configured' });
    expect(await chains.tick(at('08:59:00'))).toBe(false);
    expect(await chains.tick(at('09:00:00'))).toBe(true);
    await backend.sql('update public.scheduled_tasks set enabled = true');
  });

  test('is sent at two a second, alerts before reports', async () => {
    const ids = [await queue('1'), await queue('2'), await queue('3')];
    await backend.sql("update public.mail_outbox set kind = 'pam_weekly_report' where id = $1", ids[0]);
    const taken = [];
    for (let count = 0; count < 3; count += 1) taken.push(defined(await take(at('08:00:00')), 'mail'));
    expect(taken.map(({ delay_ms }) => delay_ms)).toEqual([0, 500, 1_000]);
    expect(taken.at(-1)?.id).toBe(ids[0]);
  });

  test('is deleted after 30 days', async () => {
    await queue('old', at('08:00:00', '2026-10-30'));
    await queue('new', at('08:00:00', '2026-11-01'));
    await backend.sql("select private.start_run('cleanup', 'manual', null, null, null, false, $1)", at('04:00:00'));
    const step = defined(await chains.take(at('04:00:00')), 'step');
    await one('private.run_internal_step_at($1, $2, $3)', step.step, step.token, at('04:00:00'));
    expect((await outbox()).map(({ period }) => period)).toEqual(['new']);
  });
});
