import { screen, waitFor } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { useSession } from '../../../src/api/session.ts';
import { cohortTokenOf } from '../../../src/features/account/auth/messages.ts';
import { SignInScreen } from '../../../src/features/account/auth/SignInScreen.tsx';
import { SignUpScreen } from '../../../src/features/account/auth/SignUpScreen.tsx';
import { errorResponse, rpc, server } from '../../fixtures/cloud.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const TOKEN = 'a1'.repeat(32);
const NAMES = { cohort: 'Spring', program: 'First steps', coach: 'Carla' };
const SCREENS = [
  ['sign-in', SignInScreen],
  ['sign-up', SignUpScreen],
] as const;

/** Opens an entrance as nobody; `requests` are those for the names. */
const open = (path: (typeof SCREENS)[number][0], from: string, response: unknown = NAMES) => {
  const Screen = path === 'sign-in' ? SignInScreen : SignUpScreen;
  const requests: unknown[] = [];
  server.use(rpc('cohort_invitation', response, requests));
  const view = openScreen(Screen, { path: `/${path}`, at: `/${path}?from=${encodeURIComponent(from)}` });
  useSession.setState({ person: null, connected: true });
  return { ...view, requests };
};

const detail = () => screen.getByRole('heading', { level: 1 }).parentElement?.textContent ?? '';

beforeEach(() => {
  localStorage.clear();
  useSession.setState({ person: null, connected: true });
});

describe.each(SCREENS)('the %s of somebody who opened a cohort’s link', (path) => {
  test('says which cohort, program and coach it is from', async () => {
    const { requests } = open(path, `/join/${TOKEN}`);
    await screen.findByText('Spring');
    expect(detail()).toContain(
      'You have been invited to join Spring, a cohort of First steps with Carla. ' +
        'The invitation opens as soon as you are signed in.',
    );
    expect(requests).toEqual([{ token: TOKEN }]);
  });

  test('says that the link does not work, where the server knows no such invitation', async () => {
    open(path, `/join/${TOKEN}?x=1`, () => errorResponse(404, 'not_found'));
    await screen.findByText(/This link no longer works, or its cohort is closed/);
    expect(detail()).not.toContain('The invitation opens');
  });

  test.each([
    ['the server fails', () => errorResponse(500, 'internal')],
    ['the network fails', () => HttpResponse.error()],
    ['the response is no invitation', { cohort: 'Spring' }],
  ])('says that there is an invitation where %s', async (_what, response) => {
    const { requests } = open(path, `/join/${TOKEN}`, response);
    await screen.findByText(/You have been invited to join a cohort/);
    await waitFor(() => {
      expect(requests).toEqual([{ token: TOKEN }]);
    });
    expect(detail()).toContain('You have been invited to join a cohort.');
  });
});

test('shows names as text, each apart from the words around it', async () => {
  open('sign-in', `/join/${TOKEN}`, { ...NAMES, cohort: '<b>\u202eSpring</b>', coach: '' });
  const name = await screen.findByText('<b>Spring</b>');
  expect(name.tagName).toBe('BDI');
  expect(detail()).toContain('a cohort of First steps. The invitation');
});

test.each([
  [`/join/${TOKEN}`, TOKEN],
  [`/join/${TOKEN}?x=1#y`, TOKEN],
  ...['/today', '/join/', `/join/${'a'.repeat(201)}`, '/join/a%2Fb', '/program/abc', undefined].map((from) => [
    from,
    null,
  ]),
])('the token of %s is %s', (from, token) => {
  expect(cohortTokenOf(from ?? undefined)).toBe(token);
});

test('says to somebody whose session has ended that their work is safe', async () => {
  open('sign-in', `/join/${TOKEN}`);
  useSession.setState({ person: { id: 'ada', email: 'ada@example.com', role: 'rep' }, connected: false });
  await screen.findByText(/Your work is safe on this device/);
  expect(detail()).not.toContain('invited');
});
