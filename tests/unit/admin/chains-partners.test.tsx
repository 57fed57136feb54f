import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { clearPersistedResponses } from '../../../src/api/persisted-responses.ts';
import type { Dataset } from '../../../src/domain/chains/dataset.ts';
import type { PartnerDetail } from '../../../src/domain/chains/partner.ts';
import { PartnerScreen } from '../../../src/features/admin/chains/partners/PartnerScreen.tsx';
import { PartnersScreen } from '../../../src/features/admin/chains/partners/PartnersScreen.tsx';
import { UnlinkedGroupsScreen } from '../../../src/features/admin/chains/partners/UnlinkedGroupsScreen.tsx';
import {
  aDataset,
  aGroup,
  aPartner,
  aPartnerDetail,
  CHAINS_NOW,
  localTimeFirst,
  overviewResponses,
} from '../../fixtures/chain-screens.ts';
import { setNow } from '../../fixtures/clock.ts';
import { errorResponse, rpc, server } from '../../fixtures/cloud.ts';
import { defined } from '../../fixtures/defined.ts';
import { formatInstantDate } from '../../../src/ui/format.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const COUNTED = ['partners', 'npcu', 'groups', 'memberships', 'enrollments'];
const datasets = (change: Partial<Dataset> = {}) => COUNTED.map((name) => aDataset({ name, ...change }));

const acme = aPartner({ id: '1', name: 'Acme Advisory' });
const birch = aPartner({ id: '2', name: 'Birch Ltd.', crm_certified_people: 2, expiring_certificates: 4 });
const cedar = aPartner({
  id: '3',
  name: 'Çedar',
  tier: null,
  groups: 0,
  certified_people: null,
  total_npcu: null,
  expiring_certificates: null,
  crm_certified_people: null,
});

const names = () =>
  within(screen.getByRole('table', { name: 'Partners' }))
    .getAllByRole('link')
    .map(({ textContent }) => textContent);

beforeEach(async () => {
  setNow(CHAINS_NOW);
  await clearPersistedResponses();
  server.use(
    rpc('partner_list', [birch, cedar, acme]),
    rpc('unlinked_groups', []),
    ...overviewResponses({ datasets: datasets() }),
  );
});

describe('partners', () => {
  const open = (at = '/admin/partners') => openScreen(PartnersScreen, { role: 'admin', path: '/admin/partners', at });

  it('show our counts, and the CRM’s where they differ', async () => {
    open();
    const row = (await screen.findByRole('link', { name: 'Birch Ltd.' })).closest('tr');
    expect(row?.textContent).toContain('3CRM 2');
    expect(row?.textContent).toContain('4CRM 0');
    expect(row?.textContent).toContain('Differs');
    expect(screen.getByRole('link', { name: 'Acme Advisory' }).closest('tr')?.textContent).toContain('Same');
    const without = defined(screen.getByRole('link', { name: 'Çedar' }).closest('tr'), 'row').textContent;
    expect(without).toContain('Not counted: no group');
    expect(without).not.toContain('CRM');
    expect(screen.getByText(/Counted from enrollments as of/).textContent).toBe(
      'Counted from enrollments as of 2 h ago, CRM as of 2 h ago.',
    );
  });

  it('are searched, filtered and sorted, with the filter in the address', async () => {
    const { router } = open();
    await screen.findByRole('link', { name: 'Acme Advisory' });
    expect(names()).toEqual(['Acme Advisory', 'Birch Ltd.', 'Çedar']);
    await userEvent.click(screen.getByRole('button', { name: 'Expiring certificates' }));
    expect(names()).toEqual(['Birch Ltd.', 'Acme Advisory', 'Çedar']);
    await userEvent.type(screen.getByRole('searchbox'), 'cedar');
    expect(names()).toEqual(['Çedar']);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'Differs from the CRM');
    expect(screen.getByText('No partners match these filters.')).toBeTruthy();
    await userEvent.clear(screen.getByRole('searchbox'));
    expect(names()).toEqual(['Birch Ltd.']);
    expect(screen.getByText('1 of 3 partners')).toBeTruthy();
    await waitFor(() => {
      expect(router.state.location.search).toEqual({ show: 'differs' });
    });
  });

  it('are said to be counted from stale data', async () => {
    server.use(...overviewResponses({ datasets: datasets({ refreshed_at: '2026-03-04T12:00:00Z' }) }));
    open();
    expect(await screen.findByText('These counts may be wrong.')).toBeTruthy();
    expect(screen.getByText(/Not up to date: .*memberships/)).toBeTruthy();
  });

  it('lead to groups without one, and say where none were loaded yet', async () => {
    server.use(
      rpc('unlinked_groups', [
        aGroup({ id: 'g', name: 'Acme', candidates: [{ id: '1', name: 'Acme' }] }),
        aGroup({ id: 'h', name: 'Staff' }),
      ]),
      rpc('partner_list', []),
    );
    open();
    const link = await screen.findByRole<HTMLAnchorElement>('link', { name: /2 LMS groups without a partner/ });
    expect(link.pathname).toBe('/admin/partners/groups');
    expect(link.textContent).toContain('1 of them not clear');
    expect(await screen.findByText(/No partners have been loaded yet/)).toBeTruthy();
  });
});

