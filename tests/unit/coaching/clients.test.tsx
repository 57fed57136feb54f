import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { ClientRoute } from '../../../src/app/routes/ClientRoute.tsx';
import { ClientsScreen } from '../../../src/features/coaching/clients/ClientsScreen.tsx';
import { CoachesScreen } from '../../../src/features/account/coaches/CoachesScreen.tsx';
import { deviceToday } from '../../fixtures/clock.ts';
import { edge, goOffline, json, rpc, server, table } from '../../fixtures/cloud.ts';
import {
  aConnection,
  ADA,
  ada,
  ADAS_ENROLLMENT,
  adasProgress,
  aServerEnrollment,
  invited,
  PROGRAM_ID,
} from '../../fixtures/coach.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const openClients = () => openScreen(ClientsScreen, { role: 'coach', path: '/clients' });
const openAda = () => openScreen(ClientRoute, { role: 'coach', path: '/clients/$id', at: `/clients/${ADA}` });
const openCoaches = () => openScreen(CoachesScreen, { role: 'rep', path: '/coaches' });

beforeEach(() => {
  server.use(rpc('client_progress', adasProgress()));
});

describe('a coach’s clients', () => {
  it('are the people who have accepted; an invited person is shown by the address alone', async () => {
    server.use(
      rpc('my_connections', [ada, invited, { ...ada, id: 'c-old', state: 'ended' }, { ...ada, role: 'client' }]),
    );
    openClients();
    const clients = await screen.findByRole('list', { name: 'Clients' });
    expect(
      within(clients)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['Adaada@example.com']);
    expect(within(screen.getByRole('list', { name: 'Invited' })).getByText('cleo@example.com')).toBeTruthy();
  });

  it('are invited by a valid email address', async () => {
    const requests: unknown[] = [];
    const known = [ada];
    server.use(
      rpc('my_connections', known),
      rpc('invite_clients', [{ email: 'cleo@example.com', result: 'invited' }], requests),
    );
    openClients();
    await userEvent.click(await screen.findByRole('button', { name: 'Invite clients' }));
    const sheet = await screen.findByRole('dialog', { name: 'Invite clients' });
    const field = within(sheet).getByLabelText(/Email/);
    await userEvent.type(field, 'cleo');
    await userEvent.click(within(sheet).getByRole('button', { name: 'Send invitation' }));
    expect(await within(sheet).findByText(/Enter an email address/)).toBeTruthy();
    expect(requests).toEqual([]);
    known.push(invited);
    await userEvent.type(field, '@example.com');
    await userEvent.click(within(sheet).getByRole('button', { name: 'Send invitation' }));
    expect(await screen.findByText('Invited cleo@example.com.')).toBeTruthy();
    expect(requests).toEqual([{ emails: ['cleo@example.com'] }]);
    expect(await screen.findByRole('list', { name: 'Invited' })).toBeTruthy();
  });

  it.each([
    [ada, 'ada@example.com', 'already_client', 'ada@example.com is already your client.'],
    [invited, 'cleo@example.com', 'already_invited', 'cleo@example.com was already invited.'],
  ])('who are known already are not said to be invited', async (known, email, result, message) => {
    server.use(rpc('my_connections', [known]), rpc('invite_clients', [{ email, result }]));
    openClients();
    await screen.findByText(email);
    await userEvent.click(await screen.findByRole('button', { name: 'Invite clients' }));
    const sheet = await screen.findByRole('dialog', { name: 'Invite clients' });
    await userEvent.type(within(sheet).getByLabelText(/Email/), email);
    await userEvent.click(within(sheet).getByRole('button', { name: 'Send invitation' }));
    expect(await screen.findByText(message)).toBeTruthy();
  });

  it('cannot be the coach, and a message shows why', async () => {
    server.use(rpc('my_connections', []), rpc('invite_clients', [{ email: 'me@example.com', result: 'own_address' }]));
    openClients();
    await userEvent.click(await screen.findByRole('button', { name: 'Invite your first client' }));
    const field = await screen.findByLabelText<HTMLTextAreaElement>(/Email/);
    await userEvent.type(field, 'me@example.com');
    await userEvent.click(screen.getByRole('button', { name: 'Send invitation' }));
    expect(await screen.findByText(/me@example.com is your own email/)).toBeTruthy();
    expect(field.value).toBe('me@example.com');
  });

  it('are invited together, each address cleaned, and what became of each is said', async () => {
    const requests: unknown[] = [];
    server.use(
      rpc('my_connections', []),
      rpc(
        'invite_clients',
        [
          { email: 'ben@example.com', result: 'invited' },
          { email: 'cleo@example.com', result: 'already_invited' },
          { email: 'di@example.com', result: 'invited' },
        ],
        requests,
      ),
    );
    openClients();
    await userEvent.click(await screen.findByRole('button', { name: 'Invite clients' }));
    const field = await screen.findByLabelText(/Email/);
    await userEvent.click(field);
    await userEvent.paste('Ben <ben@example.com>;\nmailto:cleo@example.com, di@');
    await userEvent.click(screen.getByRole('button', { name: 'Send 2 invitations' }));
    expect(await screen.findByText('Not an email address: “di@”. Correct or remove it.')).toBeTruthy();
    expect(requests).toEqual([]);
    await userEvent.type(field, 'example.com');
    await userEvent.click(screen.getByRole('button', { name: 'Send 3 invitations' }));
    expect(await screen.findByText('Invited 2 people. cleo@example.com was already invited.')).toBeTruthy();
    expect(requests).toEqual([{ emails: ['ben@example.com', 'cleo@example.com', 'di@example.com'] }]);
  });

  it('with an invitation to what is no address are named as such', async () => {
    server.use(rpc('my_connections', [{ ...invited, person: { ...invited.person, email: 'cleo@example' } }]));
    openClients();
    expect(await screen.findByText(/This is not an email address, so nobody can accept/)).toBeTruthy();
  });

  it('are no longer invited once the invitation is withdrawn', async () => {
    const requests: unknown[] = [];
    const known = [invited];
    server.use(rpc('my_connections', known), rpc('end_connection', null, requests));
    openClients();
    const button = await screen.findByRole('button', { name: 'Withdraw the invitation to cleo@example.com' });
    known.pop();
    await userEvent.click(button);
    expect(await screen.findByText('Withdrew the invitation to cleo@example.com.')).toBeTruthy();
    await waitFor(() => {
      expect(screen.queryByRole('list', { name: 'Invited' })).toBeNull();
    });
    expect(requests).toEqual([{ connection: 'c-cleo' }]);
  });
});

