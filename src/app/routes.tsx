import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { isCalendarDate } from '../domain/calendar.ts';
import { useSession } from '../remote/session.ts';
import { EntranceShell } from './EntranceShell.tsx';
import { type Area, homeOf, mayEnter, placeInApp } from './landing.ts';
import { NotFound } from './NotFound.tsx';
import * as screens from './screens.ts';

const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  beforeLoad: ({ location }): void => {
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

const signInRoute = createRoute({
  getParentRoute: () => entranceRoute,
  path: '/sign-in',
  validateSearch: validateFrom,
  beforeLoad: keepOutTheSignedIn,
  component: screens.SignInScreen,
});
const signUpRoute = createRoute({
  getParentRoute: () => entranceRoute,
  path: '/sign-up',
  validateSearch: validateFrom,
  beforeLoad: keepOutTheSignedIn,
  component: screens.SignUpScreen,
});
const forgotPasswordRoute = createRoute({
  getParentRoute: () => entranceRoute,
  path: '/forgot-password',
  component: screens.ForgotPasswordScreen,
});
const resetPasswordRoute = createRoute({
  getParentRoute: () => entranceRoute,
  path: '/reset-password',
  component: screens.ResetPasswordScreen,
});

const workplaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'workplace',
  component: screens.Workplace,
  beforeLoad: ({ location }): void => {
    if (useSession.getState().person) return;
    redirect({ to: '/sign-in', search: { from: location.href }, replace: true, throw: true });
  },
});

const guard = (area: Area) => (): void => {
  const { person } = useSession.getState();
  if (person && !mayEnter(person.role, area)) goHome();
};

const workRoute = createRoute({ getParentRoute: () => workplaceRoute, id: 'work', beforeLoad: guard('work') });
const logRoute = createRoute({
  getParentRoute: () => workRoute,
  path: '/log',
  // The day that the sheet opens with.
  validateSearch: ({ date }): { date?: string } => (typeof date === 'string' && isCalendarDate(date) ? { date } : {}),
  component: screens.TodayRoute,
});
const todayRoute = createRoute({
  getParentRoute: () => workRoute,
  path: '/today',
  // The day that it begins with.
  validateSearch: ({ day }): { day?: string } => (typeof day === 'string' && isCalendarDate(day) ? { day } : {}),
  component: screens.TodayRoute,
});
const weekRoute = createRoute({ getParentRoute: () => workRoute, path: '/week', component: screens.WeekScreen });
const oneWeekRoute = createRoute({
  getParentRoute: () => workRoute,
  path: '/week/$weekStart',
  component: screens.WeekScreen,
});
const activityRoute = createRoute({
  getParentRoute: () => workRoute,
  path: '/activity/$id',
  component: screens.ActivityScreen,
});
const taskRoute = createRoute({ getParentRoute: () => workRoute, path: '/task/$id', component: screens.TaskScreen });
const leadsRoute = createRoute({ getParentRoute: () => workRoute, path: '/leads', component: screens.LeadsScreen });
const leadRoute = createRoute({ getParentRoute: () => workRoute, path: '/leads/$id', component: screens.LeadScreen });
const goalsRoute = createRoute({ getParentRoute: () => workRoute, path: '/goals', component: screens.GoalsScreen });
const goalsOfWeekRoute = createRoute({
  getParentRoute: () => workRoute,
  path: '/goals/$weekStart',
  component: screens.GoalsScreen,
});
const typesRoute = createRoute({ getParentRoute: () => workRoute, path: '/types', component: screens.TypesScreen });
const searchRoute = createRoute({ getParentRoute: () => workRoute, path: '/search', component: screens.SearchScreen });
const exportRoute = createRoute({ getParentRoute: () => workRoute, path: '/export', component: screens.ExportScreen });
const importRoute = createRoute({ getParentRoute: () => workRoute, path: '/import', component: screens.ImportScreen });

const everybodyRoute = createRoute({ getParentRoute: () => workplaceRoute, id: 'everybody' });
const moreRoute = createRoute({ getParentRoute: () => everybodyRoute, path: '/more', component: screens.MoreRoute });
const settingsRoute = createRoute({
  getParentRoute: () => everybodyRoute,
  path: '/settings',
  component: screens.SettingsRoute,
});
const needsAttentionRoute = createRoute({
  getParentRoute: () => everybodyRoute,
  path: '/needs-attention',
  component: screens.NeedsAttentionScreen,
});

