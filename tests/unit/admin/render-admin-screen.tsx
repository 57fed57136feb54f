import { notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { configure, render } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import type { RepWeek } from '../../../src/domain/reporting/metrics.ts';
import type { Profile, Role } from '../../../src/domain/profiles/profile.ts';
import { clearPersistedResponses } from '../../../src/api/persisted-responses.ts';
import { useSession } from '../../../src/api/session.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { DatabaseProvider } from '../../../src/data/profile/local-clock.ts';
import { UiProvider } from '../../../src/ui/UiProvider.tsx';

export const ADMIN_ID = '00000000-0000-7000-8000-0000000000ad';

// What a busy machine needs; a screen that answers is not waited for.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 30_000 });

/** The network: tests say with `server.use(...)` what the cloud answers. */
export const server = setupServer();

export const answering = (path: string, resolver: Parameters<typeof http.post>[1]) =>
  http.all(`*/rest/v1/${path}`, resolver);

export const json = (body: unknown, status = 200) => HttpResponse.json(body as never, { status });

export const refusing = (status: number, message: string) =>
  HttpResponse.json({ code: `PT${String(status)}`, message, details: null, hint: null }, { status });

let opened: CadenceDatabase | null = null;

/** Mounts a screen as the router and the workplace would, for somebody of `role`. */
export const openScreen = (
  screen: () => ReactNode,
  { role = 'admin', path = '/', at = path }: { role?: Role; path?: string; at?: string } = {},
) => {
  useSession.setState({ person: { id: ADMIN_ID, email: 'admin@example.com', role }, connected: true });
  const root = createRootRoute();
  const router = createRouter({
    routeTree: root.addChildren([
      createRoute({ getParentRoute: () => root, path, component: screen }),
      createRoute({ getParentRoute: () => root, path: '$', component: () => <p>Elsewhere</p> }),
    ]),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const db = (opened ??= new CadenceDatabase(ADMIN_ID));
  return {
    db,
    router,
    ...render(
      <UiProvider>
        <DatabaseProvider value={db}>
          <QueryClientProvider client={client}>
            <RouterProvider router={router as never} />
          </QueryClientProvider>
        </DatabaseProvider>
      </UiProvider>,
    ),
  };
};

export const goOffline = (): void => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
};

/** Forgets whatever one test kept on the device or said on screen. */
export const forgetEverything = async (): Promise<void> => {
  notifications.clean();
  await opened?.delete();
  opened = null;
  await clearPersistedResponses();
};

export const aWeek = (change: Partial<RepWeek> & { user_id: string; display_name: string }): RepWeek => ({
  email: `${change.display_name.toLowerCase().replaceAll(' ', '.')}@example.com`,
  role: 'rep',
  time_zone: 'UTC',
  goals: { calls: 50, meetings: 10, proposals: 5, follow_ups: 30, new_contacts: 20 },
  done: { calls: 0, meetings: 0, proposals: 0, follow_ups: 0, new_contacts: 0 },
  done_total: 0,
  planned: 0,
  cancelled: 0,
  minutes: 0,
  last_sync_at: new Date().toISOString(),
  sync_status: 'synced',
  pending: 0,
  rejected: 0,
  last_activity_on: null,
  ...change,
});

export const aProfile = (change: Partial<Profile> & { id: string; display_name: string }): Profile => ({
  email: `${change.display_name.toLowerCase()}@example.com`,
  role: 'rep',
  time_zone: 'UTC',
  created_at: '2026-01-01T00:00:00+00:00',
  updated_at: '2026-01-01T00:00:00+00:00',
  ...change,
});
