import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { useSession } from '../../../src/api/session.ts';
import { completeSignOut } from '../../../src/features/account/settings/sign-out.ts';
import { LeadScreen } from '../../../src/features/work/leads/LeadScreen.tsx';
import { LeadsScreen } from '../../../src/features/work/leads/LeadsScreen.tsx';
import { QuickLog } from '../../../src/features/work/quick-log/QuickLog.tsx';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { upsertWeeklyGoals, getStoredGoals } from '../../../src/data/goals/weekly-goals.ts';
import { createLead, getLeads, updateLead } from '../../../src/data/leads/leads.ts';
import { loadDraft, saveDraft } from '../../../src/shared/drafts/draft-storage.ts';
import { removeDeviceData } from '../../../src/store/device-data.ts';
import { finishWrites } from '../../../src/store/finish-writes.ts';
import { newDevice, todayOfRep, waitingChanges } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const unfinishedKeys = () => Object.keys(localStorage).filter((key) => key.startsWith('cadence.unfinished-writes'));

/** The page goes away. What its transactions have not stored by now is lost. */
const leavePage = () => {
  window.dispatchEvent(new Event('pagehide'));
  const left = new Map(unfinishedKeys().map((key) => [`${key}-of-another-page`, localStorage.getItem(key) ?? '']));
  window.dispatchEvent(new Event('pageshow'));
  return () => {
    for (const [key, value] of left) localStorage.setItem(key, value);
  };
};

describe('a page that goes away', () => {
  test('leaves what was typed last to the next start, without any time to store it', async () => {
    const db = await newDevice();
    const lead = await createLead(db, { name: 'Anna' });
    const { user } = openScreen(LeadScreen, { db, path: '/leads/$id', at: `/leads/${lead.id}` });
    await user.type(await screen.findByLabelText('Notes'), 'Calls back');
    const startAgain = leavePage();
    cleanup();
    await waitFor(async () => expect((await getLeads(db))[0]?.notes).toBe('Calls back'));
    // The transaction did not end after all.
    await db.rows('submissions').update(lead.id, { notes: null });
    await db.outbox.clear();
    startAgain();
    await finishWrites(db);
    expect((await getLeads(db))[0]?.notes).toBe('Calls back');
    expect(await waitingChanges(db)).toEqual([{ op: 'update', table: 'submissions', fields: { notes: 'Calls back' } }]);
    expect(unfinishedKeys()).toEqual([]);
  });

  test('leaves nothing that was stored in time, so that nothing is made twice', async () => {
    const db = await newDevice();
    const writing = createActivity(db, { type: 'call', title: 'Call', date: todayOfRep() });
    const startAgain = leavePage();
    await writing;
    expect(unfinishedKeys()).toEqual([]);
    await db.outbox.clear();
    startAgain();
    await finishWrites(db);
    expect(await db.rows('program_activities').count()).toBe(1);
    expect(await db.outbox.count()).toBe(0);
  });

  test('leaves a new week’s goals, which a device that has them by then only changes', async () => {
    const db = await newDevice();
    const writing = upsertWeeklyGoals(db, '2026-11-16', { calls: 12 });
    const startAgain = leavePage();
    await writing;
    await upsertWeeklyGoals(db, '2026-11-16', { calls: 3, meetings: 4 });
    startAgain();
    await finishWrites(db);
    expect(await getStoredGoals(db)).toMatchObject([{ calls: 12, meetings: 4 }]);
  });

  test('leaves nothing to another person', async () => {
    const [mine, theirs] = [await newDevice(), await newDevice()];
    const writing = createLead(mine, { name: 'Anna' });
    const startAgain = leavePage();
    await writing;
    startAgain();
    await finishWrites(theirs);
    expect(await getLeads(theirs)).toEqual([]);
  });
});

describe('a form', () => {
  test('is still filled in after closing its sheet and after a reload, until it is submitted', async () => {
    const db = await newDevice();
    const first = openScreen(LeadsScreen, { db, path: '/leads' });
    await first.user.click(await screen.findByRole('button', { name: 'Add your first lead' }));
    await first.user.type(await screen.findByLabelText(/^Name/), 'Anna');
    first.close();

    const second = openScreen(LeadsScreen, { db, path: '/leads' });
    await second.user.click(await screen.findByRole('button', { name: 'Add your first lead' }));
    const sheet = within(await screen.findByRole('dialog'));
    await waitFor(() => expect(sheet.getByLabelText<HTMLInputElement>(/^Name/).value).toBe('Anna'));
    await second.user.click(sheet.getByRole('button', { name: 'Add lead' }));
    await waitFor(async () => expect(await getLeads(db)).toMatchObject([{ name: 'Anna' }]));
    await waitFor(() => expect(loadDraft(db.userId, 'lead')).toBeNull());
  });

  test('never shows what another person has typed', async () => {
    const [mine, theirs] = [await newDevice(), await newDevice()];
    saveDraft(theirs.userId, 'lead', { name: 'Secret', company: '', phone: '', email: '' });
    saveDraft(theirs.userId, 'log', { notes: 'Secret' });
    const { user } = openScreen(LeadsScreen, { db: mine, path: '/leads' });
    await user.click(await screen.findByRole('button', { name: 'Add your first lead' }));
    expect((await screen.findByLabelText<HTMLInputElement>(/^Name/)).value).toBe('');
  });
});

