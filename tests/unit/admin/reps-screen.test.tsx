import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { RepsScreen } from '../../../src/features/admin/reps/RepsScreen.tsx';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { upsertWeeklyGoals } from '../../../src/data/goals/weekly-goals.ts';
import { setNow } from '../../fixtures/clock.ts';
import { goOffline, json, errorResponse, rest, rpc, server } from '../../fixtures/cloud.ts';
import { aWeek } from '../../fixtures/people.ts';
import { openScreen } from '../../fixtures/screen.tsx';

/** A Friday: four of five working days are over. */
const FRIDAY = new Date('2026-03-06T12:00:00Z');
const DONE_ALL = { calls: 50, meetings: 10, proposals: 5, follow_ups: 30, new_contacts: 20 };
const DONE_SOME = { calls: 12, meetings: 1, proposals: 0, follow_ups: 3, new_contacts: 2 };

const ada = aWeek({
  user_id: 'a',
  display_name: 'Ada',
  done: DONE_ALL,
  done_total: 115,
  last_sync_at: '2026-03-06T11:00:00Z',
});
const ben = aWeek({
  user_id: 'b',
  display_name: 'Ben',
  done: DONE_SOME,
  done_total: 18,
  last_sync_at: '2026-03-01T11:00:00Z',
});
const cleo = aWeek({
  user_id: 'c',
  display_name: 'Cleo',
  done: { ...DONE_ALL, calls: 49 },
  done_total: 114,
  last_sync_at: null,
});

const week = (rows = [ben, cleo, ada]) => rpc('admin_week', () => json(rows));

const names = (): (string | null)[] =>
  within(screen.getByRole('table', { name: 'Reps' }))
    .getAllByRole('link')
    .map((link) => link.textContent);

beforeEach(() => {
  setNow(FRIDAY);
});

