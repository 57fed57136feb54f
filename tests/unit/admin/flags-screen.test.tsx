import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { FeatureFlag } from '../../../src/domain/flags/feature-flags.ts';
import { FlagsScreen } from '../../../src/features/admin/flags/FlagsScreen.tsx';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { storeFlags } from '../../../src/store/flags.ts';
import { DatabaseProvider } from '../../../src/data/profile/local-clock.ts';
import { useFlag } from '../../../src/data/flags/use-flag.ts';
import { goOffline, json, rest, server, table } from '../../fixtures/cloud.ts';
import { aProfile } from '../../fixtures/people.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const ada = aProfile({ id: '00000000-0000-7000-8000-000000000001', display_name: 'Ada' });
const ben = aProfile({ id: '00000000-0000-7000-8000-000000000002', display_name: 'Ben' });

const aFlag = (change: Partial<FeatureFlag> & { name: string }): FeatureFlag => ({
  description: 'What it does.',
  everyone: false,
  roles: [],
  people: [],
  percentage: 0,
  updated_at: '2026-03-01T10:00:00+00:00',
  ...change,
});

const people = () => table('profiles', [ada, ben]);

/** A table of flags that takes edits, and notes them. */
const flagTable = (flags: FeatureFlag[], edits: unknown[] = [], refuse?: () => ReturnType<typeof json>) =>
  rest('feature_flags', async ({ request }) => {
    if (request.method === 'GET') return json(flags);
    if (refuse) return refuse();
    const name = (new URL(request.url).searchParams.get('name') ?? '').replace('eq.', '');
    const edit = (await request.json()) as Partial<FeatureFlag>;
    edits.push({ name, ...edit });
    for (const flag of flags) if (flag.name === name) Object.assign(flag, edit);
    return json([{ name }]);
  });

const open = async (name: string) => {
  await userEvent.click(await screen.findByRole('button', { name: new RegExp(name, 'i') }));
  return within(await screen.findByRole('dialog', { name: new RegExp(name, 'i') }));
};
const rowOf = (name: string) => screen.getByRole('button', { name: new RegExp(name, 'i'), hidden: true }).textContent;

describe('the list of flags', () => {
  it('shows for each flag who has it', async () => {
    server.use(
      flagTable([
        aFlag({ name: 'all', everyone: true, percentage: 5 }),
        aFlag({ name: 'none' }),
        aFlag({ name: 'few', roles: ['coach'], people: [ada.id], percentage: 20 }),
      ]),
    );
    openScreen(FlagsScreen, { role: 'admin' });
    await screen.findByRole('list', { name: 'Flags' });
    expect(rowOf('all')).toBe('AllEveryoneOn');
    expect(rowOf('none')).toBe('NoneNo oneOff');
    expect(rowOf('few')).toBe('FewCoaches, 1 named person, 20% of everyoneFor some');
  });

  it('shows the last response to an admin who is offline, and rejects a change', async () => {
    server.use(flagTable([aFlag({ name: 'trial' })]), people());
    const first = openScreen(FlagsScreen, { role: 'admin' });
    await screen.findByText('Trial');
    first.close();
    goOffline();
    openScreen(FlagsScreen, { role: 'admin' });
    expect(await screen.findByText('Offline.')).toBeTruthy();
    const sheet = await open('trial');
    await userEvent.click(sheet.getByLabelText('On for everyone'));
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Turn on for everyone' }));
    expect(await sheet.findByText(/There is no connection\. The flag was not changed/)).toBeTruthy();
    expect(rowOf('trial')).toBe('TrialNo oneOff');
  });

  it('shows a message when only admins may see it', async () => {
    server.use(rest('feature_flags', () => json({ message: 'no' }, 403)));
    openScreen(FlagsScreen, { role: 'admin' });
    expect(await screen.findByText('You can’t see this.')).toBeTruthy();
  });
});