describe('the name of a lead that was typed and not picked', () => {
  const openLog = async (names: readonly string[]) => {
    const db = await newDevice();
    for (const name of names) await createLead(db, { name });
    const opened = openScreen(() => <QuickLog opened onClose={() => undefined} />, { db });
    await opened.user.click(await screen.findByRole('radio', { name: 'Call' }));
    return { ...opened, db };
  };
  const field = () => screen.findByRole<HTMLInputElement>('combobox', { name: 'Lead' });

  test('is a new lead, which is created with the activity and undone with it', async () => {
    const { user, db } = await openLog(['Anna Ek']);
    await user.type(await field(), 'Ines');
    await user.click(screen.getByLabelText('Title'));
    expect(await screen.findByText('New: added to your leads with this activity.')).toBeDefined();
    expect((await field()).value).toBe('Ines');
    await user.click(screen.getByRole('button', { name: 'Log' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect(await db.rows('program_activities').count()).toBe(0));
    expect((await getLeads(db)).map(({ name }) => name)).toEqual(['Anna Ek']);
  });

  test('is the lead of that name, in whatever case', async () => {
    const { user, db } = await openLog(['Anna Ek']);
    await user.type(await field(), 'anna ek');
    // Not left before the form is submitted, as on a phone whose buttons take no focus.
    fireEvent.click(screen.getByRole('button', { name: 'Log' }));
    await screen.findByText('Logged “Call with anna ek”.').catch(() => undefined);
    await waitFor(async () => expect(await db.rows('program_activities').count()).toBe(1));
    const [lead] = await getLeads(db);
    expect(await getLeads(db)).toHaveLength(1);
    expect(await db.rows('program_activities').toArray()).toMatchObject([{ lead_id: lead?.id }]);
  });

  test('is kept in the draft while it is typed', async () => {
    const { user, db, close } = await openLog([]);
    await user.type(await field(), 'Ine');
    close();
    expect(loadDraft(db.userId, 'log')).toMatchObject({ lead_name: 'Ine' });
  });
});

describe('removing the data of a device at sign-out', () => {
  const storedKeys = () => [localStorage, sessionStorage].flatMap((storage) => Object.keys(storage)).sort();

  test('leaves nothing of the person in any storage, and everything of others', async () => {
    const [mine, theirs] = [await newDevice(), await newDevice()];
    localStorage.setItem('cadence.theme', 'dark');
    const allowed = storedKeys();
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    for (const { userId } of [mine, theirs]) {
      saveDraft(userId, 'log', { notes: 'Secret' });
      saveDraft(userId, 'task.2026-11-21', { text: 'Secret' });
      saveDraft(userId, 'profile', { display_name: 'Secret' });
      saveDraft(userId, 'answers.00000000-0000-7000-8001-000000000003', { values: { focus: 'Secret' } });
      saveDraft(userId, 'module.00000000-0000-7000-8001-000000000001.1.title', { text: 'Secret' });
      localStorage.setItem(`cadence.import.${userId}.state`, '{}');
      localStorage.setItem(`cadence.import-hint.${userId}`, 'dismissed');
      localStorage.setItem(`cadence.unfinished-writes.${userId}.tab`, '[]');
      sessionStorage.setItem(`cadence.place.${userId}`, '1');
    }
    useSession.setState({ person: { id: mine.userId, email: 'rep@example.com', role: 'rep' }, connected: true });
    const endSession = vi.fn(() => Promise.resolve());
    await completeSignOut(
      {
        countUnsynced: () => Promise.resolve(0),
        countRejected: () => Promise.resolve(0),
        syncNow: () => Promise.resolve(),
        endSession,
        removeData: () => removeDeviceData(mine),
      },
      true,
    );
    expect(endSession).toHaveBeenCalledOnce();
    expect(storedKeys().filter((key) => !key.includes(theirs.userId))).toEqual(allowed);
    expect(storedKeys().filter((key) => key.includes(theirs.userId))).toHaveLength(9);
    const left = (await indexedDB.databases()).map(({ name }) => name);
    expect(left.filter((name) => name?.includes(mine.userId))).toEqual([]);
    expect(left).toContain(databases.find((name) => name?.includes(theirs.userId)));
    sessionStorage.clear();
    await updateLead(theirs, 'none', { name: 'Anna' });
  });
});
