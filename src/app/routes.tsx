import { createRootRoute, createRoute, Outlet, redirect, type RouteComponent } from '@tanstack/react-router';
import { isCalendarDate } from '../domain/calendar.ts';
import { useSession } from '../remote/session.ts';
import { EntranceShell } from './EntranceShell.tsx';
import { type Area, homeOf, mayEnter, placeInApp } from './landing.ts';
import { NotFound } from './NotFound.tsx';
import * as screens from './screens.ts';
import { Workplace } from './Workplace.tsx';

const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  beforeLoad: ({ location }) => {
    // Wherever a mailed link lands, it is the reset screen that reads it.
    if (/(^|&)(type=recovery|error_code=)/.test(location.hash) && location.pathname !== '/reset-password') {
      redirect({ to: '/reset-password', hash: location.hash, replace: true, throw: true });
    }
  },
});

const goHome = (): void => {
  const { person } = useSession.getState();
  redirect({ to: person ? homeOf(person.role) : '/sign-in', replace: true, throw: true });
};

const indexRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', beforeLoad: goHome });

const entranceRoute = createRoute({ getParentRoute: () => rootRoute, id: 'entrance', component: EntranceShell });

/** For people who are not signed in; those who are go home, unless they have to sign in again. */
const keepOutTheSignedIn = ({ search }: { search: { from?: string } }): void => {
  const { person, connected } = useSession.getState();
  if (!person || !connected) return;
  redirect({ to: search.from ?? homeOf(person.role), replace: true, throw: true });
};

const validateFrom = (search: Record<string, unknown>): { from?: string } => {
  const from = placeInApp(search['from']);
  return from === undefined ? {} : { from };
};

const entrance = entranceRoute.addChildren([
  createRoute({
    getParentRoute: () => entranceRoute,
    path: '/sign-in',
    validateSearch: validateFrom,
    beforeLoad: keepOutTheSignedIn,
    component: screens.SignInScreen,
  }),
  createRoute({
    getParentRoute: () => entranceRoute,
    path: '/sign-up',
    validateSearch: validateFrom,
    beforeLoad: keepOutTheSignedIn,
    component: screens.SignUpScreen,
  }),
  createRoute({
    getParentRoute: () => entranceRoute,
    path: '/forgot-password',
    component: screens.ForgotPasswordScreen,
  }),
  createRoute({ getParentRoute: () => entranceRoute, path: '/reset-password', component: screens.ResetPasswordScreen }),
]);

const workplaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'workplace',
  component: Workplace,
  beforeLoad: ({ location }) => {
    if (useSession.getState().person) return;
    redirect({ to: '/sign-in', search: { from: location.href }, replace: true, throw: true });
  },
});

const guard = (area: Area) => (): void => {
  const { person } = useSession.getState();
  if (person && !mayEnter(person.role, area)) goHome();
};

const workRoute = createRoute({ getParentRoute: () => workplaceRoute, id: 'work', beforeLoad: guard('work') });
const workScreen = <const Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => workRoute, path, component });

const work = workRoute.addChildren([
  workScreen('/today', screens.TodayScreen),
  createRoute({
    getParentRoute: () => workRoute,
    path: '/log',
    // The day that the sheet opens with.
    validateSearch: ({ date }): { date?: string } =>
      typeof date === 'string' && isCalendarDate(date) ? { date } : {},
    component: screens.TodayScreen,
  }),
  workScreen('/week', screens.WeekScreen),
  workScreen('/week/$weekStart', screens.WeekScreen),
  workScreen('/activity/$id', screens.ActivityScreen),
  workScreen('/leads', screens.LeadsScreen),
  workScreen('/leads/$id', screens.LeadScreen),
  workScreen('/goals', screens.GoalsScreen),
  workScreen('/goals/$weekStart', screens.GoalsScreen),
  workScreen('/types', screens.TypesScreen),
  workScreen('/search', screens.SearchScreen),
  workScreen('/export', screens.ExportScreen),
  workScreen('/more', screens.MoreScreen),
]);

const everybodyRoute = createRoute({ getParentRoute: () => workplaceRoute, id: 'everybody' });
const everybody = everybodyRoute.addChildren([
  createRoute({ getParentRoute: () => everybodyRoute, path: '/settings', component: screens.SettingsScreen }),
  createRoute({
    getParentRoute: () => everybodyRoute,
    path: '/needs-attention',
    component: screens.NeedsAttentionScreen,
  }),
]);

const adminRoute = createRoute({
  getParentRoute: () => workplaceRoute,
  id: 'admin-area',
  beforeLoad: guard('admin'),
  component: screens.AdminArea,
});
const adminScreen = <const Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => adminRoute, path, component });

const admin = adminRoute.addChildren([
  adminScreen('/admin/reps', screens.RepsScreen),
  adminScreen('/admin/reps/$userId', screens.RepScreen),
  adminScreen('/admin/people', screens.PeopleScreen),
  adminScreen('/admin/system', screens.SystemScreen),
]);

export const routeTree = rootRoute.addChildren([
  indexRoute,
  entrance,
  workplaceRoute.addChildren([work, everybody, admin]),
]);
