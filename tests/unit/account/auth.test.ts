import { HttpResponse, http } from 'msw';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as auth from '../../../src/api/auth.ts';
import { useServerClock } from '../../../src/api/server-clock.ts';
import { SESSION_KEY, useSession } from '../../../src/api/session.ts';
import { seemOffline, server, setOnline } from '../../fixtures/cloud.ts';

const URL = 'http://cloud.test';
beforeAll(() => {
  // A crafted link: what it contains signs nobody in, in any test of this file.
  location.hash = '#access_token=a.b.c&refresh_token=refresh-eve&expires_in=3600&token_type=bearer&type=signup';
  vi.stubEnv('VITE_SUPABASE_URL', URL);
  vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_test');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const startDevice = () => ({ ...auth, useSession });

const HOUR_S = 3_600;
const session = (id: string, expiresIn = HOUR_S) => ({
  access_token: tokenOf(id, expiresIn),
  refresh_token: `refresh-${id}`,
  token_type: 'bearer',
  expires_in: expiresIn,
  expires_at: Math.floor(Date.now() / 1_000) + expiresIn,
  user: { id, email: `${id}@example.com`, aud: 'authenticated', app_metadata: {}, user_metadata: {}, created_at: '' },
});
const tokenOf = (sub: string, expiresIn: number) =>
  [{ alg: 'HS256' }, { sub, exp: Math.floor(Date.now() / 1_000) + expiresIn }, 'x']
    .map((part) => btoa(JSON.stringify(part)).replace(/=+$/, ''))
    .join('.');

const signInHandlers = (id: string, role: string) => [
  http.post(`${URL}/auth/v1/token`, () => HttpResponse.json(session(id))),
  http.get(`${URL}/rest/v1/profiles`, () => HttpResponse.json({ role })),
];

/** What the server responds once a session has ended, while its account exists or no longer does. */
const endedSession = (exists: boolean) => [
  http.post(`${URL}/auth/v1/token`, () =>
    HttpResponse.json({ code: 400, error_code: 'refresh_token_not_found', msg: 'gone' }, { status: 400 }),
  ),
  http.post(`${URL}/rest/v1/rpc/account_exists`, () => HttpResponse.json(exists)),
];

beforeEach(() => {
  localStorage.clear();
  useSession.setState({ person: null, connected: true });
  useServerClock.setState({ offsetMs: null, wrongSince: null });
});

describe('signing in', () => {
  test('stores the person with the role of their profile', async () => {
    server.use(...signInHandlers('ada', 'admin'));
    const device = startDevice();
    await device.signIn('ada@example.com', 'pw');
    expect(device.useSession.getState().person).toEqual({ id: 'ada', email: 'ada@example.com', role: 'admin' });
    vi.resetModules();
    const afterRestart = await import('../../../src/api/session.ts');
    expect(afterRestart.useSession.getState()).toMatchObject({ person: { id: 'ada' }, connected: true });
  });

  test('without a connection fails as offline', async () => {
    setOnline(false);
    const device = startDevice();
    await expect(device.signIn('ada@example.com', 'pw')).rejects.toMatchObject({ code: 'offline' });
  });

  test.each([
    ['signing in', () => auth.signIn('ada@example.com', 'pw')],
    [
      'signing up',
      () => auth.signUp('ada@example.com', 'pw', { display_name: 'Ada', role: 'rep', time_zone: 'Europe/Stockholm' }),
    ],
  ])('%s works where the browser is wrong about being offline', async (_, act) => {
    seemOffline();
    server.use(
      ...signInHandlers('ada', 'rep'),
      http.post(`${URL}/auth/v1/signup`, () => HttpResponse.json(session('ada'))),
    );
    await act();
    expect(useSession.getState().person?.id).toBe('ada');
  });

  test('with a wrong password fails as invalid_credentials', async () => {
    server.use(
      http.post(`${URL}/auth/v1/token`, () =>
        HttpResponse.json(
          { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' },
          { status: 400 },
        ),
      ),
    );
    const device = startDevice();
    await expect(device.signIn('ada@example.com', 'no')).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect(device.useSession.getState().person).toBeNull();
  });
});

describe('the session', () => {
  test("never returns one person's token for another person's database", async () => {
    server.use(...signInHandlers('ada', 'rep'));
    const device = startDevice();
    await device.signIn('ada@example.com', 'pw');
    await expect(device.getAccessToken('ada')).resolves.toContain('.');
    await expect(device.getAccessToken('bob')).resolves.toBeNull();
  });

  test('that the cloud has ended keeps the person on the device, as disconnected', async () => {
    server.use(...signInHandlers('ada', 'rep'));
    const device = startDevice();
    await device.signIn('ada@example.com', 'pw');
    server.use(...endedSession(true));
    await expect(device.getAccessToken('ada', true)).resolves.toBeNull();
    expect(device.useSession.getState()).toMatchObject({ person: { id: 'ada' }, connected: false });
  });

  test('that has ended because the account was removed says so', async () => {
    server.use(...signInHandlers('ada', 'rep'));
    const device = startDevice();
    await device.signIn('ada@example.com', 'pw');
    server.use(...endedSession(false));
    await expect(device.getAccessToken('ada', true)).rejects.toMatchObject({ code: 'removed' });
    expect(device.useSession.getState()).toMatchObject({ person: { id: 'ada' }, connected: false });
  });

  test('in an address is not used', async () => {
    expect(location.hash).toContain('access_token');
    server.use(...signInHandlers('ada', 'rep'));
    const device = startDevice();
    await expect(device.getAccessToken('eve')).resolves.toBeNull();
    await device.signIn('ada@example.com', 'pw');
    await expect(device.getAccessToken('eve')).resolves.toBeNull();
    await expect(device.getAccessToken('ada')).resolves.toContain('.');
  });

  test('is not ended by a renewal that fails offline', async () => {
    server.use(...signInHandlers('ada', 'rep'));
    const device = startDevice();
    await device.signIn('ada@example.com', 'pw');
    setOnline(false);
    await expect(device.getAccessToken('ada')).rejects.toMatchObject({ name: 'TransportFailure', code: 'offline' });
    expect(device.useSession.getState()).toMatchObject({ person: { id: 'ada' }, connected: true });
  });
});

test('signing out offline ends the session on the device and stays ended', async () => {
  server.use(...signInHandlers('ada', 'rep'));
  const device = startDevice();
  await device.signIn('ada@example.com', 'pw');
  setOnline(false);
  await device.signOut();
  expect(device.useSession.getState().person).toBeNull();
  expect(Object.keys(localStorage)).toEqual([]);
});

test('a response to signing out that comes too late leaves the session alone that began since', async () => {
  server.use(...signInHandlers('ada', 'rep'));
  const device = startDevice();
  await device.signIn('ada@example.com', 'pw');
  // supabase-js prints the request that is ended.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  let respond: () => void = () => undefined;
  const responded = new Promise<void>((resolve) => {
    respond = resolve;
  });
  server.use(
    http.post(`${URL}/auth/v1/logout`, async () => {
      await responded;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const signedOut = device.signOut();
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  await signedOut;
  server.use(...signInHandlers('eve', 'rep'));
  await device.signIn('eve@example.com', 'pw');
  respond();
  // What it did to the session, it did before this request.
  expect(await device.getAccessToken('eve', true)).toBe(session('eve').access_token);
  expect(localStorage.getItem(SESSION_KEY)).toContain('eve@example.com');
});

describe.each([
  ['two hours fast', 2],
  ['two hours slow', -2],
  ['a year fast', 365 * 24],
])('with a clock that is %s', (_, hours) => {
  const serverTime = Math.floor(Date.now() / 1_000) * 1_000;
  const ahead = hours * HOUR_S * 1_000;

  /** The server at `now` by its own clock; its tokens are valid for an hour. Counts the requests for tokens. */
  const serverAt = (clock: { now: number }, readsDate: boolean) => {
    const count = { tokens: 0 };
    const headers = () => (readsDate ? { date: new Date(clock.now).toUTCString() } : {});
    server.use(
      http.post(`${URL}/auth/v1/token`, () => {
        count.tokens += 1;
        const issued = Math.floor(clock.now / 1_000);
        const token = [{ alg: 'HS256' }, { sub: 'ada', iat: issued, exp: issued + HOUR_S }, 'x']
          .map((part) => btoa(JSON.stringify(part)).replace(/=+$/, ''))
          .join('.');
        const body = { ...session('ada'), access_token: token, expires_at: issued + HOUR_S };
        return HttpResponse.json(body, { headers: headers() });
      }),
      http.get(`${URL}/rest/v1/profiles`, () => HttpResponse.json({ role: 'rep' }, { headers: headers() })),
    );
    return count;
  };

  test.each([true, false])(
    'a token is refreshed once, when it expires (the Date header is readable: %s)',
    async (isReadable) => {
      const clock = { now: serverTime };
      const passTime = (ms: number) => {
        clock.now += ms;
        vi.setSystemTime(clock.now + ahead);
      };
      passTime(0);
      const count = serverAt(clock, isReadable);
      const device = startDevice();
      await device.signIn('ada@example.com', 'pw');
      for (let minute = 0; minute < 55; minute += 1) {
        await device.getAccessToken('ada');
        passTime(60_000);
      }
      expect(count.tokens).toBe(1);
      for (let minute = 0; minute < 30; minute += 1) {
        passTime(60_000);
        await device.getAccessToken('ada');
      }
      expect(count.tokens).toBe(2);
      expect(useServerClock.getState().offsetMs).toBeCloseTo(-ahead, -4);
      expect(useServerClock.getState().wrongSince).toBeGreaterThanOrEqual(serverTime);
    },
  );
});
