import { createMemoryHistory } from '@tanstack/react-router';
import { afterEach, describe, expect, test } from 'vitest';
import { useSession } from '../../../src/api/session.ts';
import { createAppRouter } from '../../../src/app/routes/router.tsx';
import type { Role } from '../../../src/domain/profiles/profile.ts';

const be = (role: Role | null) => {
  useSession.setState({ person: role && { id: role, email: `${role}@example.com`, role }, connected: true });
};

afterEach(() => {
  be(null);
});

interface RouteNode {
  fullPath: string;
  children?: RouteNode[];
}
const pathsBelow = ({ fullPath, children = [] }: RouteNode): string[] => [fullPath, ...children.flatMap(pathsBelow)];

/** An address of every route of the app, and some of none. */
const PATHS = [
  ...new Set(pathsBelow(createAppRouter(createMemoryHistory()).routeTree as unknown as RouteNode)),
  '/no-such-page',
  '/confirm/',
  '/reset-password/more',
]
  .filter((path) => path !== '' && !path.includes('undefined'))
  .map((path) => path.replaceAll(/\$\w+/g, '2026-11-16'));

const SECRET = 'c2VjcmV0-of-somebody';
const ATTACKS = [
  `#access_token=${SECRET}&refresh_token=${SECRET}&expires_in=3600&token_type=bearer&type=signup`,
  `#access_token=${SECRET}&refresh_token=${SECRET}&expires_in=3600&token_type=bearer&type=recovery`,
  `#%61ccess_token=${SECRET}&type=recovery`,
  `?code=${SECRET}`,
  `?token_hash=${SECRET}&type=recovery`,
  `?token_hash=${SECRET}&type=signup`,
  `#token_hash=${SECRET}&type=recovery`,
  `#token_hash=${SECRET}&type=invite&next=https://evil.example/${SECRET}`,
  `?token=${SECRET}&type=magiclink#refresh_token=${SECRET}`,
  `#error=access_denied&error_code=otp_expired&error_description=${SECRET}`,
  `?from=${encodeURIComponent(`/week#access_token=${SECRET}`)}`,
];

const history = createMemoryHistory({ initialEntries: ['/no-such-page'] });
const router = createAppRouter(history);

/** Where the router has settled after `path` was opened. */
const visit = async (path: string) => {
  history.push(path);
  await router.load();
  const { href, state } = router.state.location;
  return { href, link: state.mailedLink };
};

const isPageOfLink = (path: string, attack: string): boolean =>
  attack.includes('token_hash') &&
  ((/^\/reset-password\/?$/.test(path) && attack.includes('recovery')) ||
    (/^\/confirm\/?$/.test(path) && /signup|invite/.test(attack)));

describe.each([null, 'rep', 'coach', 'admin'] as const)('for %s, a token in the address', (role) => {
  test('is removed on every page, and kept only on the page that asked for it', async () => {
    be(role);
    expect(PATHS.length).toBeGreaterThan(40);
    for (const path of PATHS) {
      for (const attack of ATTACKS) {
        const { href, link } = await visit(path + attack);
        expect(decodeURIComponent(href), `${path}${attack}`).not.toMatch(/secret|c2VjcmV0|token|code=/);
        expect(link?.tokenHash, `${path}${attack}`).toBe(isPageOfLink(path, attack) ? SECRET : undefined);
        expect(Object.keys(link ?? {}), `${path}${attack}`).not.toContain('next');
      }
    }
    expect(useSession.getState().person?.id).toBe(role ?? undefined);
  });
});

test('a page keeps its own parameters', async () => {
  be('coach');
  expect((await visit(`/programs/some-id?cohort=a&code=${SECRET}#access_token=${SECRET}`)).href).toBe(
    '/programs/some-id?cohort=a',
  );
  expect((await visit('/today?day=2026-11-16')).href).toBe('/today?day=2026-11-16');
});

test.each([
  ['/join/abc?x=1', '/join/abc?x=1'],
  ['/today', '/today'],
  ['/program/some%20token', '/program/some%20token'],
  ['', undefined],
  [`/week#access_token=${SECRET}`, '/week'],
])('a link keeps where the person wanted to go: %s', async (path, next) => {
  const redirectTo = `${window.location.origin}${path}`;
  for (const written of [redirectTo, encodeURIComponent(redirectTo)]) {
    const { href, link } = await visit(`/confirm#token_hash=${SECRET}&type=signup&next=${written}`);
    expect(href).toBe('/confirm');
    expect(link).toEqual({ tokenHash: SECRET, type: 'signup', ...(next !== undefined && { next }) });
  }
});
