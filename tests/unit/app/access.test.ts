import { createMemoryHistory } from '@tanstack/react-router';
import { afterEach, describe, expect, test } from 'vitest';
import { homePathOf, canAccess, safeRedirectPath } from '../../../src/app/access.ts';
import { PAGES } from '../../../src/app/build/hosting/rules.ts';
import { createAppRouter } from '../../../src/app/routes/router.tsx';
import { type Role, ROLES } from '../../../src/domain/profiles/profile.ts';
import { useSession } from '../../../src/api/session.ts';

const be = (role: Role | null, connected = true) => {
  useSession.setState({ person: role && { id: role, email: `${role}@example.com`, role }, connected });
};

afterEach(() => {
  be(null);
});

/** Where somebody ends up who opens `path`. */
const landingOf = async (path: string): Promise<string> => {
  const router = createAppRouter(createMemoryHistory({ initialEntries: [path] }));
  await router.load();
  return router.state.location.href;
};

describe('routing', () => {
  test.each([
    ['rep', '/', '/today'],
    ['coach', '/', '/today'],
    ['admin', '/', '/admin/reps'],
    ['rep', '/sign-in', '/today'],
    ['admin', '/sign-in?from=%2Fadmin%2Fpeople', '/admin/people'],
    ['rep', '/sign-in?from=%2Fadmin%2Fpeople', '/today'],
    ['rep', '/admin/reps', '/today'],
    ['coach', '/admin/system', '/today'],
    ['rep', '/programs', '/today'],
    ['coach', '/programs/some-id', '/programs/some-id'],
    ['admin', '/programs', '/programs'],
    ['admin', '/today', '/admin/reps'],
    ['admin', '/leads/some-id', '/admin/reps'],
    ['rep', '/leads/some-id', '/leads/some-id'],
    ['admin', '/settings', '/settings'],
    ['rep', '/settings', '/settings'],
  ] as const)('a %s who opens %s lands on %s', async (role, path, place) => {
    be(role);
    expect(await landingOf(path)).toBe(place);
  });

  test('somebody who is not signed in lands on sign-in, with the path to return to', async () => {
    expect(await landingOf('/')).toBe('/sign-in');
    expect(await landingOf('/leads')).toBe('/sign-in?from=%2Fleads');
  });

  test('a person whose session has ended keeps their screen, and can sign in again', async () => {
    be('rep', false);
    expect(await landingOf('/week')).toBe('/week');
    expect(await landingOf('/sign-in')).toBe('/sign-in');
  });
});

test.each(ROLES)('a %s can access their home, so that redirects do not loop', (role) => {
  expect(canAccess(role, homePathOf(role) === '/today' ? 'work' : 'admin')).toBe(true);
});

test('a redirect after sign-in stays within the app', () => {
  expect(safeRedirectPath('/week?x=1')).toBe('/week?x=1');
  for (const elsewhere of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    7,
    null,
  ]) {
    expect(safeRedirectPath(elsewhere)).toBeUndefined();
  }
});

test('hosts know the first segment of every path of the app', () => {
  const { routesByPath } = createAppRouter(createMemoryHistory());
  const segments = new Set(Object.keys(routesByPath).map((path) => path.split('/')[1] ?? ''));
  segments.delete('');
  expect([...segments].sort()).toEqual([...PAGES].sort());
});
