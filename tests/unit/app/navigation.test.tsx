import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { destinationsOf, navigationOf } from '../../../src/app/navigation.ts';
import { ROLES } from '../../../src/domain/profile.ts';
import { MoreScreen } from '../../../src/features/more/MoreScreen.tsx';
import { forgetEverything, openScreen } from '../tracking/admin-screen.tsx';

afterEach(async () => {
  cleanup();
  await forgetEverything();
});

describe.each(ROLES)('on the phone of a %s', (role) => {
  const { bar } = navigationOf(role);

  test('every place of the desktop is in the bottom bar or behind one of its places', () => {
    const reached = bar.flatMap(({ to, holds = [] }) => [to, ...holds]);
    expect(reached).toEqual(expect.arrayContaining(destinationsOf(role).map(({ to }) => to)));
  });

  test('More leads to every place of the desktop that it stands for', async () => {
    const more = bar.find(({ to }) => to === '/more');
    const held = destinationsOf(role).filter(({ to }) => more?.holds?.includes(to));
    openScreen(() => <MoreScreen coaches={null} />, { role });
    const links = (await screen.findAllByRole<HTMLAnchorElement>('link')).map(({ pathname }) => pathname);
    expect(links).toEqual(expect.arrayContaining(held.map(({ to }) => to)));
  });
});
