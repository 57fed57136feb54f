import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { cleanAddress } from '../../api/mailed-link.ts';
import { isCalendarDate } from '../../domain/calendar/calendar-date.ts';
import { useSession } from '../../api/session.ts';
import { AuthLayout } from '../shell/AuthLayout.tsx';
import { offerLinkOf } from '../../shared/programs/offer-link.ts';
import { redirectHome, redirectIfSignedIn, requireArea } from './guards.ts';
import { NotFound } from './NotFound.tsx';
import { validateRedirectSearch, validateTexts } from './search-params.ts';
import * as screens from './screens.ts';
import { workOnDevice } from '../work-code.ts';

const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  // Before anything else sees the address, on every navigation.
  beforeLoad: ({ location: { pathname, searchStr, hash } }): void => {
    const cleaned = cleanAddress({ pathname, search: searchStr, hash }, window.location.origin);
    if (!cleaned) return;
    redirect({
      to: pathname.replaceAll('$', '%24'),
      search: Object.fromEntries(new URLSearchParams(cleaned.search)),
      hash: cleaned.hash,
      state: cleaned.link ? { mailedLink: cleaned.link } : {},
      replace: true,
      throw: true,
    });
  },
});

const indexRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', beforeLoad: redirectHome });

const authRoute = createRoute({ getParentRoute: () => rootRoute, id: 'auth', component: AuthLayout });

const signInRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/sign-in',
  validateSearch: validateRedirectSearch,
  beforeLoad: redirectIfSignedIn,
  component: screens.SignInScreen,
});
const signUpRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/sign-up',
  validateSearch: validateRedirectSearch,
  beforeLoad: redirectIfSignedIn,
  component: screens.SignUpScreen,
});
const forgotPasswordRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/forgot-password',
  component: screens.ForgotPasswordScreen,
});
const resetPasswordRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/reset-password',
  component: screens.ResetPasswordScreen,
});

/** Where mails lead that confirm an address or invite somebody. */
const confirmRoute = createRoute({
  getParentRoute: () => authRoute,
  path: '/confirm',
  validateSearch: validateRedirectSearch,
  component: screens.ConfirmScreen,
});

/** What a link leads to, for somebody who is not signed in. */
const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  validateSearch: validateRedirectSearch,
  beforeLoad: redirectIfSignedIn,
  component: screens.InvitationRoute,
});

const authenticatedRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'authenticated',
  component: screens.AuthenticatedApp,
  beforeLoad: ({ location }): void => {
    if (useSession.getState().person) return;
    const to = offerLinkOf(location.pathname) ? '/invitation' : '/sign-in';
    redirect({ to, search: { from: location.href }, replace: true, throw: true });
  },
  loader: workOnDevice,
  staleTime: Infinity,
});

