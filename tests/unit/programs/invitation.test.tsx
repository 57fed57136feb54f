import { screen, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { useSession } from '../../../src/api/session.ts';
import { InvitationScreen } from '../../../src/features/programs/invitation/InvitationScreen.tsx';
import { offerLinkOf } from '../../../src/shared/programs/offer-link.ts';
import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import { formatLongDate } from '../../../src/ui/format.ts';
import { deviceToday } from '../../fixtures/clock.ts';
import { errorResponse, json, rpc, server } from '../../fixtures/cloud.ts';
import { anOffer, aPreview } from '../../fixtures/offers.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const TOKEN = 'a1'.repeat(32);

const publicPreview = (change: Parameters<typeof aPreview>[0] = {}) => {
  const { program_id: _p, version_id: _v, uses: _u, ...offer } = anOffer(change);
  const { modules, days, hidden_tasks } = aPreview(change);
  return { offer, modules, days, hidden_tasks };
};

const open = (from: string) => {
  const view = openScreen(InvitationScreen, {
    path: '/invitation',
    at: `/invitation?from=${encodeURIComponent(from)}`,
  });
  useSession.setState({ person: null, connected: true });
  return view;
};

beforeEach(() => {
  useSession.setState({ person: null, connected: true });
});

describe('a link that somebody opens without an account', () => {
  test('of a cohort shows program, coach, dates, price and what joining shares, and leads back to itself', async () => {
    const requests: unknown[] = [];
    const start = addDays(deviceToday(), 7);
    const invitation = { cohort: 'Spring', program: 'Morning practice', coach: 'Ada', start_date: start };
    server.use(
      rpc(
        'cohort_invitation',
        { ...invitation, ...publicPreview({ price: 4_900, preview_days: 3, hidden_tasks: 1 }) },
        requests,
      ),
    );
    open(`/join/${TOKEN}`);
    expect(await screen.findByRole('heading', { level: 1, name: 'Morning practice' })).toBeTruthy();
    const page = screen.getByRole('main').textContent;
    for (const text of [new RegExp(`Spring · with Ada · starts ${formatLongDate(start)}`), /The price is EUR.49\.00/]) {
      expect(page).toMatch(text);
    }
    expect(page).toContain('The coach sees your name and email, what you enter when you join');
    expect(page).toContain('This is a preview of the first 3 days.');
    expect(page).toContain('After payment, you see 1 more task.');
    expect(screen.getByRole('link', { name: 'Create account' }).getAttribute('href')).toBe(
      `/sign-up?from=%2Fjoin%2F${TOKEN}`,
    );
    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(`/sign-in?from=%2Fjoin%2F${TOKEN}`);
    expect(requests).toEqual([{ token: TOKEN }]);
  });

  test.each([
    [`/program/${TOKEN}`, 'linked_program', { token: TOKEN }],
    [
      '/gallery/00000000-0000-4000-8000-000000000001',
      'gallery_program',
      { version: '00000000-0000-4000-8000-000000000001' },
    ],
  ])('%s shows the program, and that the coach sees nobody', async (from, name, parameters) => {
    const requests: unknown[] = [];
    server.use(rpc(name, publicPreview(), requests));
    open(from);
    expect(await screen.findByText(/It is free. Create an account or sign in to start it/)).toBeTruthy();
    expect(screen.getByText(/neither\s+your name nor your tasks/)).toBeTruthy();
    expect(within(screen.getByRole('main')).getByText('Listen')).toBeTruthy();
    expect(requests).toEqual([parameters]);
  });

  test('that leads to nothing says so, and still leads to the sign-in', async () => {
    server.use(rpc('cohort_invitation', () => errorResponse(404, 'not_found')));
    open(`/join/${TOKEN}`);
    expect(await screen.findByText(/This link no longer works, or is closed to new people/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Sign in' })).toBeTruthy();
  });

  test('says that the network failed, and tries again', async () => {
    server.use(rpc('linked_program', () => HttpResponse.error()));
    const { user } = open(`/program/${TOKEN}`);
    expect(await screen.findByText('Couldn’t load what you are invited to.')).toBeTruthy();
    server.use(rpc('linked_program', () => json(publicPreview())));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Morning practice' })).toBeTruthy();
  });
});

test.each([
  [`/join/${TOKEN}`, { kind: 'cohort', key: TOKEN }],
  [`/join/${TOKEN}?x=1`, { kind: 'cohort', key: TOKEN }],
  [`/program/${TOKEN}/`, { kind: 'program', key: TOKEN }],
  ['/gallery/abc', { kind: 'gallery', key: 'abc' }],
  ['/gallery', null],
  ['/gallery?q=x', null],
  ['/programs/abc', null],
  ['/join/', null],
  ['/join/a/b', null],
  ['/join/a%2Fb', null],
  ['//example.com/join/a', null],
  [undefined, null],
])('the offer behind %s is %j', (path, link) => {
  expect(offerLinkOf(path)).toEqual(link);
});