describe('a partner', () => {
  const open = (detail: PartnerDetail = aPartnerDetail()) => {
    server.use(rpc('partner_detail', detail));
    return openScreen(PartnerScreen, {
      role: 'admin',
      path: '/admin/partners/$partner',
      at: '/admin/partners/604001',
    });
  };

  it('opens each number to the rows that it is made of', async () => {
    const { user, router } = open();
    const people = await screen.findByRole('button', { name: /Certified people/ });
    expect(people.textContent).toBe('Certified people2CRM: 1');
    expect(screen.getByRole('button', { name: /^NPCU/ }).textContent).toBe('NPCU4CRM: 3');
    await user.click(people);
    const rows = within(screen.getByRole('list', { name: 'Certified people' })).getAllByRole('listitem');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'Ada Lovelaceada@example.com · 2 certificates3 NPCU',
      'Ben Odeben@example.com · 1 certificate1 NPCU',
    ]);
    await waitFor(() => {
      expect(router.state.location.search).toEqual({ count: 'certified_people' });
    });
    await user.click(screen.getByRole('button', { name: /Expiring certificates/ }));
    const expiring = within(screen.getByRole('list', { name: 'Expiring certificates' })).getAllByRole('listitem');
    expect(expiring.map(({ textContent }) => textContent)).toEqual([
      `BasicsAda Lovelace · Completed ${formatInstantDate(Date.parse('2024-04-01T00:00:00Z'))} · Expires ${formatInstantDate(Date.parse('2026-04-01T00:00:00Z'))}1 NPCU`,
    ]);
  });

  it('shows its groups with how they were linked, and what the CRM refused', async () => {
    open();
    expect(await screen.findByText('Linked by hand · 40 members')).toBeTruthy();
    const push = within(screen.getByRole('list', { name: 'Pushes to the CRM' })).getByRole('listitem');
    expect(push.textContent).toBe(
      `${localTimeFirst('2026-03-06T02:14:00Z')}2 certified · 4 NPCU · 1 expiring · The account is locked.Refused by the CRM`,
    );
  });

  it('is not counted without a group', async () => {
    open(aPartnerDetail({ groups: [], certificates: [] }));
    expect(await screen.findByText(/so nothing is counted and nothing is sent/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: /Certified people/ }).disabled).toBe(true);
  });

  it('gives back a group that was linked by hand, after a question', async () => {
    const requests: unknown[] = [];
    server.use(rpc('link_group', () => new HttpResponse(null, { status: 204 }), requests));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'More actions for Acme Advisory' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Unlink' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Unlink “Acme Advisory”?' }));
    expect(requests).toEqual([]);
    await user.click(dialog.getByRole('button', { name: 'Unlink' }));
    expect(await screen.findByText('“Acme Advisory” is no longer linked by hand.')).toBeTruthy();
    expect(requests).toEqual([{ lms_group: 'g1' }]);
  });

  it('offers no unlinking of what ids or names would link again at once', async () => {
    const { user } = open(aPartnerDetail({ groups: [{ id: 'g1', name: 'Acme', method: 'name', members: 4 }] }));
    await user.click(await screen.findByRole('button', { name: 'More actions for Acme' }));
    expect(await screen.findByRole('menuitem', { name: 'Link to another partner' })).toBeTruthy();
    expect(screen.queryByRole('menuitem', { name: 'Unlink' })).toBeNull();
  });

  it('that the CRM no longer has is said to be gone', async () => {
    server.use(rpc('partner_detail', () => errorResponse(404, 'not_found')));
    openScreen(PartnerScreen, { role: 'admin', path: '/admin/partners/$partner', at: '/admin/partners/9' });
    expect(await screen.findByText('The CRM has no such partner, or no longer.')).toBeTruthy();
  });
});

describe('groups without a partner', () => {
  const open = () => openScreen(UnlinkedGroupsScreen, { role: 'admin', path: '/admin/partners/groups' });

  it('are linked by hand to a partner that is searched for, those with the same name first', async () => {
    const requests: unknown[] = [];
    const groups = [aGroup({ id: 'g', name: 'Birch', candidates: [{ id: '2', name: 'Birch Ltd.' }] })];
    server.use(
      rpc('unlinked_groups', groups),
      rpc(
        'link_group',
        () => {
          groups.length = 0;
          return new HttpResponse(null, { status: 204 });
        },
        requests,
      ),
    );
    const { user } = open();
    expect(await screen.findByText('18 members · Could be Birch Ltd.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Link Birch to a partner' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Link “Birch”' }));
    const [first] = await dialog.findAllByRole('radio');
    expect(first?.closest('label')?.textContent).toBe('Birch Ltd.Same name · Gold · Id 2');
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Link' }).disabled).toBe(true);
    await user.type(dialog.getByRole('searchbox', { name: 'Search partners' }), 'CEDAR');
    await user.click(dialog.getByRole('radio', { name: /Çedar/ }));
    await user.click(dialog.getByRole('button', { name: 'Link to Çedar' }));
    expect(await screen.findByText('Linked “Birch” to “Çedar”.')).toBeTruthy();
    expect(requests).toEqual([{ lms_group: 'g', partner: '3' }]);
    expect(await screen.findByText('Every group belongs to a partner.')).toBeTruthy();
  });

  it('keeps the choice while a search hides it, and says that more are found', async () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      aPartner({ id: String(index), name: `Partner ${String(index)}` }),
    );
    server.use(rpc('partner_list', many), rpc('unlinked_groups', [aGroup({ id: 'h', name: 'Staff' })]));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: 'Link Staff to a partner' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Link “Staff”' }));
    await user.click(await dialog.findByRole('radio', { name: /^Partner 7/ }));
    expect(dialog.getByText('Keep typing to narrow results.')).toBeTruthy();
    await user.type(dialog.getByRole('searchbox'), 'nobody');
    expect(dialog.getByText('No results for “nobody”.')).toBeTruthy();
    expect(dialog.getByRole<HTMLInputElement>('radio', { name: /^Partner 7/ }).checked).toBe(true);
  });
});
