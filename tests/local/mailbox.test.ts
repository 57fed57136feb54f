import { isLoopback } from '../../supabase/local/listener.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type LocalMailbox, localMailbox } from '../../supabase/local/mailbox.ts';
import { isForBackend } from '../../supabase/local/product.ts';
import { defined } from '../fixtures/defined.ts';

const HOUR_MS = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'cadence-mailbox-'));
afterAll(() => rmSync(folder, { recursive: true }));

let now: number;
let mailbox: LocalMailbox;
const open = (options: { file?: string; requestsPerSecond?: number | null } = {}) =>
  localMailbox({
    file: options.file ?? null,
    key: 'right',
    requestsPerSecond: options.requestsPerSecond ?? null,
    now: () => now,
  });
beforeEach(() => {
  now = Date.parse('2026-11-30T08:00:00Z');
  mailbox = open();
});

const MAIL = {
  from: 'Cadence <cadence@example.com>',
  to: ['ada@example.com'],
  subject: 'Hello',
  html: '<p>Hi</p>',
  text: 'Hi',
};

const request = async (path: string, init: RequestInit = {}) => {
  const response = await defined(mailbox.handle(new Request(`http://localhost${path}`, init)), 'response');
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
};
const send = (mail: unknown, { key = 'right', idempotencyKey = '', path = '/emails' } = {}) =>
  request(`/mail-provider${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...(idempotencyKey !== '' && { 'idempotency-key': idempotencyKey }) },
    body: JSON.stringify(mail),
  });

describe('the local mail provider', () => {
  test('takes a mail, and keeps it', async () => {
    const { status, body } = await send(MAIL);
    expect(status).toBe(200);
    expect(mailbox.mails()).toMatchObject([{ ...MAIL, id: body['id'] }]);
  });

  test('takes several at once', async () => {
    const { body } = await send([MAIL, { ...MAIL, to: 'ben@example.com' }], { path: '/emails/batch' });
    expect(body).toEqual({ data: mailbox.mails().map(({ id }) => ({ id })) });
    expect(mailbox.mails().map(({ to }) => to)).toEqual([['ada@example.com'], ['ben@example.com']]);
  });

  test('knows a wrong key from none', async () => {
    expect(await send(MAIL, { key: 'wrong' })).toMatchObject({ status: 403, body: { name: 'invalid_api_key' } });
    const without = await request('/mail-provider/emails', { method: 'POST', body: JSON.stringify(MAIL) });
    expect(without).toMatchObject({ status: 401, body: { name: 'missing_api_key' } });
    expect(mailbox.mails()).toEqual([]);
  });

  test('sends nothing twice for an idempotency key, for 24 hours', async () => {
    const first = await send(MAIL, { idempotencyKey: 'one' });
    now += 24 * HOUR_MS - 1;
    expect((await send(MAIL, { idempotencyKey: 'one' })).body).toEqual(first.body);
    expect(await send({ ...MAIL, subject: 'Other' }, { idempotencyKey: 'one' })).toMatchObject({
      status: 409,
      body: { name: 'invalid_idempotent_request' },
    });
    expect(mailbox.mails()).toHaveLength(1);
    now += 1;
    await send(MAIL, { idempotencyKey: 'one' });
    expect(mailbox.mails()).toHaveLength(2);
  });

  test.each([
    ['no recipient', { ...MAIL, to: [] }, 'validation_error'],
    ['a wrong recipient', { ...MAIL, to: ['ada'] }, 'validation_error'],
    ['a subject of two lines', { ...MAIL, subject: 'a\r\nBcc: b@example.com' }, 'validation_error'],
    ['no subject', { ...MAIL, subject: undefined }, 'missing_required_field'],
    ['no content', { from: MAIL.from, to: MAIL.to, subject: 'a' }, 'validation_error'],
  ])('refuses a mail with %s', async (_, mail, name) => {
    expect(await send(mail)).toMatchObject({ status: 422, body: { statusCode: 422, name } });
    expect(mailbox.mails()).toEqual([]);
  });

  test('takes two a second where it has that limit', async () => {
    mailbox = open({ requestsPerSecond: 2 });
    const statuses = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await send(MAIL)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await send(MAIL)).headers.get('retry-after')).toBe('1');
    now += 500;
    expect((await send(MAIL)).status).toBe(200);
  });

  test('keeps the newest 200 in its file, with their idempotency keys', async () => {
    const file = join(folder, 'mails.json');
    mailbox = open({ file });
    await send(MAIL, { idempotencyKey: 'first' });
    for (let count = 0; count < 200; count += 1)
      await send({ ...MAIL, subject: String(count) }, { idempotencyKey: String(count) });
    mailbox = open({ file });
    expect(mailbox.mails()).toHaveLength(200);
    await send({ ...MAIL, subject: '199' }, { idempotencyKey: '199' });
    expect(mailbox.mails().at(-1)).toMatchObject({ subject: '199' });
    expect(mailbox.mails()).toHaveLength(200);
  });
});

describe('the page of the mailbox', () => {
  const HOSTILE = '<script>alert(1)</script>"\'';

  test('lists mails, those of the auth server included, and shows one of them', async () => {
    await send({ ...MAIL, subject: HOSTILE, html: `<p>${HOSTILE}</p>`, text: HOSTILE });
    mailbox.keepAuthMail({
      to: 'ben@example.com',
      subject: 'Reset',
      text: HOSTILE,
      link: 'http://localhost/reset?a=1&b=2',
    });
    const list = await request('/mailbox');
    expect(list.text).toContain('Reset');
    for (const { id } of mailbox.mails()) {
      expect(list.text).toContain(`/mailbox?mail=${id}`);
      const shown = await request(`/mailbox?mail=${id}`);
      expect(shown.status).toBe(200);
      expect(shown.text).not.toContain('<script');
      expect(shown.text).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
      expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  test('is open to this machine alone, and shows no mail that is not there', async () => {
    await send({ ...MAIL, subject: 'Secret' });
    for (const path of [
      'http://cadence.example.com/mailbox',
      'http://192.168.0.5:4173/mailbox',
      'http://localhost/mailbox?mail=x',
    ]) {
      const response = await defined(mailbox.handle(new Request(path)), 'response');
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.text()).not.toContain('Secret');
    }
    for (const path of ['http://127.0.0.1:4173/mailbox', 'http://[::1]:4173/mailbox']) {
      const response = await defined(mailbox.handle(new Request(path)), 'response');
      expect([path, response.status]).toEqual([path, 200]);
    }
  });

  test('leaves other paths alone', () => {
    expect(mailbox.handle(new Request('http://localhost/mailboxes'))).toBeNull();
    expect(
      ['/mailbox', '/mail-provider/emails', '/vendors/northpass/v2/people', '/mailboxes'].map(isForBackend),
    ).toEqual([true, true, true, false]);
  });
});

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['192.0.2.2', false],
  ['::ffff:192.0.2.2', false],
  ['127.0.0.1.example.com', false],
  [undefined, false],
])('mails are for connections of this machine: %s is one: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
