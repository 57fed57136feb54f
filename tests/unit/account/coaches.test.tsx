import { notifications } from '@mantine/notifications';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CoachesRow } from '../../../src/features/account/coaches/CoachesRow.tsx';
import { InvitationNotifier } from '../../../src/features/account/coaches/InvitationNotifier.tsx';
import { MoreScreen } from '../../../src/features/account/more/MoreScreen.tsx';
import { SettingsScreen } from '../../../src/features/account/settings/SettingsScreen.tsx';
import { forgetEverything, goOffline, openScreen, server } from '../admin/render-admin-screen.tsx';
import { ada, aConnection, rpc } from '../coaching/render-coach-screen.tsx';

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

const asking = (name: string, invitedAt = '2026-11-01T10:00:00+00:00') =>
  aConnection({
    id: `c-${name}`,
    role: 'client',
    state: 'invited',
    invited_at: invitedAt,
    answered_at: null,
    person: { id: name, display_name: name, email: `${name.toLowerCase()}@example.com` },
  });
const accepted = aConnection({ ...asking('Bea'), state: 'accepted' });

const openApp = () => openScreen(InvitationNotifier, { role: 'rep' });
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
    const { router } = openApp();
    await screen.findByText('Carl would like to coach you.');
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/coaches');
    });
  });

  it('is told of once; another one is told of by itself', async () => {
    const known = [asking('Carl')];
    const asked: unknown[] = [];
    server.use(rpc('my_connections', () => known, asked));
    openApp();
    await screen.findByText('Carl would like to coach you.');
    cleanup();
    notifications.clean();
    asked.length = 0;
    openApp();
    await answered(asked);
    expect(screen.queryByText(/would like to coach you/)).toBeNull();
    cleanup();
    known.push(asking('Dora', '2026-11-02T10:00:00+00:00'));
    openApp();
    await screen.findByText('Dora would like to coach you.');
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
    openApp();
    await answered(asked);
    expect(screen.queryByText(/would like to coach you/)).toBeNull();
  });
});
