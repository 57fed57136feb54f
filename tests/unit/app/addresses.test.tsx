import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { createLead } from '../../../src/data/leads/leads.ts';
import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import { PeopleScreen } from '../../../src/features/admin/people/PeopleScreen.tsx';
import { RepsScreen } from '../../../src/features/admin/reps/RepsScreen.tsx';
import { TemplateGallery } from '../../../src/features/programs/gallery/TemplateGallery.tsx';
import { LeadScreen } from '../../../src/features/work/leads/LeadScreen.tsx';
import { LeadsScreen } from '../../../src/features/work/leads/LeadsScreen.tsx';
import { SearchScreen } from '../../../src/features/work/search/SearchScreen.tsx';
import { TodayScreen } from '../../../src/features/work/today/TodayScreen.tsx';
import { forgetSearches } from '../../../src/ui/address-state.ts';
import { formatLongDate } from '../../../src/ui/format.ts';
import { json, rpc, server, table } from '../../fixtures/cloud.ts';
import { anOffer } from '../../fixtures/offers.ts';
import { aProfile, aWeek } from '../../fixtures/people.ts';
import { newDevice, todayOfRep } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

type View = ReturnType<typeof openScreen>;

/** The same screen after a reload. */
const reload = (view: View, Screen: Parameters<typeof openScreen>[0], role: 'rep' | 'admin' = 'rep'): View => {
  const { pathname, href } = view.router.state.location;
  view.close();
  return openScreen(Screen, { db: view.db, role, path: pathname, at: href });
};

const valueOf = async (label: string) => (await screen.findByLabelText<HTMLInputElement>(label)).value;

describe('Today', () => {
  const open = async (at = '/today') => openScreen(TodayScreen, { db: await newDevice(), path: '/today', at });
  // The header has the same text where the device is in the person's time zone.
  const title = (date: string) => screen.findByText(formatLongDate(date), { selector: '[aria-live]' });

  test('has its day in the address, which a reload keeps, and Back does not step through days', async () => {
    const view = await open();
    await view.user.click(await screen.findByRole('button', { name: 'Previous day' }));
    await view.user.click(screen.getByRole('button', { name: 'Previous day' }));
    const shown = addDays(todayOfRep(), -2);
    await title(shown);
    await waitFor(() => {
      expect(view.router.state.location.href).toBe(`/today?day=${shown}`);
    });
    expect(view.router.history.length).toBe(1);
    const { user, router } = reload(view, TodayScreen);
    await title(shown);
    await user.click(screen.getByRole('button', { name: 'Today' }));
    await title(todayOfRep());
    await waitFor(() => {
      expect(router.state.location.href).toBe('/today');
    });
  });

  test.each(['2026-02-30', 'x', '5', '%7B%22a%22:1%7D', ''])('shows today at the address ?day=%s', async (day) => {
    await open(`/today?day=${day}`);
    expect(await title(todayOfRep())).toBeDefined();
  });

  test('follows an address that a link has changed', async () => {
    const { router } = await open();
    await title(todayOfRep());
    const later = addDays(todayOfRep(), 3);
    await router.navigate({ to: '/today', search: { day: later } } as never);
    await title(later);
    await router.navigate({ to: '/today', search: {} } as never);
    expect(await title(todayOfRep())).toBeDefined();
  });
});

describe('leads', () => {
  const open = async (at = '/leads') => {
    const db = await newDevice();
    await createLead(db, { name: 'Anna Ek' });
    await createLead(db, { name: 'Anna Won', status: 'won' });
    await createLead(db, { name: 'Björn', status: 'won' });
    return openScreen(LeadsScreen, { db, path: '/leads', at });
  };
  const shown = async () => within(await screen.findByRole('list', { name: 'Leads' })).getAllByRole('link').length;

  test('keep their filter over a reload, and typing adds nothing to go back to', async () => {
    const view = await open();
    await view.user.type(await screen.findByLabelText('Search leads'), 'anna');
    await view.user.click(screen.getByRole('radio', { name: 'Won 2' }));
    expect(await shown()).toBe(1);
    await waitFor(() => {
      expect(view.router.state.location.search).toEqual({ q: 'anna', status: 'won' });
    });
    expect(view.router.history.length).toBe(1);
    const { user, router } = reload(view, LeadsScreen);
    expect(await valueOf('Search leads')).toBe('anna');
    expect(await shown()).toBe(1);
    await user.clear(screen.getByLabelText('Search leads'));
    await user.click(screen.getByRole('radio', { name: 'All' }));
    expect(await shown()).toBe(3);
    await waitFor(() => {
      expect(router.state.location.href).toBe('/leads');
    });
  });

  test('are all shown at the address of a status that there is not', async () => {
    await open('/leads?status=gone&q={}');
    expect(await shown()).toBe(3);
    expect(await valueOf('Search leads')).toBe('');
  });

  test('are set as they were by the link back from a lead, for the same person only', async () => {
    const list = await open('/leads?q=bj');
    expect(await shown()).toBe(1);
    list.close();
    const [lead] = await list.db.rows('submissions').toArray();
    const at = `/leads/${lead?.id ?? ''}`;
    const detail = openScreen(LeadScreen, { db: list.db, path: '/leads/$id', at });
    const back = async () => (await screen.findByRole('link', { name: 'Leads' })).getAttribute('href');
    expect(await back()).toBe('/leads?q=bj');
    detail.close();
    forgetSearches();
    openScreen(LeadScreen, { db: list.db, path: '/leads/$id', at });
    expect(await back()).toBe('/leads');
  });
});