describe('editing a flag', () => {
  it('saves roles, a percentage and people picked by email, and shows a confirmation', async () => {
    const edits: unknown[] = [];
    server.use(flagTable([aFlag({ name: 'trial', people: [ben.id] })], edits), people());
    openScreen(FlagsScreen, { role: 'admin' });
    const sheet = await open('trial');
    await userEvent.click(sheet.getByLabelText('Coaches'));
    await userEvent.type(sheet.getByLabelText('Percentage of everyone'), '20');
    await sheet.findByText('ben@example.com');
    await userEvent.type(sheet.getByPlaceholderText('Email'), 'ADA@example.com{Enter}');
    await userEvent.click(sheet.getByRole('button', { name: 'Remove ben@example.com' }));
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Saved “Trial”: coaches, 1 named person, 20% of everyone.')).toBeTruthy();
    expect(edits).toEqual([{ name: 'trial', everyone: false, roles: ['coach'], people: [ada.id], percentage: 20 }]);
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
      expect(rowOf('trial')).toContain('For some');
    });
  });

  it('turns a flag off for everyone and keeps its other conditions', async () => {
    const edits: unknown[] = [];
    server.use(flagTable([aFlag({ name: 'trial', everyone: true, roles: ['admin'] })], edits), people());
    openScreen(FlagsScreen, { role: 'admin' });
    const sheet = await open('trial');
    expect(sheet.queryByLabelText('Admins')).toBeNull();
    await userEvent.click(sheet.getByLabelText('On for everyone'));
    expect(sheet.getByLabelText<HTMLInputElement>('Admins').checked).toBe(true);
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('It stays on for: Admins. For all others:')).toBeTruthy();
    expect(edits).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Turn off' }));
    await screen.findByText('Saved “Trial”: admins.');
    expect(edits).toMatchObject([{ everyone: false, roles: ['admin'] }]);
  });

  it('asks with its consequence before sync is turned off for everyone, and changes nothing on cancel', async () => {
    const edits: unknown[] = [];
    server.use(flagTable([aFlag({ name: 'cloud_sync', everyone: true })], edits), people());
    openScreen(FlagsScreen, { role: 'admin' });
    await userEvent.click(await screen.findByRole('button', { name: /^Cloud sync/ }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Cloud sync' }));
    await userEvent.click(sheet.getByLabelText('On for everyone'));
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }));
    const question = within(
      await screen.findByRole('dialog', { name: 'No longer turn on “Cloud sync” for everyone?' }),
    );
    expect(question.getByText(/^No device sends or receives work any more\./)).toBeTruthy();
    await userEvent.click(question.getByRole('button', { name: 'Cancel' }));
    expect(edits).toEqual([]);
  });

  it.each(['101', '-1', 'a few', '2.5'])('does not save %j as a percentage, and shows why', async (typed) => {
    const edits: unknown[] = [];
    server.use(flagTable([aFlag({ name: 'trial' })], edits), people());
    openScreen(FlagsScreen, { role: 'admin' });
    const sheet = await open('trial');
    await userEvent.type(sheet.getByLabelText('Percentage of everyone'), typed);
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }));
    expect(sheet.getByText('Enter a whole number from 0 to 100.')).toBeTruthy();
    // What is saved after it is the only thing that was sent.
    await userEvent.clear(sheet.getByLabelText('Percentage of everyone'));
    await userEvent.type(sheet.getByLabelText('Percentage of everyone'), '7');
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }));
    await screen.findByText('Saved “Trial”: 7% of everyone.');
    expect(edits).toMatchObject([{ percentage: 7 }]);
  });

  it('starts with the stored flag each time, and restores the focus', async () => {
    server.use(
      flagTable([aFlag({ name: 'trial' })], [], () => json({ message: 'boom' }, 500)),
      people(),
    );
    openScreen(FlagsScreen, { role: 'admin' });
    const first = await open('trial');
    await userEvent.click(first.getByLabelText('Reps'));
    await userEvent.click(first.getByRole('button', { name: 'Save' }));
    await first.findByText('Not saved.');
    await userEvent.keyboard('{Escape}');
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
      expect(document.activeElement?.textContent).toContain('Trial');
    });
    const second = await open('trial');
    expect(second.getByLabelText<HTMLInputElement>('Reps').checked).toBe(false);
    expect(second.queryByText('Not saved.')).toBeNull();
  });

  it('shows a message when no account has the address', async () => {
    server.use(flagTable([aFlag({ name: 'trial', people: [ben.id] })]), people());
    openScreen(FlagsScreen, { role: 'admin' });
    const sheet = await open('trial');
    await sheet.findByText('ben@example.com');
    await userEvent.type(sheet.getByPlaceholderText('Email'), 'nobody@example.com{Enter}');
    expect(await sheet.findByText('No account has this email.')).toBeTruthy();
  });

  it.each([
    ['the caller is no longer an admin', () => json([]), /you are no longer one/],
    ['the server fails', () => json({ message: 'boom' }, 500), /The server couldn’t do this/],
    [
      'the session has ended',
      () => json({ message: 'JWT expired' }, 401),
      /Your session has ended.*Sign in and try again/,
    ],
    ['the value is rejected', () => json({ message: 'no', code: '23514' }, 400), /The server did not accept this/],
  ])('keeps the flag and the input, and shows why, where %s', async (_, refuse, sentence) => {
    server.use(flagTable([aFlag({ name: 'trial' })], [], refuse), people());
    openScreen(FlagsScreen, { role: 'admin' });
    const sheet = await open('trial');
    await userEvent.click(sheet.getByLabelText('Reps'));
    await userEvent.click(sheet.getByRole('button', { name: 'Save' }));
    expect(await sheet.findByText(sentence)).toBeTruthy();
    expect(sheet.getByLabelText<HTMLInputElement>('Reps').checked).toBe(true);
    expect(rowOf('trial')).toBe('TrialNo oneOff');
  });
});

describe('a flag on a device', () => {
  const Probe = () => <p>{useFlag('local_import') ? 'on' : 'off'}</p>;

  it('has its default until the first response, then the value of the last response, also offline', async () => {
    const db = new CadenceDatabase('00000000-0000-7000-8000-00000000f1a9');
    const probe = (
      <DatabaseProvider value={db}>
        <Probe />
      </DatabaseProvider>
    );
    const { unmount } = render(probe);
    expect(await screen.findByText('on')).toBeTruthy();
    await storeFlags(db, { cloud_sync: true, local_import: false });
    expect(await screen.findByText('off')).toBeTruthy();
    unmount();
    goOffline();
    render(probe);
    expect(await screen.findByText('off')).toBeTruthy();
    cleanup();
    await db.delete();
  });
});
