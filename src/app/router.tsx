import { createRouter, type RouterHistory } from '@tanstack/react-router';
import { useSession } from '../remote/session.ts';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { ScreenFailure } from './ScreenFailure.tsx';
import { routeTree } from './routes.tsx';

/** Puts all routes together. Tests pass a history of their own. */
export const makeRouter = (history?: RouterHistory) => {
  const made = createRouter({
    routeTree,
    ...(history && { history }),
    defaultPreload: 'intent',
    defaultPendingComponent: SkeletonPage,
    defaultPendingMs: 150,
    // What is ready is shown at once, also right after the skeleton.
    defaultPendingMinMs: 0,
    defaultErrorComponent: ScreenFailure,
    scrollRestoration: true,
  });
  // A sign-in, a sign-out or a new role may mean that the person belongs elsewhere.
  useSession.subscribe((now, before) => {
    if (now.person?.id !== before.person?.id || now.person?.role !== before.person?.role) void made.invalidate();
  });
  return made;
};

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
