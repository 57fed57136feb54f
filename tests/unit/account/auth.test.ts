import { HttpResponse, http } from 'msw';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as auth from '../../../src/api/auth.ts';
import { useSession } from '../../../src/api/session.ts';
import { server, setOnline } from '../../fixtures/cloud.ts';

const URL = 'http://cloud.test';
beforeAll(() => {
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

beforeEach(() => {
  localStorage.clear();
  useSession.setState({ person: null, connected: true });
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
    server.use(
      http.post(`${URL}/auth/v1/token`, () =>
        HttpResponse.json({ code: 400, error_code: 'refresh_token_not_found', msg: 'gone' }, { status: 400 }),
      ),
    );
    await expect(device.getAccessToken('ada', true)).resolves.toBeNull();
    expect(device.useSession.getState()).toMatchObject({ person: { id: 'ada' }, connected: false });
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
