import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { NeedsAttentionScreen } from '../../../src/features/account/needs-attention/NeedsAttentionScreen.tsx';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { createLead } from '../../../src/data/leads/leads.ts';
import { createActivity, deleteActivity, getActivity } from '../../../src/data/activities/activities.ts';
import { newDevice, todayOfRep } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

/** The cloud refuses a lead for what it says, and the call about it because the lead is missing. */
const refusedTogether = async (db: CadenceDatabase) => {
  const lead = await createLead(db, { name: 'Acme' });
  const call = await createActivity(db, { type: 'call', title: 'Ring them', date: todayOfRep(), lead_id: lead.id });
  await db.outbox.toCollection().modify((change) => {
    change.state = 'rejected';
    change.code = change.table === 'submissions' ? 'invalid_value' : 'missing_parent';
  });
  return { lead, call };
};

const queued = async (db: CadenceDatabase) =>
  (await db.outbox.orderBy('seq').toArray()).filter(({ state }) => state === 'pending').map(({ row }) => row);

describe('a dependent of a rejected row', () => {
  test('is listed under that row, and cannot be resent without it', async () => {
    const db = await newDevice();
    await refusedTogether(db);
    openScreen(NeedsAttentionScreen, { db, path: '/needs-attention' });
    const waiting = within(await screen.findByRole('list', { name: 'Waiting for Acme' }));
    expect(waiting.getByRole('heading', { name: 'Ring them' })).toBeDefined();
    expect(waiting.getByText('Waiting for the lead “Acme”. It is sent once that is accepted.')).toBeDefined();
    expect(waiting.getByRole('link', { name: 'Open to edit: Ring them' })).toBeDefined();
    expect(screen.getAllByRole('button', { name: /^Try/ })).toHaveLength(1);
    expect(screen.queryByRole('button', { name: /^Keep as a copy/ })).toBeNull();
    expect(screen.getByText(/did not accept 2 entries/)).toBeDefined();
  });

  test('is resent after it', async () => {
    const db = await newDevice();
    const { lead, call } = await refusedTogether(db);
    const { user } = openScreen(NeedsAttentionScreen, { db, path: '/needs-attention' });
    await user.click(await screen.findByRole('button', { name: 'Try again: Acme' }));
    expect(await screen.findByText('Sending them again.')).toBeDefined();
    expect(await screen.findByText(/Nothing needs your attention/)).toBeDefined();
    expect(await queued(db)).toEqual([lead.id, call.id]);
  });

  test('becomes a separate entry once the row is discarded', async () => {
    const db = await newDevice();
    await refusedTogether(db);
    const { user } = openScreen(NeedsAttentionScreen, { db, path: '/needs-attention' });
    await user.click(await screen.findByRole('button', { name: 'Discard: Acme' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('The entry that waits for it is kept; you decide on it next.')).toBeDefined();
    await user.click(dialog.getByRole('button', { name: 'Discard change' }));
    expect(await screen.findByText(/Open it and choose another/)).toBeDefined();
    expect(screen.getByRole('button', { name: 'Try again: Ring them' })).toBeDefined();
    expect(screen.getByRole('button', { name: 'Keep as a copy: Ring them' })).toBeDefined();
    expect(screen.queryByRole('list', { name: /^Waiting/ })).toBeNull();
  });
});

describe('keeping a copy', () => {
  /** A call that the cloud refused for `code`. */
  const refusedCall = async (db: CadenceDatabase, code: string) => {
    const call = await createActivity(db, { type: 'call', title: 'Ring them', date: todayOfRep(), notes: 'At noon' });
    await db.outbox.toCollection().modify({ state: 'rejected', code });
    return call;
  };

  test('creates a new row with all rejected values, and links to it', async () => {
    const db = await newDevice();
    const call = await refusedCall(db, 'not_found');
    const { user, router } = openScreen(NeedsAttentionScreen, { db, path: '/needs-attention' });
    await user.click(await screen.findByRole('button', { name: 'Keep as a copy: Ring them' }));
    expect(await screen.findByText('Kept a copy of “Ring them”.')).toBeDefined();
    const [copy = ''] = await queued(db);
    expect(copy).not.toBe(call.id);
    expect(await getActivity(db, copy)).toMatchObject({ title: 'Ring them', notes: 'At noon' });
    expect(await getActivity(db, call.id)).toBeUndefined();
    await user.click(screen.getByRole('button', { name: 'Open copy' }));
    await waitFor(() => expect(router.state.location.pathname).toBe(`/activity/${copy}`));
  });

  test.each(['invalid_value', 'has_dependents', 'malformed', 'from_the_future'])(
    'is not offered where the copy would be rejected too: %s',
    async (code) => {
      const db = await newDevice();
      await refusedCall(db, code);
      openScreen(NeedsAttentionScreen, { db, path: '/needs-attention' });
      await screen.findByRole('button', { name: 'Try again: Ring them' });
      expect(screen.queryByRole('button', { name: /^Keep as a copy/ })).toBeNull();
    },
  );

  test('is not offered for a delete', async () => {
    const db = await newDevice();
    const { call } = await refusedTogether(db);
    await deleteActivity(db, call.id);
    await db.outbox.toCollection().modify({ state: 'rejected', code: 'forbidden' });
    openScreen(NeedsAttentionScreen, { db, path: '/needs-attention' });
    await screen.findByRole('button', { name: 'Try again: Ring them' });
    expect(screen.queryByRole('button', { name: 'Keep as a copy: Ring them' })).toBeNull();
  });
});
