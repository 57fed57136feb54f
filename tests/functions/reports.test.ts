import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { MailFault } from '../../supabase/local/mailbox.ts';
import { generateVendorData } from '../../supabase/local/vendors/generate.ts';
import { HOSTILE_NAME } from '../../supabase/local/vendors/generated-names.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { expectedPartnerCounts, runUntilDone } from '../fixtures/chains/vendor-oracle.ts';
import { defined } from '../fixtures/defined.ts';

const NOW = Date.now();
const SIZES = { people: 120, groups: 30, courses: 8, enrollments: 200, accounts: 28, contacts: 250, leads: 30 };
const vendors = generateVendorData({ sizes: SIZES, seed: 'reports', now: NOW });

let backend: TestBackend;
let admin: Account;
let rep: Account;

beforeAll(async () => {
  backend = await startBackend('memory://', {
    functions: true,
    vendors,
    vendorLimits: { northpass: null, impartner: null },
  });
  await backend.sql('update private.apis set requests_per_second = 1000');
  await backend.sql('update public.scheduled_tasks set enabled = false where task_chain is null');
  // Time passes faster.
  await backend.sql(`create or replace function private.mail_attempt_delays() returns interval[] language sql immutable
    as $$ select array_fill('100 milliseconds'::interval, array[7]) $$`);
  admin = await backend.signUp('admin');
  rep = await backend.signUp();
});
afterAll(() => backend.close());

const run = async (chain: string, from: TestBackend = backend, by: Account = admin): Promise<void> => {
  expect((await from.rpc('run_chain', { chain }, by.token)).status).toBe(200);
  await runUntilDone(from);
};
const mailbox = () => backend.functions().mailbox;
const failNext = (...faults: MailFault[]) => {
  mailbox().failNext(...faults);
};
const statesOf = (kind: string) =>
  backend.sql<{ recipient: string; state: string; error_code: string | null; attempts: number }>(
    'select recipient, state, error_code, attempts from public.mail_outbox where kind = $1 order by recipient',
    kind,
  );
/** Ticks until no mail waits that can be sent. */
const sendAll = () =>
  vi.waitFor(
    async () => {
      await backend.functions().tick();
      const waiting = await backend.sql(
        "select from public.mail_outbox where state = 'queued' and error_code is distinct from 'unauthorized'",
      );
      if (waiting.length > 0) throw new Error('mails wait');
    },
    { timeout: 40_000, interval: 100 },
  );
const mailsTo = (recipient: string) =>
  mailbox()
    .mails()
    .filter(({ to }) => to.includes(recipient));
const lastNotes = async (from: TestBackend = backend) => {
  const [step] = await from.sql<{ notes: object }>(
    'select notes from public.task_chain_steps order by id desc limit 1',
  );
  return step?.notes;
};
/** Forgets the reports of this week, so that they are due again. */
const forget = (kind: string) => backend.sql('delete from public.mail_outbox where kind = $1', kind);

/** Active accounts by the address of their manager. */
const accountsByManager = () => {
  const managers = new Map<string, number[]>();
  for (const { Id, IsActive, Partner_Manager_Email__cf: email } of vendors.accounts.all()) {
    if (IsActive && email !== null) managers.set(email, [...(managers.get(email) ?? []), Id]);
  }
  return managers;
};

