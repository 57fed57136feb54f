import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CoachesRow } from '../../../src/features/clients/CoachesRow.tsx';
import { InvitationHint } from '../../../src/features/clients/InvitationHint.tsx';
import { MoreScreen } from '../../../src/features/more/MoreScreen.tsx';
import { SettingsScreen } from '../../../src/features/settings/SettingsScreen.tsx';
import { forgetEverything, goOffline, openScreen, server } from '../tracking/admin-screen.tsx';
import { ada, aConnection, rpc } from './coach-screen.tsx';

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
});
afterEach(async () => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  await forgetEverything();
  vi.restoreAllMocks();
});
afterAll(() => {
  server.close();
});

const asking = (name: string) =>
  aConnection({
    id: `c-${name}`,
    role: 'client',
    state: 'invited',
    answered_at: null,
    person: { id: name, display_name: name, email: `${name.toLowerCase()}@example.com` },
  });
const accepted = aConnection({ ...asking('Bea'), state: 'accepted' });

const openHint = () => openScreen(InvitationHint, { role: 'rep' });
/** What the cloud was asked, once it has answered. */
const answered = async (asked: unknown[]) => {
  await waitFor(() => {
    expect(asked).toHaveLength(1);
  });
};

describe('an invitation', () => {
  it.each([
    ['More', MoreScreen],
    ['Settings', SettingsScreen],
  ])('is counted in %s, where the way to it is', async (_, Screen) => {
    server.use(rpc('my_connections', [asking('Carl'), accepted, { ...ada, state: 'invited' }]));
    openScreen(() => <Screen coaches={<CoachesRow />} />, { role: 'rep' });
    await screen.findByText('1 invitation');
    expect(screen.getByRole<HTMLAnchorElement>('link', { name: /^Coaches/ }).pathname).toBe('/coaches');
  });

  it('is told of by the name of who asks, and leads to where it is answered', async () => {
    server.use(rpc('my_connections', [asking('Carl'), accepted]));
    openHint();
    await screen.findByRole('complementary', { name: 'Carl would like to coach you' });
    expect(screen.getByRole<HTMLAnchorElement>('link', { name: 'Answer' }).pathname).toBe('/coaches');
  });

  it('is not told of again once it was dismissed; another one is', async () => {
    const known = [asking('Carl')];
    const asked: unknown[] = [];
    server.use(rpc('my_connections', () => known, asked));
    openHint();
    await userEvent.click(await screen.findByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('complementary')).toBeNull();
    cleanup();
    asked.length = 0;
    openHint();
    await answered(asked);
    expect(screen.queryByRole('complementary')).toBeNull();
    cleanup();
    known.push(asking('Dora'));
    openHint();
    await screen.findByRole('complementary', { name: '2 coaches would like to coach you' });
  });

  it('is not claimed without a connection, however sure it was before', async () => {
    server.use(rpc('my_connections', [asking('Carl')]));
    openScreen(CoachesRow, { role: 'rep' });
    await screen.findByText('1 invitation');
    cleanup();
    goOffline();
    openScreen(CoachesRow, { role: 'rep' });
    await screen.findByText('Coaches');
    expect(screen.queryByText('1 invitation')).toBeNull();
  });

  it('that is none says nothing', async () => {
    const asked: unknown[] = [];
    server.use(rpc('my_connections', [accepted, ada], asked));
    openHint();
    await answered(asked);
    expect(screen.queryByRole('complementary')).toBeNull();
  });
});