describe('a client', () => {
  it('is shown with their programs and the week’s work', async () => {
    server.use(
      rpc('my_connections', [ada]),
      table('enrollments', [aServerEnrollment({})]),
      table('program_activities', [
        {
          id: 'a-1',
          type: 'call',
          title: 'Ring Anna',
          date: deviceToday(),
          time: null,
          duration: 30,
          status: 'done',
          outcome: null,
          lead_id: null,
          created_at: '2026-11-20T10:00:00+00:00',
        },
      ]),
    );
    openAda();
    expect(await screen.findByRole('heading', { name: 'Ada' })).toBeTruthy();
    const program = await screen.findByRole('link', { name: /First steps/ });
    expect(program.getAttribute('href')).toContain('enrollment=');
    expect(await screen.findByText('Ring Anna')).toBeTruthy();
  });

  describe('with an enrollment outside of cohorts', () => {
    const enrolled = (...changes: object[]) => {
      const rows = changes.map((change) => aServerEnrollment(change));
      server.use(rpc('my_connections', [ada]), table('enrollments', rows), table('program_activities', []));
      openAda();
      return rows;
    };

    it('can be confirmed, also without a payment, which creates their tasks', async () => {
      const requests: unknown[] = [];
      const rows = enrolled({ status: 'pending', sync_state: 'waiting', synced_days: 0 });
      server.use(
        rpc('quote_payment', { amount: 4_900, currency: 'EUR' }),
        edge('complete-enrollment', (body) => {
          requests.push(body);
          rows[0] = aServerEnrollment({});
          return { enrollmentId: ADAS_ENROLLMENT, status: 'active' };
        }),
      );
      expect(await screen.findByText('Awaiting payment')).toBeTruthy();
      await userEvent.click(screen.getByRole('button', { name: 'Confirm payment: First steps' }));
      const sheet = await screen.findByRole('dialog', { name: 'Confirm payment of Ada' });
      await userEvent.click(await within(sheet).findByRole('radio', { name: 'Waived: nothing was paid' }));
      await userEvent.click(within(sheet).getByRole('button', { name: 'Confirm payment' }));
      expect(await screen.findByText('Confirmed the payment of Ada. Their tasks are being created.')).toBeTruthy();
      expect(await screen.findByText('28 days planned')).toBeTruthy();
      expect(requests).toMatchObject([{ enrollmentId: ADAS_ENROLLMENT, amount: 0, method: 'waived' }]);
      expect(screen.queryByRole('button', { name: 'Confirm payment: First steps' })).toBeNull();
    });

    it('has a retry of a failed task sync, which keeps existing tasks when it fails again', async () => {
      const requests: unknown[] = [];
      let status = 503;
      enrolled({ sync_state: 'failed', synced_days: 7 });
      server.use(
        rpc('tool_result', () => json(null)),
        http.post('*/functions/v1/sync-tasks', async ({ request }) => {
          requests.push(await request.json());
          return json({ created: 21, members: [] }, status);
        }),
      );
      expect(await screen.findByText('Stopped: 7 of 28 days planned')).toBeTruthy();
      const retry = screen.getByRole('button', { name: 'Try again: First steps' });
      await userEvent.click(retry);
      expect(await screen.findByText(/The server couldn’t do this\. Tasks created so far are kept/)).toBeTruthy();
      status = 200;
      await userEvent.click(retry);
      expect(await screen.findByText('Created 21 tasks for Ada.')).toBeTruthy();
      expect(requests[1]).toMatchObject({ programId: PROGRAM_ID, enrollmentId: ADAS_ENROLLMENT, dryRun: false });
    });

    it('can be removed from a program after a confirmation', async () => {
      const requests: unknown[] = [];
      const rows = enrolled({});
      server.use(rpc('end_enrollment', 0, requests));
      await userEvent.click(await screen.findByRole('button', { name: 'More actions for First steps' }));
      await userEvent.click(await screen.findByRole('menuitem', { name: 'End enrollment' }));
      const dialog = await screen.findByRole('dialog', { name: 'End “First steps” for Ada?' });
      expect(requests).toEqual([]);
      rows[0] = aServerEnrollment({ status: 'ended' });
      await userEvent.click(within(dialog).getByRole('button', { name: 'End enrollment' }));
      expect(await screen.findByText('Ended “First steps” for Ada.')).toBeTruthy();
      expect(await screen.findByText('No longer enrolled')).toBeTruthy();
      expect(requests).toEqual([{ enrollment: ADAS_ENROLLMENT, remove_tasks: false }]);
    });
  });

  it('is no longer open after the connection is ended', async () => {
    const requests: unknown[] = [];
    const known = [ada];
    server.use(
      rpc('my_connections', known),
      table('enrollments', []),
      table('program_activities', []),
      rpc('end_connection', null, requests),
    );
    const { router } = openAda();
    await userEvent.click(await screen.findByRole('button', { name: 'End connection' }));
    const dialog = await screen.findByRole('dialog', { name: 'Stop coaching Ada?' });
    expect(requests).toEqual([]);
    known.pop();
    await userEvent.click(within(dialog).getByRole('button', { name: 'End connection' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/clients');
    });
    expect(requests).toEqual([{ connection: 'c-ada' }]);
  });

  it('is not found when the connection has ended', async () => {
    server.use(rpc('my_connections', [{ ...ada, state: 'ended' }]));
    openAda();
    expect(await screen.findByText(/Client not found/)).toBeTruthy();
  });
});

describe('coaches', () => {
  const invitation = aConnection({
    id: 'c-carl',
    role: 'client',
    state: 'invited',
    answered_at: null,
    person: { id: 'carl', display_name: 'Carl', email: 'carl@example.com' },
  });

  it.each([
    ['Accept', true, 'Carl is now your coach.'],
    ['Decline', false, 'Declined the invitation. Carl can’t see your work.'],
  ])('%s responds to an invitation', async (name, accept, toast) => {
    const requests: unknown[] = [];
    const known = [invitation];
    server.use(
      rpc('my_connections', () => known),
      rpc('respond_to_invitation', null, requests),
    );
    openCoaches();
    const button = await screen.findByRole('button', { name });
    known[0] = { ...invitation, state: accept ? 'accepted' : 'ended' };
    await userEvent.click(button);
    expect(await screen.findByText(toast)).toBeTruthy();
    expect(requests).toEqual([{ connection: 'c-carl', accept }]);
    await waitFor(() => {
      expect(screen.queryByRole('button', { name: 'Accept' })).toBeNull();
      expect(screen.queryByRole('list', { name: 'Your coaches' }) !== null).toBe(accept);
    });
  });

  it('an invitation cannot be accepted without a connection, and a message shows why', async () => {
    server.use(rpc('my_connections', [invitation]));
    openCoaches();
    const button = await screen.findByRole('button', { name: 'Accept' });
    goOffline();
    await userEvent.click(button);
    expect(await screen.findByText(/There is no connection.*The invitation is still open/)).toBeTruthy();
  });

  it('are listed until the person ends the connection', async () => {
    const requests: unknown[] = [];
    const known = [{ ...invitation, state: 'accepted' }];
    server.use(rpc('my_connections', known), rpc('end_connection', null, requests));
    openCoaches();
    await userEvent.click(await screen.findByRole('button', { name: 'End connection with Carl' }));
    known.pop();
    await userEvent.click(await screen.findByRole('button', { name: 'End connection' }));
    expect(await screen.findByText('Carl is no longer your coach.')).toBeTruthy();
    expect(await screen.findByText(/You don’t have a coach yet/)).toBeTruthy();
    expect(requests).toEqual([{ connection: 'c-carl' }]);
  });
});