const workRoute = createRoute({
  getParentRoute: () => authenticatedRoute,
  id: 'work',
  beforeLoad: requireArea('work'),
});
const logRoute = createRoute({
  getParentRoute: () => workRoute,
  path: '/log',
  // `date`: the day that the sheet opens with.
  validateSearch: ({ date }): { date?: string } => (typeof date === 'string' && isCalendarDate(date) ? { date } : {}),
  component: screens.TodayRoute,
});
const todayRoute = createRoute({
  getParentRoute: () => workRoute,
  path: '/today',
  // `day`: the day that is shown.
  validateSearch: ({ day }): { day?: string } => (typeof day === 'string' && isCalendarDate(day) ? { day } : {}),
  component: screens.TodayRoute,
});
const weekRoute = createRoute({ getParentRoute: () => workRoute, path: '/week', component: screens.WeekScreen });
const weekByDateRoute = createRoute({
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
const leadsRoute = createRoute({
  getParentRoute: () => workRoute,
  path: '/leads',
  validateSearch: validateTexts('q', 'status'),
  component: screens.LeadsScreen,
});
const leadRoute = createRoute({ getParentRoute: () => workRoute, path: '/leads/$id', component: screens.LeadScreen });
const goalsRoute = createRoute({ getParentRoute: () => workRoute, path: '/goals', component: screens.GoalsScreen });
const goalsByWeekRoute = createRoute({
  getParentRoute: () => workRoute,
  path: '/goals/$weekStart',
  component: screens.GoalsScreen,
});
const activityTypesRoute = createRoute({
  getParentRoute: () => workRoute,
  path: '/types',
  component: screens.ActivityTypesScreen,
});
const searchRoute = createRoute({
  getParentRoute: () => workRoute,
  path: '/search',
  validateSearch: validateTexts('q'),
  component: screens.SearchScreen,
});
const exportRoute = createRoute({ getParentRoute: () => workRoute, path: '/export', component: screens.ExportScreen });
const importRoute = createRoute({ getParentRoute: () => workRoute, path: '/import', component: screens.ImportScreen });

const sharedRoute = createRoute({ getParentRoute: () => authenticatedRoute, id: 'shared' });
const moreRoute = createRoute({ getParentRoute: () => sharedRoute, path: '/more', component: screens.MoreRoute });
const settingsRoute = createRoute({
  getParentRoute: () => sharedRoute,
  path: '/settings',
  component: screens.SettingsRoute,
});
const needsAttentionRoute = createRoute({
  getParentRoute: () => sharedRoute,
  path: '/needs-attention',
  component: screens.NeedsAttentionScreen,
});

const noticesRoute = createRoute({
  getParentRoute: () => sharedRoute,
  path: '/notices',
  component: screens.NoticesScreen,
});

const queryLayoutRoute = createRoute({
  getParentRoute: () => authenticatedRoute,
  id: 'query-layout',
  component: screens.QueryLayout,
});
const historyRoute = createRoute({
  getParentRoute: () => queryLayoutRoute,
  path: '/history/$table/$id',
  component: screens.HistoryScreen,
});
const devicesRoute = createRoute({
  getParentRoute: () => queryLayoutRoute,
  path: '/devices',
  component: screens.DevicesScreen,
});
const coachesRoute = createRoute({
  getParentRoute: () => queryLayoutRoute,
  path: '/coaches',
  component: screens.CoachesScreen,
});

const galleryRoute = createRoute({
  getParentRoute: () => queryLayoutRoute,
  path: '/gallery',
  validateSearch: validateTexts('q', 'kind', 'page'),
  component: screens.TemplateGallery,
});
const templateRoute = createRoute({
  getParentRoute: () => queryLayoutRoute,
  path: '/gallery/$version',
  component: screens.TemplateScreen,
});
const linkedProgramRoute = createRoute({
  getParentRoute: () => queryLayoutRoute,
  path: '/program/$token',
  component: screens.LinkedProgramScreen,
});
const joinCohortRoute = createRoute({
  getParentRoute: () => queryLayoutRoute,
  path: '/join/$token',
  component: screens.JoinCohortScreen,
});
const myProgramsRoute = createRoute({
  getParentRoute: () => queryLayoutRoute,
  path: '/my-programs',
  component: screens.MyProgramsScreen,
});

const myPaymentsRoute = createRoute({
  getParentRoute: () => queryLayoutRoute,
  path: '/my-programs/payments',
  component: screens.MyPaymentsScreen,
});

const coachingRoute = createRoute({
  getParentRoute: () => authenticatedRoute,
  id: 'coaching',
  beforeLoad: requireArea('coaching'),
  component: screens.QueryLayout,
});
const programsRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/programs',
  component: screens.ProgramsRoute,
});
const programRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/programs/$id',
  // The cohort or the enrollment whose tools are shown.
  validateSearch: ({ cohort, enrollment }): { cohort?: string; enrollment?: string } => ({
    ...(typeof cohort === 'string' && { cohort }),
    ...(typeof enrollment === 'string' && { enrollment }),
  }),
  component: screens.ProgramRoute,
});
const statisticsRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/programs/$id/statistics',
  component: screens.StatisticsScreen,
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
const clientDaysRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/clients/$id/days',
  // The Monday of the week, a day in it, and the enrollment whose tasks alone are shown.
  validateSearch: validateTexts('week', 'day', 'enrollment'),
  component: screens.ClientDaysScreen,
});
const cohortsRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/cohorts',
  // `program`: the program of a new cohort.
  validateSearch: ({ program }): { program?: string } => (typeof program === 'string' ? { program } : {}),
  component: screens.CohortsScreen,
});
const cohortRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/cohorts/$id',
  // The first day of the board.
  validateSearch: validateTexts('board'),
  component: screens.CohortScreen,
});

