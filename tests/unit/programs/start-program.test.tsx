import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/domain/profiles/profile.ts';
import { LinkedProgramScreen } from '../../../src/features/programs/gallery/LinkedProgramScreen.tsx';
import { TemplateScreen } from '../../../src/features/programs/gallery/TemplateScreen.tsx';
import { deviceToday, setNow } from '../../fixtures/clock.ts';
import { goOffline, json, errorResponse, rpc, seemOffline, server } from '../../fixtures/cloud.ts';
import { anOffer, aPreview, ENROLLMENT, FOCUS, INSTRUMENT, syncBrings, VERSION } from '../../fixtures/offers.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const open = (role: Role = 'rep') =>
  openScreen(TemplateScreen, { role, path: '/gallery/$version', at: `/gallery/${VERSION}` });
const openLink = () => openScreen(LinkedProgramScreen, { role: 'rep', path: '/program/$token', at: '/program/secret' });
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
const previewing = (change: Parameters<typeof aPreview>[0] = {}, requests: unknown[] = []) =>
  rpc('preview_version', () => json(aPreview(change)), requests);

describe('a program of the gallery', () => {
  it('shows its parameters, and all of its days in weeks', async () => {
    server.use(previewing({ parameters: [INSTRUMENT, FOCUS], modules: [{ title: 'Basics', first_week: 2 }] }));
    open();
    await screen.findByRole('heading', { level: 1, name: 'Morning practice' });
    for (const fact of ['28', '1 h', 'Free']) expect(screen.getByText(fact)).toBeTruthy();
    const request = within(screen.getByRole('region', { name: 'Questions' }));
    expect(request.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'Instrument requiredViolin, Cello',
      'FocusFree text',
    ]);
    expect(within(screen.getByRole('region', { name: 'Before the first module' })).getByText('Week 1')).toBeTruthy();
    expect(screen.getByText('Scales on the [Instrument]')).toBeTruthy();
    const basics = within(screen.getByRole('region', { name: 'Basics' }));
    expect(basics.getByText('A new piece')).toBeTruthy();
    expect(basics.getAllByText('No tasks')).toHaveLength(2);
  });

  it('is started with a start date and parameters, and leads to that day once its tasks exist', async () => {
    setNow(new Date(2026, 10, 20, 12));
    const [taken, made]: unknown[][] = [[], []];
    server.use(
      previewing({ parameters: [INSTRUMENT, FOCUS] }),
      rpc('import_program', () => json(ENROLLMENT), taken),
      rpc('sync_enrollment_tasks', () => json({ created: 3, skipped: 0 }), made),
    );
    const { db, router } = open();
    syncBrings(db, { sync_state: 'running', synced_days: 10 }, { sync_state: 'done', synced_days: 28 });
    await press('Start this program');
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(await dialog.findByRole('radio', { name: 'Next Monday' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Next' }));
    await dialog.findByText('Step 2 of 3');
    await userEvent.click(dialog.getByRole('button', { name: 'Next' }));
    await dialog.findByText(/^Required: the program’s tasks/);
    await userEvent.selectOptions(dialog.getByRole('combobox', { name: /Instrument/ }), 'Cello');
    await userEvent.click(dialog.getByRole('button', { name: 'Next' }));
    await dialog.findByText('Step 3 of 3');
    expect(dialog.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent)).toEqual([
      'Monday 23 November',
      'Wednesday 25 November',
    ]);
    expect(dialog.getByText('Scales on the Cello')).toBeTruthy();
    expect(dialog.queryByText('A new piece')).toBeNull();
    await userEvent.click(dialog.getByRole('button', { name: 'Start program' }));
    await waitFor(() => {
      expect(router.state.location.href).toBe('/today?day=2026-11-23');
    });
    expect(taken).toEqual([
      { version: VERSION, start_date: '2026-11-23', parameters: { instrument: 'Cello' }, token: '' },
    ]);
    expect(made).toContainEqual({ enrollment: ENROLLMENT });
  });

  it.each([
    ['Saturday', 21, ['Today', 'Tomorrow', 'Next Monday']],
    // Tomorrow is Monday.
    ['Sunday', 22, ['Today', 'Tomorrow']],
    ['Monday', 23, ['Today', 'Tomorrow', 'Next Monday']],
  ])('offers start dates on a %s', async (_, day, choices) => {
    setNow(new Date(2026, 10, day, 12));
    server.use(previewing());
    open();
    await press('Start this program');
    const dialog = within(await screen.findByRole('dialog'));
    const chips = within(await dialog.findByRole('group', { name: 'When do you start?' })).getAllByRole('radio');
    expect(chips.map((chip) => chip.closest('label')?.textContent)).toEqual(choices);
  });

  it('shows the progress of creating its tasks, and continues after a failure', async () => {
    let isUp = false;
    server.use(
      previewing(),
      rpc('import_program', () => json(ENROLLMENT)),
      rpc('sync_enrollment_tasks', () => (isUp ? json({ created: 3, skipped: 0 }) : json({ message: 'x' }, 500))),
    );
    const { db } = open();
    syncBrings(db, { sync_state: 'running', synced_days: 10 });
    await press('Start this program');
    await press('Next');
    await press('Start program');
    await screen.findByText('Creating tasks has stopped.');
    isUp = true;
    await press('Try again');
    const progress = await screen.findByRole<HTMLProgressElement>('progressbar', {
      name: 'Added tasks for 10 of 28 days …',
    });
    expect([progress.value, progress.max]).toEqual([10, 28]);
  });

  it.each([
    ['it was withdrawn meanwhile', () => errorResponse(404, 'not_found'), /It was withdrawn/],
    [
      'an admin withdrew its approval',
      () => errorResponse(409, 'not_approved'),
      /An admin hasn’t approved this program/,
    ],
    ['the server fails', () => json({ message: 'boom' }, 500), /The server couldn’t do this/],
  ])('shows an error and keeps the answers where %s', async (_, response, sentence) => {
    server.use(previewing({ parameters: [FOCUS] }), rpc('import_program', response));
    open();
    await press('Start this program');
    await press('Next');
    await userEvent.type(await screen.findByRole('textbox', { name: 'Focus' }), 'Bach');
    await press('Next');
    await press('Start program');
    await screen.findByText(sentence);
    await press('Back');
    expect((await screen.findByRole<HTMLInputElement>('textbox', { name: 'Focus' })).value).toBe('Bach');
  });

  it.each([
    ['it is not approved', 'rep', { is_approved: false }, /An admin hasn’t approved this program yet/],
    ['it has a price', 'rep', { price: 900 }, /its coach enrolls people\./],
    ['the person is an admin', 'admin', {}, /Admin accounts have no daily tasks/],
  ] as const)('cannot be started where %s, and shows why', async (_, role, change, sentence) => {
    server.use(previewing(change));
    open(role);
    await screen.findByText(sentence);
    expect(screen.queryByRole('button', { name: 'Start this program' })).toBeNull();
  });

  it('that is withdrawn shows a message', async () => {
    server.use(rpc('preview_version', () => errorResponse(404, 'not_found')));
    open();
    await screen.findByText(/This program is no longer available/);
  });

  it('can be read without a connection; starting it says that there is none', async () => {
    server.use(previewing());
    open();
    await screen.findByRole('button', { name: 'Start this program' });
    cleanup();
    goOffline();
    open();
    await screen.findByText('You seem to be offline. Starting a program needs a connection.');
    await press('Start this program');
    await press('Next');
    await press('Start program');
    await screen.findByText(/There is no connection/);
  });

  it('is started where the browser is wrong about being offline', async () => {
    seemOffline();
    const taken: unknown[] = [];
    server.use(
      previewing(),
      rpc('import_program', () => json(ENROLLMENT), taken),
      rpc('sync_enrollment_tasks', () => json({ created: 3, skipped: 0 })),
    );
    const { db, router } = open();
    syncBrings(db, { sync_state: 'done', synced_days: 28 });
    await screen.findByText('You seem to be offline. Starting a program needs a connection.');
    await press('Start this program');
    await press('Next');
    await press('Start program');
    await waitFor(() => expect(router.state.location.pathname).toBe('/today'));
    expect(taken).toHaveLength(1);
  });
});

describe('a program behind a link', () => {
  it('can be read and started with the link', async () => {
    const [shown, taken]: unknown[][] = [[], []];
    server.use(
      rpc('program_by_link', () => json(anOffer())),
      previewing({}, shown),
      rpc('import_program', () => json(ENROLLMENT), taken),
      rpc('sync_enrollment_tasks', () => json({ created: 3, skipped: 0 })),
    );
    openLink();
    await press('Start this program');
    await press('Next');
    await press('Start program');
    await waitFor(() => {
      expect(taken).toEqual([{ version: VERSION, start_date: deviceToday(), parameters: {}, token: 'secret' }]);
    });
    expect(shown).toEqual([{ version: VERSION, token: 'secret' }]);
  });

  it('shows a message when the link no longer works', async () => {
    server.use(rpc('program_by_link', () => json(null)));
    openLink();
    await screen.findByText(/This link no longer works/);
  });
});
