import { notifications } from '@mantine/notifications';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  type RouteComponent,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, configure, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { afterEach, beforeEach, vi } from 'vitest';
import type { Profile } from '../../../src/domain/profiles/profile.ts';
import { dateInTimeZone } from '../../../src/domain/calendar/calendar-date.ts';
import { CadenceDatabase, type PendingChange } from '../../../src/store/database.ts';
import { DatabaseProvider } from '../../../src/data/profile/local-clock.ts';
import { UiProvider } from '../../../src/ui/UiProvider.tsx';
import { setNow } from '../../fixtures/clock.ts';

/** Where the rep of these tests lives: never the zone of the machine that runs them. */
const ZONE = 'Pacific/Auckland';

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 8_000 });
vi.setConfig({ testTimeout: 30_000 });

// What Mantine's growing text areas listen to, and happy-dom lacks.
if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() });

let people = 0;
const opened: CadenceDatabase[] = [];

beforeEach(() => {
  // Friday noon in London is Saturday in Auckland.
  setNow('2026-11-20T12:30:00Z');
});

afterEach(async () => {
  // Nothing reads any more from the databases that are taken away below.
  cleanup();
  vi.useRealTimers();
  localStorage.clear();
  notifications.clean();
  for (const db of opened.splice(0)) await db.delete();
});

/** A device of a new rep, who has synced their profile. */
export const newDevice = async (): Promise<CadenceDatabase> => {
  const id = `00000000-0000-7000-8000-${String(++people).padStart(12, '0')}`;
  const db = new CadenceDatabase(id);
  opened.push(db);
  const profile: Profile = {
    id,
    email: 'rep@example.com',
    display_name: 'Rep',
    role: 'rep',
    time_zone: ZONE,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  };
  await db.rows('profiles').add(profile);
  return db;
};

export const todayOfRep = (): string => dateInTimeZone(ZONE, Date.now());

/** What is waiting to be sent, without what only the engine needs. */
export const waitingChanges = async (db: CadenceDatabase): Promise<Pick<PendingChange, 'op' | 'table' | 'fields'>[]> =>
  (await db.outbox.toArray()).map(({ op, table, fields }) => ({ op, table, fields }) as PendingChange);

/** Opens `Screen` at `path`; `pattern` is its route where it has parameters. Every other address is an empty page. */
export const openScreen = (db: CadenceDatabase, Screen: RouteComponent, path = '/', pattern = path) => {
  const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: () => <p>Elsewhere</p> });
  const screenRoute = createRoute({ getParentRoute: () => rootRoute, path: pattern, component: Screen });
  const router = createRouter({
    routeTree: rootRoute.addChildren([screenRoute]),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  const view = render(
    <UiProvider>
      <DatabaseProvider value={db}>
        <RouterProvider router={router as never} />
      </DatabaseProvider>
    </UiProvider>,
  );
  return { user: userEvent.setup(), close: view.unmount, router };
};
