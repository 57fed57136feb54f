import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Profile } from '../../../src/domain/profiles/profile.ts';
import { PeopleScreen } from '../../../src/features/admin/people/PeopleScreen.tsx';
import { SystemScreen } from '../../../src/features/admin/system/SystemScreen.tsx';
import { useSession } from '../../../src/api/session.ts';
import { goOffline, json, errorResponse, rest, rpc, server, table } from '../../fixtures/cloud.ts';
import { aProfile } from '../../fixtures/people.ts';
import { openScreen, USER_ID } from '../../fixtures/screen.tsx';

const me = aProfile({ id: USER_ID, display_name: 'Me', role: 'admin' });
const ada = aProfile({ id: '00000000-0000-7000-8000-000000000001', display_name: 'Ada' });
const ben = aProfile({ id: '00000000-0000-7000-8000-000000000002', display_name: 'Ben', role: 'admin' });

const people = (rows: Profile[]) => table('profiles', rows);

const accepting = (requests: unknown[]) => rpc('set_role', () => new HttpResponse(null, { status: 204 }), requests);

const NOTHING = { programs: 0, cohorts: 0, people: 0, payments: 0 };
const SOME = { programs: 2, cohorts: 1, people: 5, payments: 0 };

beforeEach(() => {
  server.use(rpc('hand_over_programs', NOTHING));
});

const roleOf = (name: string) => screen.getByRole<HTMLSelectElement>('combobox', { name: `Role of ${name}` });

describe('people and their roles', () => {
  it('sets a role at once, which can be undone', async () => {
    const requests: unknown[] = [];
    const known = [me, ada, ben];
    server.use(people(known), accepting(requests));
    openScreen(PeopleScreen, { role: 'admin' });
    await screen.findByText('Ada');
    known[1] = { ...ada, role: 'coach' };
    await userEvent.selectOptions(roleOf('Ada'), 'Coach');
    expect(roleOf('Ada').value).toBe('coach');
    expect(await screen.findByText('Ada is now a coach.')).toBeTruthy();
    known[1] = ada;
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => {
      expect(requests).toEqual([
        { person: ada.id, new_role: 'coach' },
        { person: ada.id, new_role: 'rep' },
      ]);
      expect(roleOf('Ada').value).toBe('rep');
    });
  });

  it.each([
    [
      'the person is the last admin',
      () => errorResponse(409, 'last_admin'),
      /At least one admin is required.*Ben is still an admin/,
    ],
    ['the caller is no longer an admin', () => errorResponse(403, 'forbidden'), /you are no longer one/],
    ['the account is deleted', () => errorResponse(404, 'unknown_person'), /This account no longer exists/],
    ['the server fails', () => json({ message: 'boom' }, 500), /The server couldn’t do this. Ben is still an admin/],
    ['the connection breaks', () => HttpResponse.error(), /There is no connection\. Ben is still an admin/],
    [
      'the session has ended',
      () => json({ message: 'JWT expired' }, 401),
      /Your session has ended.*Sign in and try again/,
    ],
  ])('shows the old role again and the reason where %s', async (_, response, sentence) => {
    server.use(people([me, ada, ben]), rest('rpc/set_role', response));
    openScreen(PeopleScreen, { role: 'admin' });
    await screen.findByText('Ben');
    await userEvent.selectOptions(roleOf('Ben'), 'Rep');
    expect(await screen.findByText(sentence)).toBeTruthy();
    expect(roleOf('Ben').value).toBe('admin');
  });

  it('does not offer to change the only admin, and shows why', async () => {
    server.use(people([me, ada]));
    openScreen(PeopleScreen, { role: 'admin' });
    await screen.findByText('Ada');
    expect(roleOf('Me').disabled).toBe(true);
    expect(screen.getByText('The only admin. To change this role, make someone else an admin first.')).toBeTruthy();
  });

  it('asks for confirmation before an admin gives up the role, and then leaves the screen', async () => {
    const requests: unknown[] = [];
    server.use(people([me, ada, ben]), accepting(requests));
    const { router } = openScreen(PeopleScreen, { role: 'admin', path: '/admin/people' });
    await screen.findByText('Ada');
    await userEvent.selectOptions(roleOf('Me'), 'Rep');
    expect(requests).toEqual([]);
    const dialog = await screen.findByRole('dialog', { name: 'Stop being an admin?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Become a rep' }));
    await waitFor(() => {
      expect(requests).toEqual([{ person: USER_ID, new_role: 'rep' }]);
      expect(useSession.getState().person?.role).toBe('rep');
      expect(router.state.location.pathname).toBe('/');
    });
  });

  it('filters people by name, email and role, and shows 50 at a time', async () => {
    const manyPeople = Array.from({ length: 120 }, (_, n) =>
      aProfile({ id: `00000000-0000-7000-8002-${String(n).padStart(12, '0')}`, display_name: `Person${String(n)}` }),
    );
    server.use(people([me, ...manyPeople]));
    openScreen(PeopleScreen, { role: 'admin' });
    const list = await screen.findByRole('list', { name: 'People' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(50);
    await userEvent.click(screen.getByRole('button', { name: 'Show more (71 people left)' }));
    expect(within(list).getAllByRole('listitem')).toHaveLength(121);
    await userEvent.type(screen.getByRole('searchbox'), 'person11@');
    expect(within(list).getAllByRole('listitem')).toHaveLength(1);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Role' }), 'Admins (1)');
    expect(screen.getByText('No results for “person11@”.')).toBeTruthy();
  });

  it('shows the last response to an admin who is offline, and rejects a change', async () => {
    server.use(people([me, ada, ben]));
    const first = openScreen(PeopleScreen, { role: 'admin' });
    await screen.findByText('Ada');
    first.close();
    goOffline();
    openScreen(PeopleScreen, { role: 'admin' });
    expect(await screen.findByText('Offline.')).toBeTruthy();
    await screen.findByText('Ada');
    await userEvent.selectOptions(roleOf('Ada'), 'Coach');
    expect(await screen.findByText(/There is no connection\. Ada is still a rep/)).toBeTruthy();
  });
});

