import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { SearchScreen } from '../../../src/features/work/search/SearchScreen.tsx';
import { createLead } from '../../../src/data/leads/leads.ts';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { newDevice, todayOfRep } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

describe('search', () => {
  const open = async () => {
    const db = await newDevice();
    const lead = await createLead(db, { name: 'Zoë Müller', notes: 'Prefers mornings' });
    const activity = { type: 'call', date: todayOfRep() };
    await createActivity(db, { ...activity, title: 'About the quarter', lead_id: lead.id });
    await createActivity(db, { ...activity, title: 'Nothing of it' });
    const view = openScreen(SearchScreen, { db, path: '/search' });
    return { ...view, field: await screen.findByLabelText('Search activities, tasks and leads') };
  };

  test('finds while typing, by every word in any field, and marks the matches', async () => {
    const { user, field } = await open();
    await user.type(field, 'muller QUART');
    const result = await screen.findByRole('link', { name: /About the/ });
    expect([...result.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['quart', 'Müller']);
    expect(screen.queryByText('Nothing of it')).toBeNull();
  });

  test('says of leads, too, that there are more than it shows', async () => {
    const { db, user, field } = await open();
    for (let number = 1; number <= 50; number++) await createLead(db, { name: `Same ${String(number)}` });
    await user.type(field, 'same');
    const list = await screen.findByRole('list', { name: 'Leads found' });
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(50));
    expect(screen.queryByText(/^The first 50/)).toBeNull();
    await createLead(db, { name: 'Same 51' });
    expect(await screen.findByText('The first 50. Keep typing to narrow results.')).toBeDefined();
    expect(within(list).getAllByRole('listitem')).toHaveLength(50);
  });

  test('shows a message when nothing is found', async () => {
    const { user, field } = await open();
    await user.type(field, 'absent');
    expect(await screen.findByText('No results for “absent”.')).toBeDefined();
  });

  test('arrow keys go through the results, Enter opens the first', async () => {
    const { user, field, router } = await open();
    await user.type(field, 'zoe');
    const lead = await screen.findByRole('link', { name: /Zoë Müller New/ });
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(lead);
    await user.keyboard('{ArrowUp}');
    expect(document.activeElement).toBe(field);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/leads\//));
  });
});
