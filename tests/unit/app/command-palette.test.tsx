import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { CommandPalette } from '../../../src/app/shell/CommandPalette.tsx';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { createLead } from '../../../src/data/leads/leads.ts';
import { addTask } from '../../../src/data/tasks/tasks.ts';
import { newDevice, todayOfRep } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const FIELD = 'Search pages, commands and records';

describe('the command palette', () => {
  const open = async () => {
    const db = await newDevice();
    const lead = await createLead(db, { name: 'Zoë Müller', company: 'Łódź Films', phone: '+1 (555) 0148' });
    await createActivity(db, { type: 'call', date: todayOfRep(), title: 'About the quarter', lead_id: lead.id });
    await addTask(db, { title: 'Read the quarter’s report', date: todayOfRep() });
    const view = openScreen(() => <CommandPalette opened onClose={() => undefined} role="rep" />, {
      db,
      path: '/today',
    });
    return { ...view, lead, field: await screen.findByLabelText(FIELD) };
  };

  test.each(['muller', 'lodz', '5550148'])('finds a lead by %j, and opens it', async (query) => {
    const { user, field, router, lead } = await open();
    await user.type(field, query);
    await user.click(await screen.findByRole('button', { name: /Zoë Müller Łódź Films/ }));
    await waitFor(() => expect(router.state.location.pathname).toBe(`/leads/${lead.id}`));
  });

  test('finds activities and tasks beside pages and commands, by every word', async () => {
    const { user, field } = await open();
    await user.type(field, 'QUARTER');
    expect(await screen.findByRole('button', { name: /About the quarter/ })).toBeTruthy();
    expect(screen.getByRole('button', { name: /Read the quarter’s report/ })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Sync now' })).toBeNull();
    await user.clear(field);
    await user.type(field, 'syn');
    expect(await screen.findByRole('button', { name: 'Sync now' })).toBeTruthy();
    await user.type(field, 'ope');
    expect(await screen.findByText('No results for “synope”.')).toBeTruthy();
  });
});