describe("everybody's week", () => {
  it('shows a skeleton while it is loading, then each rep’s done work and goals', async () => {
    server.use(week());
    openScreen(RepsScreen, { role: 'admin' });
    expect((await screen.findAllByRole('status', { name: 'Loading' })).length).toBeGreaterThan(0);
    const row = (await screen.findByRole('link', { name: 'Ben' })).closest('tr');
    expect(row?.textContent).toContain('12/50');
    expect(row?.textContent).toContain('1/10');
    expect(row?.textContent).toContain('Behind');
    expect(screen.queryByRole('status', { name: 'Loading' })).toBeNull();
  });

  it('requests the current week first, and another one when it is chosen', async () => {
    const requests: unknown[] = [];
    server.use(
      rest('rpc/admin_week', async ({ request }) => {
        requests.push(await request.json());
        return json([ada]);
      }),
    );
    openScreen(RepsScreen, { role: 'admin' });
    await screen.findByRole('link', { name: 'Ada' });
    await userEvent.click(screen.getByRole('button', { name: 'Previous week' }));
    await waitFor(() => {
      expect(requests).toEqual([{ week_start: '2026-03-02' }, { week_start: '2026-02-23' }]);
    });
  });

  it('sorts by every column, both ways', async () => {
    server.use(week());
    openScreen(RepsScreen, { role: 'admin' });
    await screen.findByRole('link', { name: 'Ada' });
    expect(names()).toEqual(['Ada', 'Ben', 'Cleo']);
    await userEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(names()).toEqual(['Cleo', 'Ben', 'Ada']);
    await userEvent.click(screen.getByRole('button', { name: 'Calls' }));
    expect(names()).toEqual(['Ada', 'Cleo', 'Ben']);
    expect(screen.getByRole('columnheader', { name: 'Calls' }).getAttribute('aria-sort')).toBe('descending');
    await userEvent.click(screen.getByRole('button', { name: 'Last sync' }));
    expect(names()).toEqual(['Ada', 'Ben', 'Cleo']);
    await userEvent.click(screen.getByRole('button', { name: 'Last sync' }));
    expect(names()).toEqual(['Cleo', 'Ben', 'Ada']);
  });

  it('filters by name, pace and stale sync, and shows the number of matches', async () => {
    server.use(week());
    openScreen(RepsScreen, { role: 'admin' });
    await screen.findByRole('link', { name: 'Ada' });
    await userEvent.click(screen.getByRole('radio', { name: 'Behind' }));
    expect(names()).toEqual(['Ben']);
    await userEvent.click(screen.getByRole('radio', { name: 'On track' }));
    expect(names()).toEqual(['Ada', 'Cleo']);
    await userEvent.click(screen.getByRole('switch', { name: 'Stale only' }));
    expect(names()).toEqual(['Cleo']);
    expect(screen.getByText('1 of 3 reps')).toBeTruthy();
    await userEvent.type(screen.getByRole('searchbox'), 'nobody');
    expect(screen.getByText('No reps match these filters.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(names()).toEqual(['Ada', 'Ben', 'Cleo']);
  });

  it('moves between rows by arrow keys', async () => {
    server.use(week());
    openScreen(RepsScreen, { role: 'admin' });
    (await screen.findByRole('link', { name: 'Ada' })).focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toBe('Ben');
    await userEvent.keyboard('{End}');
    expect(document.activeElement?.textContent).toBe('Cleo');
    await userEvent.keyboard('{ArrowUp}{Home}');
    expect(document.activeElement?.textContent).toBe('Ada');
  });

  it('renders only the visible ones of 500 reps', async () => {
    server.use(
      week(
        Array.from({ length: 500 }, (_, n) => aWeek({ user_id: String(n), display_name: `Rep ${String(1000 + n)}` })),
      ),
    );
    openScreen(RepsScreen, { role: 'admin' });
    await screen.findByRole('link', { name: 'Rep 1000' });
    expect(names().length).toBeLessThan(60);
    expect(screen.getByRole('table', { name: 'Reps' }).getAttribute('aria-rowcount')).toBe('501');
  });
});

describe('when the response is an error or malformed', () => {
  it.each([
    ['an error', () => json({ message: 'boom' }, 500), 'The server couldn’t respond.'],
    ['a page of HTML', () => HttpResponse.html('<h1>Welcome to the hotel</h1>'), 'The server couldn’t respond.'],
    [
      'an HTML error page',
      () => HttpResponse.html('<h1>Bad gateway</h1>', { status: 502 }),
      'The server couldn’t respond.',
    ],
    ['an empty body', () => new HttpResponse(null, { status: 200 }), 'The server couldn’t respond.'],
    ['another shape', () => json([{ user_id: 1 }]), 'The server couldn’t respond.'],
    ['an ended session', () => json({ message: 'JWT expired' }, 401), 'Your session has ended.'],
    [
      'a function that is not in the schema cache',
      () => json({ code: 'PGRST202', message: 'Could not find the function' }, 404),
      'The server couldn’t respond.',
    ],
    ['too many requests', () => json({ message: 'slow down' }, 429), 'Too many requests.'],
    ['a broken connection', () => HttpResponse.error(), 'Offline.'],
  ])('a response with %s shows a message with a retry', async (_, response, title) => {
    server.use(rest('rpc/admin_week', response));
    openScreen(RepsScreen, { role: 'admin' });
    expect(await screen.findByText(title)).toBeTruthy();
    expect(screen.getByText(/Nothing has been loaded on this device yet/)).toBeTruthy();
    server.use(week());
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'Ada' })).toBeTruthy();
    expect(screen.queryByText(title)).toBeNull();
  });

  it('shows what was loaded before, with its age, to an admin who is offline', async () => {
    server.use(week());
    const first = openScreen(RepsScreen, { role: 'admin' });
    await screen.findByRole('link', { name: 'Ada' });
    first.close();

    setNow(FRIDAY.getTime() + 12 * 60_000);
    goOffline();
    openScreen(RepsScreen, { role: 'admin' });
    expect(await screen.findByText('Offline.')).toBeTruthy();
    expect(await screen.findByText('12 min ago')).toBeTruthy();
    expect(names()).toEqual(['Ada', 'Ben', 'Cleo']);
  });

  it('does not show a former admin what they could see before', async () => {
    server.use(week());
    const first = openScreen(RepsScreen, { role: 'admin' });
    await screen.findByRole('link', { name: 'Ada' });
    first.close();

    server.use(rpc('admin_week', () => errorResponse(403, 'forbidden')));
    const second = openScreen(RepsScreen, { role: 'admin' });
    expect(await screen.findByText('You can’t see this.')).toBeTruthy();
    expect(screen.queryByText(/has been loaded on this device yet/)).toBeNull();
    expect(screen.queryByRole('link', { name: 'Ada' })).toBeNull();
    second.close();

    goOffline();
    openScreen(RepsScreen, { role: 'admin' });
    expect(await screen.findByText(/Nothing has been loaded on this device yet/)).toBeTruthy();
  });
});

describe("a regular rep's own week", () => {
  it('comes from their device, without a request', async () => {
    const { db } = openScreen(RepsScreen, { role: 'rep' });
    await upsertWeeklyGoals(db, '2026-03-02', { calls: 4 });
    await createActivity(db, { type: 'call', title: 'Call Acme', date: '2026-03-04', status: 'done', duration: 30 });
    await createActivity(db, { type: 'call', title: 'Call them again', date: '2026-03-05' });
    await createActivity(db, { type: 'call', title: 'Another week', date: '2026-02-20', status: 'done' });
    expect(await screen.findByText('/4')).toBeTruthy();
    await waitFor(() => {
      expect(screen.getByRole('link', { name: 'You' }).closest('tr')?.textContent).toContain('1/4');
    });
  });
});
