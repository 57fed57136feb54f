import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanAddress } from '../../src/api/mailed-link.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { readProjectConfig } from '../../supabase/local/config.ts';
import { startBackend, type TestBackend } from '../fixtures/backend/backend.ts';

const SITE = 'http://localhost';
let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend('memory://', { confirmEmails: true });
});
afterAll(() => backend.close());

const auth = async (path: string, body: object, method = 'POST') => {
  const response = await backend.fetch(
    new Request(`${SITE}/auth/v1/${path}`, {
      method,
      headers: { apikey: LOCAL_PUBLISHABLE_KEY, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

let accounts = 0;
const signUp = async (redirectTo?: string): Promise<string> => {
  accounts += 1;
  const email = `new.${String(accounts)}@example.com`;
  const query = redirectTo === undefined ? '' : `?redirect_to=${encodeURIComponent(redirectTo)}`;
  const { status, body } = await auth(`signup${query}`, { email, password: 'a-good-password' });
  expect([status, body['access_token']]).toEqual([200, undefined]);
  return email;
};

/** The page that the newest mail to an address leads to, and the link as the app reads it there. */
const newestLink = (email: string) => {
  const mail = backend.mails.findLast(({ to }) => to === email);
  const url = new URL(mail?.link ?? 'about:blank');
  const { pathname, search, hash } = url;
  return { mail, url, link: cleanAddress({ pathname, search, hash: hash.slice(1) }, SITE)?.link };
};

const verify = (email: string) => {
  const { link } = newestLink(email);
  return auth('verify', { token_hash: link?.tokenHash, type: link?.type });
};
const signIn = (email: string) => auth('token?grant_type=password', { email, password: 'a-good-password' });

describe('with confirmation of addresses, the link of a sign-up', () => {
  test('is used up by no program that opens it, and confirms the address once its page uses it', async () => {
    const email = await signUp();
    expect((await signIn(email)).body['error_code']).toBe('email_not_confirmed');
    const { url } = newestLink(email);
    for (const method of ['HEAD', 'GET', 'GET']) await backend.fetch(new Request(url, { method }));
    expect((await verify(email)).body['access_token']).toEqual(expect.any(String));
    expect((await signIn(email)).status).toBe(200);
    expect(await verify(email)).toMatchObject({ status: 403, body: { error_code: 'otp_expired' } });
  });

  test.each([
    [undefined, undefined],
    [`${SITE}/join/some-token?x=1&y=2`, '/join/some-token?x=1&y=2'],
    [`${SITE}/program/abc`, '/program/abc'],
    ['https://evil.example/join/abc', undefined],
  ])('keeps where the person wanted to go: %s', async (redirectTo, next) => {
    const { url, link, mail } = newestLink(await signUp(redirectTo));
    expect(mail?.subject).toBe('Confirm your email');
    expect(url.origin + url.pathname).toBe(`${SITE}/confirm`);
    expect(link).toMatchObject({ type: 'signup' });
    expect(link?.next).toBe(next);
  });

  test('can be sent again: the new link works, and the earlier one no longer does', async () => {
    const email = await signUp();
    const earlier = newestLink(email).link;
    expect((await auth(`resend?redirect_to=${SITE}/join/abc`, { type: 'signup', email })).status).toBe(200);
    const { link } = newestLink(email);
    expect(link?.next).toBe('/join/abc');
    expect((await auth('verify', { token_hash: earlier?.tokenHash, type: 'signup' })).status).toBe(403);
    expect((await verify(email)).status).toBe(200);
  });

  test('is sent again to nobody else, with the same response', async () => {
    const confirmed = await signUp();
    await verify(confirmed);
    const before = backend.mails.length;
    for (const email of [confirmed, 'nobody@example.com']) {
      expect(await auth('resend', { type: 'signup', email })).toEqual({ status: 200, body: {} });
    }
    expect(backend.mails).toHaveLength(before);
  });
});

test('a reset link leads to its page, and is used up by no program that opens it', async () => {
  const email = await signUp();
  await verify(email);
  await auth('recover', { email });
  const { mail, url, link } = newestLink(email);
  expect(mail?.subject).toBe('Reset your password');
  expect(url.origin + url.pathname).toBe(`${SITE}/reset-password`);
  for (const method of ['HEAD', 'GET']) await backend.fetch(new Request(url, { method }));
  expect(link?.type).toBe('recovery');
  expect((await verify(email)).body['access_token']).toEqual(expect.any(String));
});

describe('the mail templates', () => {
  const { template } = readProjectConfig().auth.email;
  const types = Object.keys(template);

  test('are those of every mail that the auth server sends with a link', () => {
    expect(types.sort()).toEqual(['confirmation', 'email_change', 'invite', 'magic_link', 'recovery']);
    const files = readdirSync('supabase/templates').map((name) => join(process.cwd(), 'supabase/templates', name));
    expect(Object.values(template).map(({ content_path }) => content_path)).toEqual(expect.arrayContaining(files));
  });

  test.each(types)('%s has a subject in sentence case, and leads to a page of the app with a token hash', (type) => {
    const { subject = '', content_path = '' } = template[type] ?? {};
    expect(subject.replace('Cadence', '')).toMatch(/^[A-Z][^A-Z]+$/);
    const html = readFileSync(content_path, 'utf8');
    expect(html).not.toContain('ConfirmationURL');
    expect(html.match(/href="[^"]*"/g)).toHaveLength(1);
    expect(html).toMatch(
      /href="\{\{ \.SiteURL \}\}\/(confirm|reset-password)#token_hash=\{\{ \.TokenHash \}\}&type=\w+(&next=\{\{ \.RedirectTo \}\})?"/,
    );
  });
});