describe('a coach who becomes a rep', () => {
  const cleo = aProfile({ id: '00000000-0000-7000-8000-000000000003', display_name: 'Cleo', role: 'coach' });
  const dan = aProfile({ id: '00000000-0000-7000-8000-000000000004', display_name: 'Dan', role: 'coach' });
  const demote = async (roles: unknown[], handovers: unknown[]) => {
    server.use(people([me, cleo, dan]), accepting(roles), rpc('hand_over_programs', SOME, handovers));
    openScreen(PeopleScreen, { role: 'admin' });
    await screen.findByText('Cleo');
    await userEvent.selectOptions(roleOf('Cleo'), 'Rep');
    return screen.findByRole('dialog', { name: 'Hand over programs first?' });
  };

  it('is not demoted before the admin has read what would be left behind', async () => {
    const roles: unknown[] = [];
    const dialog = await demote(roles, []);
    expect(within(dialog).getByText(/Cleo has 2 programs, 1 cohort and 5 people\./)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
    expect(roles).toEqual([]);
    expect(roleOf('Cleo').value).toBe('coach');
  });

  it('hands over first and is demoted then', async () => {
    const roles: unknown[] = [];
    const handovers: unknown[] = [];
    const question = await demote(roles, handovers);
    await userEvent.click(within(question).getByRole('button', { name: 'Hand over first…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Hand over programs' });
    expect(await within(dialog).findByText(/Then Cleo becomes a rep\./)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole('radio', { name: /Dan/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Hand over to Dan' }));
    await waitFor(() => {
      expect(roles).toEqual([{ person: cleo.id, new_role: 'rep' }]);
    });
    expect(handovers.at(-1)).toMatchObject({ coach: cleo.id, successor: dan.id, dry_run: false });
  });

  it('can be demoted without a handover', async () => {
    const roles: unknown[] = [];
    const handovers: unknown[] = [];
    const dialog = await demote(roles, handovers);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Only change the role' }));
    await waitFor(() => {
      expect(roles).toEqual([{ person: cleo.id, new_role: 'rep' }]);
    });
    expect(handovers).toEqual([{ coach: cleo.id, dry_run: true }]);
  });

  it('keeps the role where nobody can tell what would be left behind', async () => {
    const roles: unknown[] = [];
    server.use(people([me, cleo, dan]), accepting(roles));
    server.use(rpc('hand_over_programs', () => json({ message: 'boom' }, 500)));
    openScreen(PeopleScreen, { role: 'admin' });
    await screen.findByText('Cleo');
    await userEvent.selectOptions(roleOf('Cleo'), 'Rep');
    expect(await screen.findByText(/Cleo is still a coach/)).toBeTruthy();
    expect(roles).toEqual([]);
    expect(roleOf('Cleo').value).toBe('coach');
  });

  it('hears the same where it is the admin’s own role, before giving it up', async () => {
    const roles: unknown[] = [];
    server.use(people([me, ben, dan]), accepting(roles), rpc('hand_over_programs', SOME));
    openScreen(PeopleScreen, { role: 'admin', path: '/admin/people' });
    await screen.findByText('Dan');
    await userEvent.selectOptions(roleOf('Me'), 'Rep');
    const question = await screen.findByRole('dialog', { name: 'Hand over programs first?' });
    await userEvent.click(within(question).getByRole('button', { name: 'Only change the role' }));
    const dialog = await screen.findByRole('dialog', { name: 'Stop being an admin?' });
    expect(roles).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Become a rep' }));
    await waitFor(() => {
      expect(roles).toEqual([{ person: USER_ID, new_role: 'rep' }]);
    });
  });
});

describe('the system overview', () => {
  beforeEach(() => {
    server.use(rpc('last_tick', new Date().toISOString()));
  });

  const OVERVIEW = {
    horizon_lag_seconds: 0,
    people: { rep: 1, coach: 0, admin: 1 },
    devices: 0,
    devices_seen_today: 0,
    pending: 0,
    rejected: 0,
    never_synced: 0,
    oldest_sync_at: null,
    versions: [],
  };

  it.each([
    ['is not shown as late', 179_000, false],
    ['is shown as late after three minutes', 181_000, true],
  ])('has the last tick, which %s', async (_, age, isLate) => {
    server.use(rpc('system_overview', OVERVIEW), rpc('last_tick', new Date(Date.now() - age).toISOString()));
    openScreen(SystemScreen, { role: 'admin' });
    const tick = (await screen.findByText('Last tick')).closest('li');
    expect(tick?.textContent).toBe(isLate ? 'Last tickLate: 3 min ago' : 'Last tick3 min ago');
    expect(screen.queryByText('The tick is late.') !== null).toBe(isLate);
  });

  it('says that there never was a tick', async () => {
    server.use(rpc('system_overview', OVERVIEW), rpc('last_tick', null));
    openScreen(SystemScreen, { role: 'admin' });
    expect(await screen.findByText('The tick is late.')).toBeTruthy();
    expect(screen.getByText('Never')).toBeTruthy();
  });

  it('shows people, devices, pending and rejected changes and app versions', async () => {
    server.use(
      rpc('system_overview', () =>
        json({
          horizon_lag_seconds: 75.2,
          people: { rep: 12, coach: 2, admin: 1 },
          devices: 20,
          devices_seen_today: 9,
          pending: 31,
          rejected: 4,
          never_synced: 3,
          oldest_sync_at: null,
          versions: [{ app_version: '0.1.0', devices: 20, last_seen_at: '2026-03-01T10:00:00+00:00' }],
        }),
      ),
    );
    openScreen(SystemScreen, { role: 'admin' });
    const figure = async (label: string) => (await screen.findByText(label)).parentElement?.textContent;
    expect(await figure('Reps')).toContain('12');
    expect(await figure('Devices in 24 hours')).toContain('9of 20');
    expect(await figure('Changes waiting')).toContain('31');
    expect(await figure('Not accepted')).toContain('4');
    expect(screen.getByText('75 seconds')).toBeTruthy();
    expect(screen.getByText('20 devices')).toBeTruthy();
  });

  it('shows a message when the server fails', async () => {
    server.use(rpc('system_overview', () => json({ message: 'boom' }, 503)));
    openScreen(SystemScreen, { role: 'admin' });
    expect(await screen.findByText('The server couldn’t respond.')).toBeTruthy();
  });
});
