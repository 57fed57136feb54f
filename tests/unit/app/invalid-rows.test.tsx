import { notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import type { FunctionComponent } from 'react';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { clearPersistedResponses } from '../../../src/api/persisted-responses.ts';
import { useSession } from '../../../src/api/session.ts';
import { createAppRouter } from '../../../src/app/routes/router.tsx';
import { DatabaseProvider } from '../../../src/data/profile/local-clock.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import type { Role } from '../../../src/domain/profiles/profile.ts';
import { UiProvider } from '../../../src/ui/UiProvider.tsx';
import { setNow } from '../../fixtures/clock.ts';
import {
  ACTIVITY_ID,
  CLIENT_ID,
  COHORT_ID,
  fillDevice,
  LEAD_ID,
  PROGRAM_ID,
  serverOfInvalidRows,
  TASK_ID,
  VERSION_ID,
} from './invalid-rows.ts';

const USER_ID = '00000000-0000-7000-8000-0000000000ad';

/** The address of each screen whose route has parameters. */
const ADDRESSES: Record<string, string> = {
  '/week/$weekStart': '/week/tomorrow',
  '/goals/$weekStart': '/goals/infinity',
  '/activity/$id': `/activity/${ACTIVITY_ID}`,
  '/task/$id': `/task/${TASK_ID}`,
  '/leads/$id': `/leads/${LEAD_ID}`,
  '/history/$table/$id': `/history/program_activities/${ACTIVITY_ID}`,
  '/gallery/$version': `/gallery/${VERSION_ID}`,
  '/program/$token': '/program/token',
  '/join/$token': '/join/token',
  '/programs/$id': `/programs/${PROGRAM_ID}`,
  '/programs/$id/statistics': `/programs/${PROGRAM_ID}/statistics`,
  '/clients/$id': `/clients/${CLIENT_ID}`,
  '/clients/$id/days': `/clients/${CLIENT_ID}/days`,
  '/cohorts/$id': `/cohorts/${COHORT_ID}`,
  '/admin/reps/$userId': `/admin/reps/${CLIENT_ID}`,
  '/admin/reps/$userId/activities/$id': `/admin/reps/${CLIENT_ID}/activities/${ACTIVITY_ID}`,
  '/admin/reps/$userId/history': `/admin/reps/${CLIENT_ID}/history`,
  '/admin/chains/runs/$run': '/admin/chains/runs/1',
  '/admin/partners/$partner': '/admin/partners/1?count=total_npcu',
};

/** Who uses a screen, by the part of the app that its route is in. */
const roleOf = (routeId: string): Role =>
  routeId.includes('/admin/') ? 'admin' : routeId.includes('/coaching/') ? 'coach' : 'rep';

/** Every screen behind the sign-in, as the app's routes list them. */
const SCREENS = Object.entries(createAppRouter(createMemoryHistory()).routesByPath as Record<string, AppRoute>)
  .filter(([, route]) => route.id.startsWith('/authenticated/') && route.options.component)
  .map(([pattern, route]) => ({
    pattern,
    address: ADDRESSES[pattern] ?? pattern,
    options: route.options,
    role: roleOf(route.id),
  }));

interface AppRoute {
  id: string;
  options: { component?: FunctionComponent; validateSearch?: (search: Record<string, unknown>) => object };
}

const unknownRequests: string[] = [];
const server = setupServer(...serverOfInvalidRows(unknownRequests));
let db: CadenceDatabase;
let client: QueryClient;

configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 60_000 });
// What Mantine's growing text areas listen to, and happy-dom lacks.
if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() });

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
});
afterAll(() => {
  server.close();
});
beforeEach(async () => {
  setNow('2026-11-20T12:30:00Z');
  unknownRequests.length = 0;
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  db = new CadenceDatabase(USER_ID);
  await fillDevice(db, { email: 'ada@example.com', role: 'rep' });
});
afterEach(async () => {
  cleanup();
  vi.useRealTimers();
  notifications.clean();
  await db.delete();
  await clearPersistedResponses();
});

