import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { LeadScreen } from '../../../src/features/work/leads/LeadScreen.tsx';
import { LeadsScreen } from '../../../src/features/work/leads/LeadsScreen.tsx';
import { ActivityTypesScreen } from '../../../src/features/work/activity-types/ActivityTypesScreen.tsx';
import { createLead, getLeadActivities } from '../../../src/data/leads/leads.ts';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { getOrAddCustomActivityType, getCustomActivityTypes } from '../../../src/data/activities/activity-types.ts';
import { useQuickLogStore } from '../../../src/shared/activities/quick-log-store.ts';
import { newDevice, todayOfRep, waitingChanges } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

describe('leads', () => {
  test('are found by name and company, and by status', async () => {
    const db = await newDevice();
    await createLead(db, { name: 'Anna Ek', company: 'Nordlys' });
    await createLead(db, { name: 'Björn', company: 'Havsvik', status: 'won' });
    const { user } = openScreen(LeadsScreen, { db, path: '/leads' });
    await user.type(await screen.findByRole('searchbox', { name: 'Search leads' }), 'nord');
    expect(screen.getByText('Anna Ek')).toBeDefined();
    expect(screen.queryByText('Björn')).toBeNull();
    await user.click(screen.getByRole('radio', { name: 'Won 1' }));
    expect(screen.getByText('No leads match.')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Show all' }));
    expect(screen.getByText('Björn')).toBeDefined();
  });

  test('a lead needs a name, and its email address must be valid', async () => {
    const db = await newDevice();
    const { user } = openScreen(LeadsScreen, { db, path: '/leads' });
    await user.click(await screen.findByRole('button', { name: 'Add your first lead' }));
    await user.type(await screen.findByLabelText('Email'), 'nobody');
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Add lead' }));
    expect(await screen.findByText('Enter a name.')).toBeDefined();
    expect(screen.getByText('Enter a valid email address.')).toBeDefined();
    expect(await db.rows('submissions').count()).toBe(0);
  });

  test('an edit stores only its field, and logging starts with the lead', async () => {
    const db = await newDevice();
    const lead = await createLead(db, { name: 'Anna Ek' });
    await db.outbox.clear();
    const { user } = openScreen(LeadScreen, { db, path: '/leads/$id', at: `/leads/${lead.id}` });
    await user.type(await screen.findByLabelText('Phone'), '+46 70 123');
    await user.tab();
    await waitFor(async () =>
      expect(await waitingChanges(db)).toEqual([
        { op: 'update', table: 'submissions', fields: { phone: '+46 70 123' } },
      ]),
    );
    await user.click(screen.getByRole('button', { name: 'Log with this lead' }));
    expect(useQuickLogStore.getState()).toMatchObject({ opened: true, preset: { lead_id: lead.id } });
    useQuickLogStore.getState().close();
  });

  test('deleting a lead keeps its activities, and undo restores the lead with its links', async () => {
    const db = await newDevice();
    const lead = await createLead(db, { name: 'Anna Ek', company: 'Nordlys' });
    const call = await createActivity(db, { type: 'call', title: 'Call', date: todayOfRep(), lead_id: lead.id });
    const { user } = openScreen(LeadScreen, { db, path: '/leads/$id', at: `/leads/${lead.id}` });
    await user.click(await screen.findByRole('button', { name: 'Delete lead' }));
    await waitFor(async () => expect(await db.rows('submissions').count()).toBe(0));
    expect(await db.rows('program_activities').get(call.id)).toMatchObject({ title: 'Call', lead_id: null });
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect(await getLeadActivities(db, lead.id)).toHaveLength(1));
    expect(await db.rows('submissions').get(lead.id)).toMatchObject({ name: 'Anna Ek', company: 'Nordlys' });
  });
});

describe('activity types', () => {
  const add = async (name: string) => {
    const db = await newDevice();
    await getOrAddCustomActivityType(db, 'Demo');
    const { user } = openScreen(ActivityTypesScreen, { db, path: '/types' });
    await screen.findByText('Demo');
    await user.type(screen.getByRole('textbox'), name);
    await user.click(screen.getByRole('button', { name: 'Add' }));
    return db;
  };

  test.each([
    ['demo', 'You already have “Demo”.'],
    ['CALL', '“Call” is already a built-in type.'],
    ['x'.repeat(101), 'Use at most 100 characters; this name has 101.'],
    [' ', 'Enter a name.'],
  ])('%j is rejected with a message', async (name, sentence) => {
    const db = await add(name);
    expect(await screen.findByText(sentence)).toBeDefined();
    expect(await getCustomActivityTypes(db)).toHaveLength(1);
  });

  test('a new one is listed; removing it can be undone', async () => {
    const db = await newDevice();
    const { user } = openScreen(ActivityTypesScreen, { db, path: '/types' });
    await user.type(await screen.findByRole('textbox'), ' Site visit ');
    await user.click(screen.getByRole('button', { name: 'Add' }));
    await user.click(await screen.findByRole('button', { name: 'Remove Site visit' }));
    await waitFor(async () => expect(await getCustomActivityTypes(db)).toHaveLength(0));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect(await getCustomActivityTypes(db)).toMatchObject([{ type_name: 'Site visit' }]));
  });
});