const paymentsRoute = createRoute({
  getParentRoute: () => coachingRoute,
  path: '/payments',
  component: screens.CoachPaymentsScreen,
});

const adminRoute = createRoute({
  getParentRoute: () => authenticatedRoute,
  id: 'admin',
  beforeLoad: requireArea('admin'),
  component: screens.QueryLayout,
});
const repsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/reps',
  // The Monday of the week, and the filters.
  validateSearch: validateTexts('week', 'q', 'pace', 'stale'),
  component: screens.RepsScreen,
});
const repRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/reps/$userId',
  // A preset, or `custom` with its dates.
  validateSearch: validateTexts('range', 'from', 'to'),
  component: screens.RepScreen,
});
const repActivityRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/reps/$userId/activities/$id',
  component: screens.RepActivityScreen,
});
const auditRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/reps/$userId/history',
  component: screens.AuditScreen,
});
const peopleRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/people',
  validateSearch: validateTexts('q', 'role'),
  component: screens.PeopleScreen,
});
const healthRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/health',
  validateSearch: validateTexts('range'),
  component: screens.HealthScreen,
});
const flagsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/flags',
  component: screens.FlagsScreen,
});
const allStatisticsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/programs',
  component: screens.AllStatisticsScreen,
});
const systemRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/system',
  component: screens.SystemScreen,
});

const unassignedPaymentsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/payments',
  component: screens.PaymentsWithoutCoachScreen,
});

const chainsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/chains',
  component: screens.ChainsScreen,
});
const runsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/chains/runs',
  validateSearch: validateTexts('chain', 'status'),
  component: screens.RunsScreen,
});
const runRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/chains/runs/$run',
  component: screens.RunScreen,
});
const timetableRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/chains/timetable',
  component: screens.TimetableScreen,
});
const mailsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/chains/mails',
  component: screens.MailsScreen,
});
const partnersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/partners',
  // The search, and which partners.
  validateSearch: validateTexts('q', 'show'),
  component: screens.PartnersScreen,
});
const unlinkedGroupsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/partners/groups',
  component: screens.UnlinkedGroupsScreen,
});
const partnerRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/admin/partners/$partner',
  // The number whose rows are shown.
  validateSearch: validateTexts('count'),
  component: screens.PartnerScreen,
});

// Routes are constants of their own, because routes created in place here would lose their types.
export const routeTree = rootRoute.addChildren([
  indexRoute,
  authRoute.addChildren([signInRoute, signUpRoute, forgotPasswordRoute, resetPasswordRoute, confirmRoute]),
  invitationRoute,
  authenticatedRoute.addChildren([
    workRoute.addChildren([
      logRoute,
      todayRoute,
      weekRoute,
      weekByDateRoute,
      activityRoute,
      taskRoute,
      leadsRoute,
      leadRoute,
      goalsRoute,
      goalsByWeekRoute,
      activityTypesRoute,
      searchRoute,
      exportRoute,
      importRoute,
    ]),
    sharedRoute.addChildren([moreRoute, settingsRoute, needsAttentionRoute, noticesRoute]),
    queryLayoutRoute.addChildren([
      historyRoute,
      devicesRoute,
      coachesRoute,
      galleryRoute,
      templateRoute,
      linkedProgramRoute,
      joinCohortRoute,
      myProgramsRoute,
      myPaymentsRoute,
    ]),
    coachingRoute.addChildren([
      programsRoute,
      programRoute,
      statisticsRoute,
      clientsRoute,
      clientRoute,
      clientDaysRoute,
      cohortsRoute,
      cohortRoute,
      paymentsRoute,
    ]),
    adminRoute.addChildren([
      repsRoute,
      repRoute,
      repActivityRoute,
      auditRoute,
      peopleRoute,
      healthRoute,
      flagsRoute,
      allStatisticsRoute,
      systemRoute,
      unassignedPaymentsRoute,
      chainsRoute,
      runsRoute,
      runRoute,
      timetableRoute,
      mailsRoute,
      partnersRoute,
      unlinkedGroupsRoute,
      partnerRoute,
    ]),
  ]),
]);
