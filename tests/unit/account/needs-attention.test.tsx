import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { NeedsAttentionScreen } from '../../../src/features/account/needs-attention/NeedsAttentionScreen.tsx';
import { rejectionMessage } from '../../../src/features/account/needs-attention/messages.ts';
import { REJECTION_CODES } from '../../../src/contract/protocol.ts';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { createActivity, updateActivity } from '../../../src/data/activities/activities.ts';
import { newDevice, todayOfRep } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

/** The cloud refuses everything that waits. */
const refuseAll = (db: CadenceDatabase, code: string) =>
  db.outbox.toCollection().modify((change) => {
    change.state = 'rejected';
    change.code = code;
  });

const refusedActivity = async (db: CadenceDatabase) => {
  const activity = await createActivity(db, { type: 'call', title: 'Ring the bank', date: todayOfRep(), duration: 15 });
  await refuseAll(db, 'invalid_value');
  return activity;
};

describe('a rejected change', () => {
  test('is shown with its row, its reason and its values', async () => {
    const db = await newDevice();
    await refusedActivity(db);
    openScreen(NeedsAttentionScreen, { db, path: '/needs-attention' });
    const card = within(await screen.findByRole('list', { name: 'Changes that were not accepted' }));
    expect(card.getByRole('heading', { name: 'Ring the bank' })).toBeDefined();
    expect(card.getByText(/One of its values is not allowed/)).toBeDefined();
    expect(card.getByText('Minutes').nextSibling?.textContent).toBe('15');
    expect(card.getByRole('link', { name: 'Open to edit: Ring the bank' })).toBeDefined();
  });

  test('is resent with the current values of the row', async () => {
    const db = await newDevice();
    const activity = await refusedActivity(db);
    await updateActivity(db, activity.id, { duration: 20 });
    await refuseAll(db, 'invalid_value');
    const { user } = openScreen(NeedsAttentionScreen, { db, path: '/needs-attention' });
    await user.click(await screen.findByRole('button', { name: 'Try again: Ring the bank' }));
    expect(await screen.findByText(/Nothing needs your attention/)).toBeDefined();
    expect(await db.outbox.orderBy('seq').toArray()).toMatchObject([
      { op: 'insert', state: 'pending', fields: { title: 'Ring the bank', duration: 20 } },
      { op: 'update', state: 'pending', fields: { duration: 20 } },
    ]);
  });

  test('is discarded only after showing exactly what is lost', async () => {
    const db = await newDevice();
    await refusedActivity(db);
    const { user } = openScreen(NeedsAttentionScreen, { db, path: '/needs-attention' });
    await user.click(await screen.findByRole('button', { name: 'Discard: Ring the bank' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('It exists only on this device. This will be lost permanently:')).toBeDefined();
    expect(dialog.getByText('Minutes').nextSibling?.textContent).toBe('15');
    expect(await db.rows('program_activities').count()).toBe(1);
    await user.click(dialog.getByRole('button', { name: 'Discard change' }));
    await waitFor(async () => expect(await db.rows('program_activities').count()).toBe(0));
    expect(await db.outbox.count()).toBe(0);
  });

  test('has a message for every code, and one for codes of newer servers', () => {
    const sentences = new Set([...REJECTION_CODES, 'from_the_future'].map((code) => rejectionMessage(code)));
    expect(sentences.size).toBe(REJECTION_CODES.length + 1);
  });
});