describe('weekly reports, with real workers and a mail provider over HTTP,', () => {
  test('reach each partner manager once, with the numbers of their partners', async () => {
    await run('daily_full');
    const counts = await expectedPartnerCounts(backend, vendors, NOW);
    await run('pam_weekly_report');
    await sendAll();
    const managers = accountsByManager();
    expect(managers.size).toBeGreaterThan(3);
    const expected = [...managers].map(([email, accounts]) => {
      const known = accounts.flatMap((id) => counts.get(String(id)) ?? []) as Record<string, number>[];
      const sum = (field: string) =>
        known.length === 0 ? '—' : String(known.reduce((total, one) => total + (one[field] ?? 0), 0));
      return [
        email,
        `Certified people: Now ${sum('Certified_People__cf')};`,
        `NPCU: Now ${sum('Total_NPCU__cf')};`,
        `Certificates expiring in 90 days: Now ${sum('Expiring_Certificates__cf')};`,
      ];
    });
    const arrived = [...managers.keys()].map((email) => {
      const texts = mailsTo(email).map(({ text }) => text ?? '');
      const figure = (label: string) =>
        texts.map((text) => new RegExp(`^- (${label}: Now [^;]*;)`, 'm').exec(text)?.[1]).join();
      return [email, ...['Certified people', 'NPCU', 'Certificates expiring in 90 days'].map(figure)];
    });
    expect(arrived).toEqual(expected);
    expect(await lastNotes()).toEqual({ queued: managers.size });
    expect(backend.faults).toEqual([]);
  });

  test('are sent once, however often they run in a week', async () => {
    const before = mailbox().mails().length;
    await run('pam_weekly_report');
    await sendAll();
    expect(mailbox().mails()).toHaveLength(before);
    expect(await lastNotes()).toEqual({ already_queued: before });
  });

  test('show hostile names as text', async () => {
    const hostile = vendors.accounts.all().find(({ Name }) => /script/i.test(Name));
    const id = String(defined(hostile, 'account with a hostile name').Id);
    await backend.sql('update public.crm_partners set active = true, name = $2 where id = $1', id, HOSTILE_NAME);
    await backend.sql(
      "insert into public.partner_weeks values (date_trunc('week', now() at time zone 'UTC')::date - 7, $1, 900, 900, 0)",
      id,
    );
    await run('executive_weekly_report');
    await sendAll();
    const { html, text } = defined(mailsTo(admin.email)[0], 'mail');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; Systems</td>');
    expect(html).not.toContain('<script');
    expect(text).toContain(HOSTILE_NAME);
  });

  test.each<[string, MailFault[], number]>([
    ['asks for a pause', ['too_many_requests'], 0],
    ['fails again and again', ['server_error', 'server_error', 'server_error'], 0],
    ['loses its response', ['response_lost'], 0],
    ['fails in every way', ['response_lost', 'too_many_requests', 'server_error', 'response_lost'], 0],
    ['refuses one for good', ['refused'], 1],
  ])('arrive once each where the provider %s', async (_, faults, refused) => {
    await forget('pam_weekly_report');
    const before = mailbox().mails().length;
    failNext(...faults);
    await run('pam_weekly_report');
    await sendAll();
    const recipients = mailbox()
      .mails()
      .slice(before)
      .flatMap(({ to }) => to);
    expect(recipients).toHaveLength(accountsByManager().size - refused);
    expect(new Set(recipients).size).toBe(recipients.length);
    const states = await statesOf('pam_weekly_report');
    expect(states.filter(({ state }) => state !== 'sent')).toEqual(
      Array.from({ length: refused }, () => ({
        recipient: expect.any(String) as string,
        state: 'failed',
        error_code: 'refused',
        attempts: 1,
      })),
    );
  });

  test('wait, and cost no attempt, while the provider does not know us', async () => {
    await forget('executive_weekly_report');
    const before = mailbox().mails().length;
    failNext('unauthorized');
    await run('executive_weekly_report');
    await sendAll();
    expect(await statesOf('executive_weekly_report')).toMatchObject([
      { state: 'queued', error_code: 'unauthorized', attempts: 0 },
    ]);
    await backend.sql(
      "update public.mail_outbox set next_attempt_at = now(), error_code = null where state = 'queued'",
    );
    await sendAll();
    expect(mailbox().mails()).toHaveLength(before + 1);
  });

  test('wait where mail is not set up, and their step says so', async () => {
    const other = await startBackend('memory://', { functions: true, hasMail: false });
    try {
      const chief = await other.signUp('admin');
      await other.sql('update public.scheduled_tasks set enabled = false where task_chain is null');
      await run('executive_weekly_report', other, chief);
      expect(await lastNotes(other)).toEqual({ queued: 1, mail_not_configured: 1 });
      await vi.waitFor(
        async () => {
          expect(await other.sql('select state, error_code, attempts from public.mail_outbox')).toEqual([
            { state: 'queued', error_code: 'not_configured', attempts: 0 },
          ]);
        },
        { timeout: 20_000 },
      );
      expect(await other.sql('select private.tick() as has_work')).toEqual([{ has_work: false }]);
    } finally {
      await other.close();
    }
  });
});

test('an alert reaches every admin once', async () => {
  await backend.sql("update public.datasets set refreshed_at = now() - interval '27 hours' where name = 'courses'");
  for (const _ of [1, 2]) {
    // The next tick looks for what is stale.
    await backend.sql('delete from private.ticks');
    await sendAll();
  }
  const alerts = mailsTo(admin.email).filter(({ subject }) => subject.startsWith('Cadence:'));
  expect(alerts.map(({ subject }) => subject)).toEqual(['Cadence: No success in 26 hours: Courses']);
});

describe('the preview of a report', () => {
  interface Preview {
    subject: string;
    html: string;
    text: string;
    sentTo: string | null;
    isMailSetUp: boolean;
  }
  const preview = (body: object, token: string | null) => backend.call<Preview>('preview-report', body, token);

  test('is what would be sent, and is sent to the admin who asks for it alone', async () => {
    const [manager = ''] = accountsByManager().keys();
    const shown = await preview({ kind: 'pam_weekly_report', manager }, admin.token);
    expect(shown).toMatchObject({ status: 200, body: { sentTo: null, isMailSetUp: true } });
    const before = mailbox().mails().length;
    const sent = await preview({ kind: 'pam_weekly_report', manager, send: true }, admin.token);
    expect(sent.body).toEqual({ ...shown.body, sentTo: admin.email });
    await vi.waitFor(() => expect(mailbox().mails()).toHaveLength(before + 1), { timeout: 20_000 });
    const { subject, html, text } = shown.body;
    expect(mailbox().mails().at(-1)).toMatchObject({ to: [admin.email], subject, html, text });
  });

  test.each([
    ['nobody', 401, () => null, { kind: 'executive_weekly_report' }],
    ['a rep', 403, () => rep.token, { kind: 'executive_weekly_report', send: true }],
    ['an admin, of a stranger,', 404, () => admin.token, { kind: 'pam_weekly_report', manager: 'x@example.com' }],
    ['an admin, of no report,', 400, () => admin.token, { kind: 'cleanup' }],
  ])('for %s is a %d', async (_, status, token, body) => {
    expect((await preview(body, token())).status).toBe(status);
  });
});
