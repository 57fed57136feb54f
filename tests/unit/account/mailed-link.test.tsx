import { waitFor, screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MailedLink } from '../../../src/api/mailed-link.ts';
import { useSession } from '../../../src/api/session.ts';
import { ConfirmScreen } from '../../../src/features/account/auth/ConfirmScreen.tsx';
import { ResetPasswordScreen } from '../../../src/features/account/auth/ResetPasswordScreen.tsx';
import { SignInScreen } from '../../../src/features/account/auth/SignInScreen.tsx';
import { json, rest, server } from '../../fixtures/cloud.ts';
import { openScreen, USER_ID } from '../../fixtures/screen.tsx';

const NEW_ID = '00000000-0000-7000-8000-0000000000ae';

const tokenOf = (sub: string) => {
  const now = Math.floor(Date.now() / 1_000);
  return [{ alg: 'HS256' }, { sub, iat: now, exp: now + 3_600 }, 'x']
    .map((part) => btoa(JSON.stringify(part)).replace(/=+$/, ''))
    .join('.');
};
const sessionOf = (id: string) => ({
  access_token: tokenOf(id),
  refresh_token: `refresh-${id}`,
  token_type: 'bearer',
  expires_in: 3_600,
  user: { id, email: 'new@example.com', aud: 'authenticated', app_metadata: {}, user_metadata: {}, created_at: '' },
});
const expired = () => json({ code: 403, error_code: 'otp_expired', msg: 'Email link is invalid or has expired' }, 403);

/** The auth server; records what is requested of it. */
const serveAuth = (verify: () => Response) => {
  const requests: string[] = [];
  const record = (name: string, respond: () => Response) => async (info: { request: Request }) => {
    requests.push(`${name} ${await info.request.text()}`);
    return respond();
  };
  server.use(
    http.post('*/auth/v1/verify', record('verify', verify)),
    http.put(
      '*/auth/v1/user',
      record('password', () => json(sessionOf(NEW_ID).user)),
    ),
    http.post(
      '*/auth/v1/resend',
      record('resend', () => json({})),
    ),
    http.post(
      '*/auth/v1/token',
      record('token', () => json(sessionOf(NEW_ID))),
    ),
    http.post(
      '*/auth/v1/logout',
      record('logout', () => new HttpResponse(null, { status: 204 })),
    ),
    rest('profiles', () => json({ role: 'rep' })),
  );
  return requests;
};

const open = async (link: MailedLink, person: 'somebody' | 'nobody') => {
  const Screen = link.type === 'recovery' ? ResetPasswordScreen : ConfirmScreen;
  const path = link.type === 'recovery' ? '/reset-password' : '/confirm';
  const view = openScreen(Screen, { path });
  if (person === 'nobody') useSession.setState({ person: null, connected: true });
  await view.router.navigate({ to: path, state: { mailedLink: link }, replace: true } as never);
  return view;
};

const SIGN_UP: MailedLink = { tokenHash: 'hash', type: 'signup', next: '/join/abc' };

beforeEach(() => {
  localStorage.clear();
});