const open = ({ pattern, address, role, options: { component: Screen, validateSearch } }: (typeof SCREENS)[number]) => {
  useSession.setState({ person: { id: USER_ID, email: 'ada@example.com', role }, connected: true });
  const root = createRootRoute({ notFoundComponent: () => <p>Elsewhere</p> });
  const route = createRoute({
    getParentRoute: () => root,
    path: pattern,
    ...(validateSearch && { validateSearch }),
    component: () => <QueryClientProvider client={client}>{Screen && <Screen />}</QueryClientProvider>,
  });
  const router = createRouter({
    routeTree: root.addChildren([route]),
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  render(
    <UiProvider>
      <DatabaseProvider value={db}>
        <RouterProvider router={router as never} />
      </DatabaseProvider>
    </UiProvider>,
  );
};

/** Resolves once nothing is being read any more and what is on screen has stayed the same. */
const everythingShown = async (): Promise<void> => {
  let last = '';
  await waitFor(
    () => {
      expect(client.isFetching()).toBe(0);
      expect(screen.queryByLabelText('Loading')).toBeNull();
      const now = document.body.innerHTML;
      const isSame = now === last;
      last = now;
      expect(isSame).toBe(true);
    },
    { interval: 200 },
  );
};

const screenAt = (pattern: string) => {
  const found = SCREENS.find((one) => one.pattern === pattern);
  if (!found) throw new Error(`there is no route ${pattern}`);
  return found;
};

/** What nobody should read or hear, whatever a row holds. */
const UNREADABLE = /[\u202A-\u202E\u2066-\u2069]|NaN|Invalid Date|[Ii]nfinity|undefined|\[object|went wrong/;

/** The texts on screen, and the names of what has no text. */
const textsOnScreen = (): string[] =>
  [...document.querySelectorAll('body *:not(style)')].flatMap((element) => [
    ...[...element.childNodes]
      .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent ?? ''),
    element.getAttribute('aria-label') ?? '',
    element.getAttribute('title') ?? '',
  ]);

describe('with invalid rows on the device and the server', () => {
  test('every screen has an address', () => {
    expect(SCREENS.length).toBeGreaterThan(30);
    expect(SCREENS.filter(({ address }) => address.includes('$'))).toEqual([]);
  });

  test.each(SCREENS)('$pattern is shown', async (opened) => {
    open(opened);
    expect(await screen.findByRole('heading', { level: 1 })).toBeDefined();
    await everythingShown();
    expect(textsOnScreen().filter((text) => UNREADABLE.test(text))).toEqual([]);
    expect(screen.queryByRole('alert')).toBeNull();
    expect(unknownRequests).toEqual([]);
  });

  test('an activity is shown and can be corrected', async () => {
    const user = userEvent.setup();
    open(screenAt('/activity/$id'));
    const title = await screen.findByLabelText('Title');
    await user.clear(title);
    await user.type(title, 'Call with Anna');
    const date = screen.getByLabelText('Date');
    fireEvent.focus(date);
    fireEvent.change(date, { target: { value: '2026-11-21' } });
    fireEvent.blur(date);
    await user.tab();
    await waitFor(async () => {
      expect(await db.rows('program_activities').get(ACTIVITY_ID)).toMatchObject({
        title: 'Call with Anna',
        date: '2026-11-21',
      });
    });
  });

  test('lists show names that can be read and pressed', async () => {
    open(screenAt('/leads'));
    expect((await screen.findAllByRole('link', { name: /Untitled/ })).length).toBeGreaterThan(0);
  });
});

describe('a field', () => {
  test.each(['   ', '\u200B', 'ev\u202Eil'])('rejects %j as a title, and keeps the last one', async (text) => {
    await db.rows('program_activities').update(ACTIVITY_ID, { title: 'Call with Anna' });
    open(screenAt('/activity/$id'));
    const title = await screen.findByLabelText('Title');
    fireEvent.focus(title);
    fireEvent.change(title, { target: { value: text } });
    fireEvent.blur(title);
    expect(await screen.findByText(/title|hidden characters/i, { selector: '[class*="error"]' })).toBeDefined();
    expect(await db.rows('program_activities').get(ACTIVITY_ID)).toMatchObject({ title: 'Call with Anna' });
  });
});