const noticesRoute = createRoute({
  getParentRoute: () => everybodyRoute,
  path: '/notices',
  component: screens.NoticesScreen,
});

const cloudRoute = createRoute({
  getParentRoute: () => workplaceRoute,
  id: 'cloud',
  component: screens.CloudArea,
});
const historyRoute = createRoute({
  getParentRoute: () => cloudRoute,
  path: '/history/$table/$id',
  component: screens.HistoryScreen,
});
const devicesRoute = createRoute({
  getParentRoute: () => cloudRoute,
  path: '/devices',
  component: screens.DevicesScreen,
});
const coachesRoute = createRoute({
  getParentRoute: () => cloudRoute,
  path: '/coaches',
  component: screens.CoachesScreen,
});

const galleryRoute = createRoute({
  getParentRoute: () => cloudRoute,
  path: '/gallery',
  component: screens.TemplateGallery,
});
const templateRoute = createRoute({
  getParentRoute: () => cloudRoute,
  path: '/gallery/$version',
  component: screens.TemplateScreen,
});
const linkedProgramRoute = createRoute({
  getParentRoute: () => cloudRoute,
  path: '/program/$token',
  component: screens.LinkedProgramScreen,
});
const joinRoute = createRoute({
  getParentRoute: () => cloudRoute,
  path: '/join/$token',
  component: screens.JoinCohortScreen,
});
const myProgramsRoute = createRoute({
  getParentRoute: () => cloudRoute,
  path: '/my-programs',
  component: screens.MyProgramsScreen,
});

const coachingRoute = createRoute({
  getParentRoute: () => workplaceRoute,
  id: 'coaching',
  beforeLoad: guard('coaching'),
  component: screens.CloudArea,
});
const programsRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/programs',
  component: screens.ProgramsScreen,
});
const programRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/programs/$id',
  // For whom it is looked at.
  validateSearch: ({ cohort, enrollment }): { cohort?: string; enrollment?: string } => ({
    ...(typeof cohort === 'string' && { cohort }),
    ...(typeof enrollment === 'string' && { enrollment }),
  }),
  component: screens.ProgramRoute,
});
const clientsRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/clients',
  component: screens.ClientsScreen,
});
const clientRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/clients/$id',
  component: screens.ClientRoute,
});
const cohortsRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/cohorts',
  // The program that a new one is begun with.
  validateSearch: ({ program }): { program?: string } => (typeof program === 'string' ? { program } : {}),
  component: screens.CohortsScreen,
});
const cohortRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/cohorts/$id',
  component: screens.CohortScreen,
});

const adminRoute = createRoute({
  getParentRoute: () => workplaceRoute,
  id: 'admin-area',
  beforeLoad: guard('admin'),
  component: screens.CloudArea,
});
const repsRoute = createRoute({ getParentRoute: () => adminRoute, path: '/admin/reps', component: screens.RepsScreen });
const repRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/reps/$userId',
  component: screens.RepScreen,
});
const auditRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/reps/$userId/history',
  component: screens.AuditScreen,
});
const peopleRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/people',
  component: screens.PeopleScreen,
});
const healthRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/health',
  component: screens.HealthScreen,
});
const flagsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/flags',
  component: screens.FlagsScreen,
});
const systemRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/system',
  component: screens.SystemScreen,
});

// Routes are made before they are put together: made in place, they would lose their types.
export const routeTree = rootRoute.addChildren([
  indexRoute,
  entranceRoute.addChildren([signInRoute, signUpRoute, forgotPasswordRoute, resetPasswordRoute]),
  workplaceRoute.addChildren([
    workRoute.addChildren([
      logRoute,
      todayRoute,
      weekRoute,
      oneWeekRoute,
      activityRoute,
      taskRoute,
      leadsRoute,
      leadRoute,
      goalsRoute,
      goalsOfWeekRoute,
      typesRoute,
      searchRoute,
      exportRoute,
      importRoute,
    ]),
    everybodyRoute.addChildren([moreRoute, settingsRoute, needsAttentionRoute, noticesRoute]),
    cloudRoute.addChildren([
      historyRoute,
      devicesRoute,
      coachesRoute,
      galleryRoute,
      templateRoute,
      linkedProgramRoute,
      joinRoute,
      myProgramsRoute,
    ]),
    coachingRoute.addChildren([programsRoute, programRoute, clientsRoute, clientRoute, cohortsRoute, cohortRoute]),
    adminRoute.addChildren([repsRoute, repRoute, auditRoute, peopleRoute, healthRoute, flagsRoute, systemRoute]),
  ]),
]);