describe('a mailed link', () => {
  test('is used only when its button is pressed, and leads where the person wanted to go', async () => {
    const requests = serveAuth(() => json(sessionOf(NEW_ID)));
    const { user, router } = await open(SIGN_UP, 'nobody');
    const button = await screen.findByRole('button', { name: 'Confirm email' });
    expect(requests).toEqual([]);
    await user.click(button);
    await screen.findByText('Elsewhere');
    expect(router.state.location.pathname).toBe('/join/abc');
    expect(router.state.location.state.mailedLink).toBeUndefined();
    expect(requests[0]).toContain('"token_hash":"hash"');
    expect(useSession.getState().person).toMatchObject({ id: NEW_ID, email: 'new@example.com' });
  });

  test('of somebody else replaces no session without asking', async () => {
    const requests = serveAuth(() => json(sessionOf(NEW_ID)));
    const { user } = await open(SIGN_UP, 'somebody');
    await user.click(await screen.findByRole('button', { name: 'Confirm email' }));
    await user.click(await screen.findByRole('button', { name: 'Stay signed in as rep@example.com' }));
    await screen.findByText('Elsewhere');
    expect(useSession.getState().person?.id).toBe(USER_ID);
    expect(Object.keys(localStorage).filter((key) => key.startsWith('cadence.session'))).toEqual([]);
    await waitFor(() => {
      expect(requests.some((request) => request.startsWith('logout'))).toBe(true);
    });
  });

  test('of somebody else signs them in once the person agrees', async () => {
    serveAuth(() => json(sessionOf(NEW_ID)));
    const { user } = await open(SIGN_UP, 'somebody');
    await user.click(await screen.findByRole('button', { name: 'Confirm email' }));
    await user.click(await screen.findByRole('button', { name: 'Switch to new@example.com' }));
    await screen.findByText('Elsewhere');
    expect(useSession.getState().person?.id).toBe(NEW_ID);
    expect(localStorage.getItem('cadence.session')).toContain(`refresh-${NEW_ID}`);
  });

  test('that has expired or was used says so, and a new one can be sent', async () => {
    const requests = serveAuth(expired);
    const { user } = await open(SIGN_UP, 'nobody');
    await user.click(await screen.findByRole('button', { name: 'Confirm email' }));
    await screen.findByText('This link has expired or was already used.');
    await user.type(screen.getByLabelText('Email'), 'new@example.com');
    await user.click(screen.getByRole('button', { name: 'Send new link' }));
    await screen.findByText(/we sent it a new link/);
    expect(requests.at(-1)).toContain('new@example.com');
    expect(useSession.getState().person).toBeNull();
  });

  test('that cannot be used right now can be tried again', async () => {
    const responses = [json({ msg: 'unavailable' }, 500), json(sessionOf(NEW_ID))];
    serveAuth(() => responses.shift() ?? expired());
    const { user } = await open(SIGN_UP, 'nobody');
    await user.click(await screen.findByRole('button', { name: 'Confirm email' }));
    await screen.findByRole('alert');
    await user.click(screen.getByRole('button', { name: 'Confirm email' }));
    await screen.findByText('Elsewhere');
  });

  test.each([
    ['recovery', 'Continue'],
    ['invite', 'Accept invitation'],
  ] as const)('of type %s asks for a password before it signs in', async (type, submitLabel) => {
    const requests = serveAuth(() => json(sessionOf(NEW_ID)));
    const { user } = await open({ tokenHash: 'hash', type }, 'nobody');
    await user.click(await screen.findByRole('button', { name: submitLabel }));
    await screen.findByText('For new@example.com.');
    expect(useSession.getState().person).toBeNull();
    await user.type(screen.getByLabelText('New password'), 'a-new-password');
    await user.click(screen.getByRole('button', { name: 'Save and sign in' }));
    await screen.findByText('Elsewhere');
    expect(requests).toEqual([expect.stringContaining('verify'), expect.stringContaining('a-new-password')]);
    expect(useSession.getState().person?.id).toBe(NEW_ID);
  });

  test('to reset a password that has expired offers a new one', async () => {
    serveAuth(expired);
    const { user } = await open({ tokenHash: 'hash', type: 'recovery' }, 'nobody');
    await user.click(await screen.findByRole('button', { name: 'Continue' }));
    await screen.findByText('This link has expired or was already used.');
    expect(screen.getByRole('link', { name: 'Get a new link' }).getAttribute('href')).toBe('/forgot-password');
  });
});

test('signing in never shows “Sign in again”, also while the next screen loads', async () => {
  serveAuth(expired);
  const view = openScreen(SignInScreen, { path: '/sign-in' });
  view.close();
  const { user, router } = openScreen(SignInScreen, { path: '/sign-in' });
  useSession.setState({ person: null, connected: true });
  const shown: string[] = [];
  const observer = new MutationObserver(() => shown.push(document.body.textContent));
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  await user.type(await screen.findByLabelText('Email'), 'new@example.com');
  await user.type(screen.getByLabelText('Password'), 'a-password');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await screen.findByText('Elsewhere');
  observer.disconnect();
  expect(router.state.location.pathname).toBe('/');
  expect(shown.filter((text) => text.includes('Sign in again'))).toEqual([]);
});
