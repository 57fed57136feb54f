import { createBrowserHistory, createRouter, type RouterHistory } from '@tanstack/react-router';
import { useSession } from '../../api/session.ts';
import { forgetSearches } from '../../ui/address-state.ts';
import { SkeletonPage } from '../../ui/Skeletons.tsx';
import { ScreenError } from './ScreenError.tsx';
import { routeTree } from './routes.tsx';

/** @param history for tests. */
export const createAppRouter = (history: RouterHistory = createBrowserHistory()) => {
  const router = createRouter({
    routeTree,
    history,
    defaultPreload: 'intent',
    defaultPendingComponent: SkeletonPage,
    defaultPendingMs: 150,
    // A screen that is ready replaces the skeleton at once.
    defaultPendingMinMs: 0,
    defaultErrorComponent: ScreenError,
    scrollRestoration: true,
  });
  // After a sign-in, a sign-out or a new role, the guards decide again.
  useSession.subscribe((session, previous) => {
    if (session.person?.id !== previous.person?.id) forgetSearches();
    if (session.person?.id !== previous.person?.id || session.person?.role !== previous.person?.role)
      void router.invalidate();
  });
  return router;
};

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