test('the search keeps its words over a reload', async () => {
  const db = await newDevice();
  await createLead(db, { name: 'Zoë Müller' });
  const view = openScreen(SearchScreen, { db, path: '/search' });
  await view.user.type(await screen.findByLabelText('Search activities, tasks and leads'), 'muller 12');
  await waitFor(() => {
    expect(view.router.state.location.search).toEqual({ q: 'muller 12' });
  });
  reload(view, SearchScreen);
  expect(await valueOf('Search activities, tasks and leads')).toBe('muller 12');
  expect(await screen.findByText('No results for “muller 12”.')).toBeDefined();
});

describe('the gallery', () => {
  const serve = () => {
    const requests: unknown[] = [];
    server.use(rpc('search_gallery', () => json({ items: [anOffer()], more: true }), requests));
    return requests;
  };

  test('keeps its search, kind and page over a reload', async () => {
    const requests = serve();
    const view = openScreen(TemplateGallery, { path: '/gallery' });
    await view.user.click(await screen.findByRole('radio', { name: 'Group' }));
    await view.user.type(screen.getByLabelText('Search programs'), 'scales');
    // The next page of what was searched for, not of what was shown before.
    await waitFor(() => {
      expect(requests.at(-1)).toMatchObject({ query: 'scales' });
    });
    await view.user.click(await screen.findByRole('button', { name: 'Next' }));
    await waitFor(() => {
      expect(view.router.state.location.search).toEqual({ q: 'scales', kind: 'group', page: '2' });
    });
    requests.length = 0;
    reload(view, TemplateGallery);
    expect(await valueOf('Search programs')).toBe('scales');
    await screen.findByText('Page 2');
    await waitFor(() => {
      expect(requests).toEqual([{ query: 'scales', page: 1, kind: 'group' }]);
    });
  });

  test.each(['kind=x&page=0', 'page=-1&kind=all', 'page=1.5', 'page=100001', 'page=[2]'])(
    'shows the first page of all programs at ?%s',
    async (search) => {
      const requests = serve();
      openScreen(TemplateGallery, { path: '/gallery', at: `/gallery?${search}` });
      await screen.findByText('Page 1');
      expect(requests).toEqual([{ query: '', page: 0 }]);
    },
  );

  test('reads a page that somebody typed', async () => {
    const requests = serve();
    openScreen(TemplateGallery, { path: '/gallery', at: '/gallery?page=3' });
    await screen.findByText('Page 3');
    expect(requests).toEqual([{ query: '', page: 2 }]);
  });
});

describe('people', () => {
  const serve = () => {
    const ada = aProfile({ id: '00000000-0000-7000-8000-000000000001', display_name: 'Ada', role: 'coach' });
    const ben = aProfile({ id: '00000000-0000-7000-8000-000000000002', display_name: 'Ben' });
    server.use(table('profiles', [ada, ben]));
  };

  test('keep their filter over a reload', async () => {
    serve();
    const view = openScreen(PeopleScreen, { role: 'admin', path: '/admin/people' });
    await view.user.type(await screen.findByLabelText('Search by name or email'), 'a');
    await view.user.selectOptions(screen.getByLabelText('Role'), 'coach');
    await waitFor(() => {
      expect(view.router.state.location.search).toEqual({ q: 'a', role: 'coach' });
    });
    reload(view, PeopleScreen, 'admin');
    expect(await valueOf('Search by name or email')).toBe('a');
    expect(await screen.findByText('Ada')).toBeDefined();
    expect(screen.queryByText('Ben')).toBeNull();
  });

  test('are all shown at the address of a role that there is not', async () => {
    serve();
    openScreen(PeopleScreen, { role: 'admin', path: '/admin/people', at: '/admin/people?role=boss' });
    expect(await screen.findByText('Ben')).toBeDefined();
    expect(screen.getByText('Ada')).toBeDefined();
  });
});

describe('reps', () => {
  const serve = () => {
    const ada = aWeek({ user_id: 'a', display_name: 'Ada', last_sync_at: null });
    const ben = aWeek({ user_id: 'b', display_name: 'Ben', last_sync_at: new Date().toISOString() });
    server.use(rpc('admin_week', () => json([ada, ben])));
  };
  const shown = async () =>
    (await screen.findAllByRole('link', { name: /^(Ada|Ben)/ })).map((link) => link.textContent);

  test('keep their filters and their week over a reload', async () => {
    serve();
    const view = openScreen(RepsScreen, { role: 'admin', path: '/admin/reps', at: '/admin/reps?week=2026-03-02' });
    await view.user.type(await screen.findByLabelText('Search by name or email'), 'a');
    await view.user.click(screen.getByRole('switch', { name: 'Stale only' }));
    await waitFor(() => {
      expect(view.router.state.location.search).toEqual({ week: '2026-03-02', q: 'a', stale: 'yes' });
    });
    reload(view, RepsScreen, 'admin');
    expect(await valueOf('Search by name or email')).toBe('a');
    expect(await shown()).toEqual(['Ada']);
  });

  test('are all shown at an address with filters that there are not', async () => {
    serve();
    openScreen(RepsScreen, { role: 'admin', path: '/admin/reps', at: '/admin/reps?pace=fast&stale=1&week=x' });
    expect(await shown()).toEqual(['Ada', 'Ben']);
  });
});
