import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { isActiveItem, navItemsOf, navigationOf } from '../../../src/app/shell/navigation.ts';
import { ROLES } from '../../../src/domain/profiles/profile.ts';
import { MoreScreen } from '../../../src/features/account/more/MoreScreen.tsx';
import { openScreen } from '../../fixtures/screen.tsx';

describe.each(ROLES)('on the phone of a %s', (role) => {
  const { bottomBar: bar } = navigationOf(role);

  test('every desktop destination is in the bottom bar or below one of its items', () => {
    const reached = bar.flatMap(({ to, childPaths: holds = [] }) => [to, ...holds]);
    expect(reached).toEqual(expect.arrayContaining(navItemsOf(role).map(({ to }) => to)));
  });

  test('More links to every destination that is below it', async () => {
    const more = bar.find(({ to }) => to === '/more');
    const held = navItemsOf(role).filter(({ to }) => more?.childPaths?.includes(to));
    openScreen(() => <MoreScreen coaches={null} />, { role });
    const links = (await screen.findAllByRole<HTMLAnchorElement>('link')).map(({ pathname }) => pathname);
    expect(links).toEqual(expect.arrayContaining(held.map(({ to }) => to)));
  });
});

const SCREENS = {
  rep: ['/today', '/task/1', '/activity/1', '/week/2026-11-02', '/leads/1', '/goals', '/types', '/search', '/export'],
  coach: ['/today', '/task/1', '/leads/1', '/clients/1/days', '/programs/1/statistics', '/cohorts/1', '/payments'],
  admin: [
    '/admin/reps/1',
    '/admin/people',
    '/admin/health',
    '/admin/flags',
    '/admin/programs',
    '/admin/payments',
    '/admin/chains/runs/1',
    '/admin/partners/1',
    '/payments',
  ],
};
const FOR_ALL = ['/settings', '/devices', '/coaches', '/gallery/1', '/my-programs', '/my-programs/payments'];

describe.each(ROLES)('of a %s', (role) => {
  const { bottomBar, rail } = navigationOf(role);

  test.each([...SCREENS[role], ...FOR_ALL])('bar and rail mark one item on %s', (path) => {
    for (const items of [bottomBar, rail.flat()]) {
      expect(items.filter((item) => isActiveItem(item, items, path)).map(({ label }) => label)).toHaveLength(1);
    }
  });
});
