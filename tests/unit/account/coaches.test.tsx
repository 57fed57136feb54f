import { notifications } from '@mantine/notifications';
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { CoachesRow } from '../../../src/features/account/coaches/CoachesRow.tsx';
import { CoachesScreen } from '../../../src/features/account/coaches/CoachesScreen.tsx';
import { InvitationNotifier } from '../../../src/features/account/coaches/InvitationNotifier.tsx';
import { MoreScreen } from '../../../src/features/account/more/MoreScreen.tsx';
import { SettingsScreen } from '../../../src/features/account/settings/SettingsScreen.tsx';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { goOffline, rpc, seemOffline, server } from '../../fixtures/cloud.ts';
import { aConnection, ada } from '../../fixtures/coach.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const anInvitation = (name: string, invitedAt = '2026-11-01T10:00:00+00:00') =>
  aConnection({
    id: `c-${name}`,
    role: 'client',
    state: 'invited',
    invited_at: invitedAt,
    answered_at: null,
    person: { id: name, display_name: name, email: `${name.toLowerCase()}@example.com` },
  });
const accepted = aConnection({ ...anInvitation('Bea'), state: 'accepted' });

/** With the screen that shows what the server has responded. */
const App = () => (
  <>
    <InvitationNotifier />
    <CoachesScreen />
  </>
);
const openApp = () => openScreen(App, { role: 'rep' });
const TOAST = /would like to coach you\.$/;
const expectNoToast = async (db: CadenceDatabase) => {
  // The notifier stores what it announces before it does so; this read waits for that.
  await act(() => db.inTransaction('rw', ['meta'], (tables) => tables.getMeta('notices')));
  expect(screen.queryByText(TOAST)).toBeNull();
};

describe('an invitation', () => {
  it.each([
    ['More', MoreScreen],
    ['Settings', SettingsScreen],
  ])('is counted in %s, with a link to it', async (_, Screen) => {
    server.use(rpc('my_connections', [anInvitation('Carl'), accepted, { ...ada, state: 'invited' }]));
    openScreen(() => <Screen coaches={<CoachesRow />} />, { role: 'rep' });
    await screen.findByText('1 invitation');
    expect(screen.getByRole<HTMLAnchorElement>('link', { name: /^Coaches/ }).pathname).toBe('/coaches');
  });

  it('is announced with the coach’s name, and leads to the screen to accept it', async () => {
    server.use(rpc('my_connections', [anInvitation('Carl'), accepted]));
    const { router } = openApp();
    await screen.findByText('Carl would like to coach you.');
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/coaches');
    });
  });

  it('is announced once; another one is announced separately', async () => {
    const known = [anInvitation('Carl')];
    server.use(rpc('my_connections', () => known));
    openApp();
    await screen.findByText('Carl would like to coach you.');
    cleanup();
    notifications.clean();
    const { db } = openApp();
    await screen.findByText('Carl would like to coach you');
    await expectNoToast(db);
    cleanup();
    known.push(anInvitation('Dora', '2026-11-02T10:00:00+00:00'));
    openApp();
    await screen.findByText('Dora would like to coach you.');
  });

  it('is not counted without a connection, even if it was before', async () => {
    server.use(rpc('my_connections', [anInvitation('Carl')]));
    openScreen(CoachesRow, { role: 'rep' });
    await screen.findByText('1 invitation');
    cleanup();
    goOffline();
    openScreen(
      () => (
        <>
          <CoachesRow />
          <CoachesScreen />
        </>
      ),
      { role: 'rep' },
    );
    // What the device has kept of it.
    await screen.findByText('Carl would like to coach you');
    expect(screen.queryByText('1 invitation')).toBeNull();
  });

  it('is counted where the browser is wrong about being offline', async () => {
    seemOffline();
    server.use(rpc('my_connections', [anInvitation('Carl')]));
    openScreen(CoachesRow, { role: 'rep' });
    await screen.findByText('1 invitation');
  });

  it('that is already accepted is not announced', async () => {
    server.use(rpc('my_connections', [accepted, ada]));
    const { db } = openApp();
    await screen.findByRole('list', { name: 'Your coaches' });
    await expectNoToast(db);
  });
});
