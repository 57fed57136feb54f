import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addDays, dateIn, weekdayOf } from '../../../src/domain/calendar.ts';
import type { Role } from '../../../src/domain/profile.ts';
import { LinkedProgramScreen } from '../../../src/features/gallery/LinkedProgramScreen.tsx';
import { TemplateScreen } from '../../../src/features/gallery/TemplateScreen.tsx';
import { useSyncStore } from '../../../src/sync/status.ts';
import { formatLongDate } from '../../../src/ui/format.ts';
import { forgetEverything, goOffline, json, openScreen, refusing, server } from '../tracking/admin-screen.tsx';
import { anOffer, aPreview, calling, ENROLLMENT, FOCUS, INSTRUMENT, syncBrings, VERSION } from './offers.ts';

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
});
afterEach(async () => {
  cleanup();
  server.resetHandlers();
  await forgetEverything();
  vi.restoreAllMocks();
  useSyncStore.setState({ syncWithCloud: () => Promise.resolve() });
});
afterAll(() => {
  server.close();
});

const open = (role: Role = 'rep') =>
  openScreen(TemplateScreen, { role, path: '/gallery/$version', at: `/gallery/${VERSION}` });
const openLink = () => openScreen(LinkedProgramScreen, { role: 'rep', path: '/program/$token', at: '/program/secret' });
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
const previewing = (change: Parameters<typeof aPreview>[0] = {}, asked: unknown[] = []) =>
  calling('preview_version', () => json(aPreview(change)), asked);

const today = dateIn(Intl.DateTimeFormat().resolvedOptions().timeZone, Date.now());
const monday = addDays(today, 7 - weekdayOf(today));

