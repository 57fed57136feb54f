import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { navItemsOf, navigationOf } from '../../../src/app/shell/navigation.ts';
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
