import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { TemplateGallery } from '../../../src/features/programs/gallery/TemplateGallery.tsx';
import { goOffline, json, rpc, server } from '../../fixtures/cloud.ts';
import { anOffer } from '../../fixtures/offers.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const open = () => openScreen(TemplateGallery, { role: 'rep' });

describe('the gallery', () => {
  it('shows the coach, the effort and the price of each program', async () => {
    const dear = anOffer({ version_id: 'b', title: 'Stage fright', price: 4900, kind: 'group', uses: 0 });
    server.use(rpc('search_gallery', () => json({ items: [anOffer(), dear], more: false })));
    open();
    const [first, second] = await within(await screen.findByRole('list', { name: 'Programs' })).findAllByRole('link');
    expect(first?.textContent).toContain('Morning practice');
    for (const fact of ['Free', 'By Ada · Individual', '28 days · 3 tasks · 1 h a week', '3 enrollments']) {
      expect(first?.textContent).toContain(fact);
    }
    expect(second?.textContent).toMatch(/EUR\s49\.00/);
    expect(second?.textContent).toContain('Group');
    expect(screen.queryByRole('navigation', { name: 'Pages' })).toBeNull();
  });

  it('can be searched by words and kind in pages, and a new search starts at the first page', async () => {
    const requests: unknown[] = [];
    server.use(rpc('search_gallery', () => json({ items: [anOffer()], more: true }), requests));
    open();
    await userEvent.click(await screen.findByRole('button', { name: 'Next' }));
    await screen.findByText('Page 2');
    await userEvent.click(screen.getByRole('radio', { name: 'Group' }));
    await screen.findByText('Page 1');
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search programs' }), ' scales ');
    await waitFor(() => {
      expect(requests).toEqual([
        { query: '', page: 0 },
        { query: '', page: 1 },
        { query: '', page: 0, kind: 'group' },
        { query: 'scales', page: 0, kind: 'group' },
      ]);
    });
  });

  it('shows whether there are no programs or no matches', async () => {
    server.use(rpc('search_gallery', () => json({ items: [], more: false })));
    open();
    await screen.findByText(/No programs yet/);
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search programs' }), 'x');
    await screen.findByText(/No programs match/);
  });

  it('shows the last response without a connection, and that it is offline', async () => {
    server.use(rpc('search_gallery', () => json({ items: [anOffer()], more: false })));
    open();
    await screen.findByText('Morning practice');
    cleanup();
    goOffline();
    open();
    await screen.findByText('Morning practice');
    await screen.findByText('Offline.');
  });

  it('shows a server error with a retry', async () => {
    server.use(rpc('search_gallery', () => json({ message: 'boom' }, 500)));
    open();
    const again = await screen.findByRole('button', { name: 'Try again' });
    server.use(rpc('search_gallery', () => json({ items: [anOffer()], more: false })));
    await userEvent.click(again);
    await screen.findByText('Morning practice');
  });
});