describe('a program of the gallery', () => {
  it('shows what it requires and all of its days in weeks', async () => {
    server.use(previewing({ parameters: [INSTRUMENT, FOCUS], modules: [{ title: 'Basics', first_week: 2 }] }));
    open();
    await screen.findByRole('heading', { level: 1, name: 'Morning practice' });
    for (const fact of ['28', '1 h', 'Free']) expect(screen.getByText(fact)).toBeTruthy();
    const asked = within(screen.getByRole('region', { name: 'What it asks for' }));
    expect(asked.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'Instrument requiredViolin, Cello',
      'FocusIn your own words',
    ]);
    expect(within(screen.getByRole('region', { name: 'To begin with' })).getByText('Week 1')).toBeTruthy();
    expect(screen.getByText('Scales on the [Instrument]')).toBeTruthy();
    const basics = within(screen.getByRole('region', { name: 'Basics' }));
    expect(basics.getByText('A new piece')).toBeTruthy();
    expect(basics.getAllByText('Nothing to do')).toHaveLength(2);
  });

  it('is taken from a day on with what it asks for, and leads to that day when its tasks are there', async () => {
    const [taken, made]: unknown[][] = [[], []];
    server.use(
      previewing({ parameters: [INSTRUMENT, FOCUS] }),
      calling('import_program', () => json(ENROLLMENT), taken),
      calling('sync_enrollment_tasks', () => json({ created: 3, skipped: 0 }), made),
    );
    const { db, router } = open();
    syncBrings(db, { sync_state: 'running', synced_days: 10 }, { sync_state: 'done', synced_days: 28 });
    await press('Take this program');
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(await dialog.findByRole('radio', { name: 'Next Monday' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Next' }));
    await dialog.findByText('Step 2 of 3');
    await userEvent.click(dialog.getByRole('button', { name: 'Next' }));
    await dialog.findByText(/^Fill this in/);
    await userEvent.selectOptions(dialog.getByRole('combobox', { name: /Instrument/ }), 'Cello');
    await userEvent.click(dialog.getByRole('button', { name: 'Next' }));
    await dialog.findByText('Step 3 of 3');
    expect(dialog.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent)).toEqual([
      formatLongDate(monday),
      formatLongDate(addDays(monday, 2)),
    ]);
    expect(dialog.getByText('Scales on the Cello')).toBeTruthy();
    expect(dialog.queryByText('A new piece')).toBeNull();
    await userEvent.click(dialog.getByRole('button', { name: 'Start it' }));
    await waitFor(() => {
      expect(router.state.location.href).toBe(`/today?day=${monday}`);
    });
    expect(taken).toEqual([{ version: VERSION, start_date: monday, parameters: { instrument: 'Cello' }, token: '' }]);
    expect(made).toContainEqual({ enrollment: ENROLLMENT });
  });

  it('shows how far its tasks are, and goes on where their making has stopped', async () => {
    let isUp = false;
    server.use(
      previewing(),
      calling('import_program', () => json(ENROLLMENT)),
      calling('sync_enrollment_tasks', () => (isUp ? json({ created: 3, skipped: 0 }) : json({ message: 'x' }, 500))),
    );
    const { db } = open();
    syncBrings(db, { sync_state: 'running', synced_days: 10 });
    await press('Take this program');
    await press('Next');
    await press('Start it');
    await screen.findByText('The making of its tasks has stopped.');
    isUp = true;
    await press('Go on');
    const progress = await screen.findByRole<HTMLProgressElement>('progressbar', { name: 'Tasks of 10 days of 28 …' });
    expect([progress.value, progress.max]).toEqual([10, 28]);
  });

  it.each([
    ['it was withdrawn meanwhile', () => refusing(404, 'not_found'), /It has been withdrawn/],
    ['an admin took it out', () => refusing(409, 'not_approved'), /An admin has not let people take this program/],
    ['the server has trouble', () => json({ message: 'boom' }, 500), /The server could not do it/],
  ])('says so and keeps what is filled in where %s', async (_, answer, sentence) => {
    server.use(previewing({ parameters: [FOCUS] }), calling('import_program', answer));
    open();
    await press('Take this program');
    await press('Next');
    await userEvent.type(await screen.findByRole('textbox', { name: 'Focus' }), 'Bach');
    await press('Next');
    await press('Start it');
    await screen.findByText(sentence);
    await press('Back');
    expect((await screen.findByRole<HTMLInputElement>('textbox', { name: 'Focus' })).value).toBe('Bach');
  });

  it.each([
    ['it is not approved', 'rep', { is_approved: false }, /An admin has not let people take this program yet/],
    ['it has a price', 'rep', { price: 900 }, /its coach enrolls people in it/],
    ['an admin looks at it', 'admin', {}, /Admins have no days of their own/],
  ] as const)('cannot be taken where %s, and says why', async (_, role, change, sentence) => {
    server.use(previewing(change));
    open(role);
    await screen.findByText(sentence);
    expect(screen.queryByRole('button', { name: 'Take this program' })).toBeNull();
  });

  it('that is withdrawn says so', async () => {
    server.use(calling('preview_version', () => refusing(404, 'not_found')));
    open();
    await screen.findByText(/This program has been withdrawn/);
  });

  it('can be read without a connection, but not taken', async () => {
    server.use(previewing());
    open();
    await screen.findByRole('button', { name: 'Take this program' });
    cleanup();
    goOffline();
    open();
    const take = await screen.findByRole<HTMLButtonElement>('button', { name: 'Take this program' });
    expect(take.disabled).toBe(true);
    expect(screen.getByText('Taking a program needs a connection.')).toBeTruthy();
  });
});

describe('a program behind a link', () => {
  it('is shown to and taken by whoever holds the link', async () => {
    const [shown, taken]: unknown[][] = [[], []];
    server.use(
      calling('program_by_link', () => json(anOffer())),
      previewing({}, shown),
      calling('import_program', () => json(ENROLLMENT), taken),
      calling('sync_enrollment_tasks', () => json({ created: 3, skipped: 0 })),
    );
    openLink();
    await press('Take this program');
    await press('Next');
    await press('Start it');
    await waitFor(() => {
      expect(taken).toEqual([{ version: VERSION, start_date: today, parameters: {}, token: 'secret' }]);
    });
    expect(shown).toEqual([{ version: VERSION, token: 'secret' }]);
  });

  it('that opens nothing says so', async () => {
    server.use(calling('program_by_link', () => json(null)));
    openLink();
    await screen.findByText(/This link opens nothing any more/);
  });
});
