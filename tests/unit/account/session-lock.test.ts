import { HttpResponse, http } from 'msw';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSessionLock } from '../../../src/api/session-lock.ts';
import { SESSION_KEY } from '../../../src/api/session.ts';
import { server } from '../../fixtures/cloud.ts';
import { FakeLocks } from '../../fixtures/simulation/fake-locks.ts';

const URL = 'http://cloud.test';

let locks: FakeLocks;
beforeEach(() => {
  locks = new FakeLocks();
  vi.stubEnv('VITE_SUPABASE_URL', URL);
  vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_test');
});
afterEach(() => {
  vi.unstubAllEnvs();
  Reflect.deleteProperty(navigator, 'locks');
  localStorage.clear();
});

const tokenOf = (exp: number) =>
  [{ alg: 'HS256' }, { sub: 'ada', exp }, 'x'].map((part) => btoa(JSON.stringify(part)).replace(/=+$/, '')).join('.');

const sessionOf = (refreshToken: string, expiresIn: number) => {
  const expiresAt = Math.floor(Date.now() / 1_000) + expiresIn;
  return {
    access_token: tokenOf(expiresAt),
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: expiresIn,
    expires_at: expiresAt,
    user: {
      id: 'ada',
      email: 'ada@example.com',
      aud: 'authenticated',
      app_metadata: {},
      user_metadata: {},
      created_at: '',
    },
  };
};

/** A server that takes each refresh token once. Returns those that it was sent. */
const strictServer = (): string[] => {
  const sent: string[] = [];
  server.use(
    http.post(`${URL}/auth/v1/token`, async ({ request }) => {
      const { refresh_token } = (await request.json()) as { refresh_token: string };
      const isUsed = sent.includes(refresh_token);
      sent.push(refresh_token);
      return isUsed
        ? HttpResponse.json({ code: 400, error_code: 'refresh_token_already_used', msg: 'used' }, { status: 400 })
        : HttpResponse.json(sessionOf(`refresh-${String(sent.length + 1)}`, 3_600));
    }),
    http.post(`${URL}/rest/v1/rpc/account_exists`, () => HttpResponse.json(true)),
  );
  return sent;
};

/** The app in another tab: its own modules, on the same storage. */
const openTab = async () => {
  vi.resetModules();
  return import('../../../src/api/auth.ts');
};

describe('two tabs of one person whose token has expired', () => {
  test('refresh it once, and both go on with the new one', async () => {
    // Both clients are in one page here, which supabase-js warns about.
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    Object.defineProperty(navigator, 'locks', { value: locks.manager, configurable: true });
    localStorage.setItem('cadence.person', JSON.stringify({ id: 'ada', email: 'ada@example.com', role: 'rep' }));
    localStorage.setItem(SESSION_KEY, JSON.stringify(sessionOf('refresh-1', -60)));
    const sent = strictServer();
    const tabs = [await openTab(), await openTab()];
    const tokens = await Promise.all(tabs.map((tab) => tab.getAccessToken('ada')));
    expect(sent).toEqual(['refresh-1']);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toContain('.');
  });
});

describe('the lock of a session', () => {
  class Unavailable extends Error {}
  let cancel = new AbortController();
  beforeEach(() => {
    cancel = new AbortController();
  });
  const lock = () =>
    createSessionLock(
      (message) => new Unavailable(message),
      () => cancel.signal,
      locks.manager,
    );
  const never = () => new Promise<never>(() => undefined);

  test('is had by one tab after the other', async () => {
    const order: string[] = [];
    const use = (name: string) => async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
    };
    await Promise.all([lock()('session', 1_000, use('one')), lock()('session', 1_000, use('two'))]);
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  test('is taken from a tab that never gives it back', async () => {
    void lock()('session', 1_000, never);
    expect(await lock()('session', 1, () => Promise.resolve('mine'))).toBe('mine');
  });

  test('that is taken away loses nothing of what its tab was doing', async () => {
    let resolve: (result: string) => void = () => undefined;
    const promise = new Promise<string>((done) => {
      resolve = done;
    });
    const slow = lock()('session', 1_000, () => promise);
    await lock()('session', 1, () => Promise.resolve());
    resolve('done');
    expect(await slow).toBe('done');
  });

  test('is not waited for where it is wanted at once', async () => {
    void lock()('session', 1_000, never);
    await expect(lock()('session', 0, () => Promise.resolve())).rejects.toThrow(Unavailable);
    locks = new FakeLocks();
    expect(await lock()('session', 0, () => Promise.resolve('free'))).toBe('free');
  });

  test('is not waited for any longer, and not taken away, once that is cancelled', async () => {
    void lock()('session', 1_000, never);
    const waiting = lock()('session', 60_000, () => Promise.resolve('mine'));
    cancel.abort();
    await expect(waiting).rejects.toThrow(Unavailable);
    await expect(lock()('session', 0, () => Promise.resolve())).rejects.toThrow(Unavailable);
  });

  test('passes an error on and is free again', async () => {
    await expect(lock()('session', 1_000, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(await lock()('session', 0, () => Promise.resolve('free'))).toBe('free');
  });

  test('is none where the browser has no Web Locks', async () => {
    const free = createSessionLock(
      (message) => new Unavailable(message),
      () => cancel.signal,
      null,
    );
    void free('session', 1_000, never);
    expect(await free('session', 0, () => Promise.resolve('mine'))).toBe('mine');
  });
});
