import { lazyComponent, type LazyComponent } from '../../ui/lazy-component.tsx';
import { MissingScreen } from '../../ui/MissingCode.tsx';

/*
 * A screen is loaded when it is first needed, together with the others of its part of the app (`codeSplitting` in
 * vite.config.ts). The routes must not know the types of screens, because screens use the types of routes; a test
 * checks the export names.
 */

export type Screen = LazyComponent<object>;

const lazyScreen = (load: () => Promise<unknown>, name: string): Screen =>
  lazyComponent(async () => {
    const found = ((await load()) as Record<string, () => React.ReactNode>)[name];
    if (!found) throw new Error(`there is no screen ${name}`);
    return found;
  }, MissingScreen);

export const SignInScreen = lazyScreen(() => import('../../features/account/auth/SignInScreen.tsx'), 'SignInScreen');
export const SignUpScreen = lazyScreen(() => import('../../features/account/auth/SignUpScreen.tsx'), 'SignUpScreen');
export const ForgotPasswordScreen = lazyScreen(
  () => import('../../features/account/auth/ForgotPasswordScreen.tsx'),
  'ForgotPasswordScreen',
);
export const ResetPasswordScreen = lazyScreen(
  () => import('../../features/account/auth/ResetPasswordScreen.tsx'),
  'ResetPasswordScreen',
);
export const InvitationRoute = lazyScreen(() => import('./InvitationRoute.tsx'), 'InvitationRoute');
export const ConfirmScreen = lazyScreen(() => import('../../features/account/auth/ConfirmScreen.tsx'), 'ConfirmScreen');

export const AuthenticatedApp = lazyScreen(() => import('../AuthenticatedApp.tsx'), 'AuthenticatedApp');
export const TodayRoute = lazyScreen(() => import('./TodayRoute.tsx'), 'TodayRoute');
export const WeekScreen = lazyScreen(() => import('../../features/work/week/WeekScreen.tsx'), 'WeekScreen');
export const ActivityScreen = lazyScreen(
  () => import('../../features/work/activity/ActivityScreen.tsx'),
  'ActivityScreen',
);
export const TaskScreen = lazyScreen(() => import('../../features/work/daily-focus/TaskScreen.tsx'), 'TaskScreen');
export const LeadsScreen = lazyScreen(() => import('../../features/work/leads/LeadsScreen.tsx'), 'LeadsScreen');
export const LeadScreen = lazyScreen(() => import('../../features/work/leads/LeadScreen.tsx'), 'LeadScreen');
export const GoalsScreen = lazyScreen(() => import('../../features/work/goals/GoalsScreen.tsx'), 'GoalsScreen');
export const ActivityTypesScreen = lazyScreen(
  () => import('../../features/work/activity-types/ActivityTypesScreen.tsx'),
  'ActivityTypesScreen',
);
export const SearchScreen = lazyScreen(() => import('../../features/work/search/SearchScreen.tsx'), 'SearchScreen');
export const ExportScreen = lazyScreen(() => import('../../features/account/export/ExportScreen.tsx'), 'ExportScreen');
export const ImportScreen = lazyScreen(() => import('../../features/account/import/ImportScreen.tsx'), 'ImportScreen');
export const MoreRoute = lazyScreen(() => import('./MoreRoute.tsx'), 'MoreRoute');

export const SettingsRoute = lazyScreen(() => import('./SettingsRoute.tsx'), 'SettingsRoute');
export const NeedsAttentionScreen = lazyScreen(
  () => import('../../features/account/needs-attention/NeedsAttentionScreen.tsx'),
  'NeedsAttentionScreen',
);

export const NoticesScreen = lazyScreen(
  () => import('../../features/account/notices/NoticesScreen.tsx'),
  'NoticesScreen',
);

export const ProgramsRoute = lazyScreen(() => import('./ProgramsRoute.tsx'), 'ProgramsRoute');
export const ProgramRoute = lazyScreen(() => import('./ProgramRoute.tsx'), 'ProgramRoute');
export const ClientsScreen = lazyScreen(
  () => import('../../features/coaching/clients/ClientsScreen.tsx'),
  'ClientsScreen',
);
export const ClientRoute = lazyScreen(() => import('./ClientRoute.tsx'), 'ClientRoute');
export const ClientDaysScreen = lazyScreen(
  () => import('../../features/coaching/client-days/ClientDaysScreen.tsx'),
  'ClientDaysScreen',
);
export const CoachesScreen = lazyScreen(
  () => import('../../features/account/coaches/CoachesScreen.tsx'),
  'CoachesScreen',
);
export const CohortsScreen = lazyScreen(
  () => import('../../features/coaching/cohorts/CohortsScreen.tsx'),
  'CohortsScreen',
);
export const CohortScreen = lazyScreen(
  () => import('../../features/coaching/cohorts/CohortScreen.tsx'),
  'CohortScreen',
);
export const StatisticsScreen = lazyScreen(
  () => import('../../features/coaching/statistics/StatisticsScreen.tsx'),
  'StatisticsScreen',
);
export const AllStatisticsScreen = lazyScreen(
  () => import('../../features/admin/program-statistics/AllStatisticsScreen.tsx'),
  'AllStatisticsScreen',
);
export const TemplateGallery = lazyScreen(
  () => import('../../features/programs/gallery/TemplateGallery.tsx'),
  'TemplateGallery',
);
export const TemplateScreen = lazyScreen(
  () => import('../../features/programs/gallery/TemplateScreen.tsx'),
  'TemplateScreen',
);
export const LinkedProgramScreen = lazyScreen(
  () => import('../../features/programs/gallery/LinkedProgramScreen.tsx'),
  'LinkedProgramScreen',
);
export const JoinCohortScreen = lazyScreen(
  () => import('../../features/programs/join-cohort/JoinCohortScreen.tsx'),
  'JoinCohortScreen',
);
export const MyProgramsScreen = lazyScreen(
  () => import('../../features/programs/my-programs/MyProgramsScreen.tsx'),
  'MyProgramsScreen',
);
const lazyPayments = (name: string): Screen =>
  lazyScreen(() => import('../../features/programs/payments/PaymentsScreen.tsx'), name);
export const MyPaymentsScreen = lazyPayments('MyPaymentsScreen');
export const CoachPaymentsScreen = lazyPayments('CoachPaymentsScreen');
export const PaymentsWithoutCoachScreen = lazyPayments('PaymentsWithoutCoachScreen');
export const QueryLayout = lazyScreen(() => import('../providers/QueryProvider.tsx'), 'QueryLayout');
export const HistoryScreen = lazyScreen(
  () => import('../../features/account/history/HistoryScreen.tsx'),
  'HistoryScreen',
);
export const AuditScreen = lazyScreen(() => import('../../features/admin/audit/AuditScreen.tsx'), 'AuditScreen');
export const DevicesScreen = lazyScreen(
  () => import('../../features/account/devices/DevicesScreen.tsx'),
  'DevicesScreen',
);
export const RepsScreen = lazyScreen(() => import('../../features/admin/reps/RepsScreen.tsx'), 'RepsScreen');
export const RepScreen = lazyScreen(() => import('../../features/admin/reps/RepScreen.tsx'), 'RepScreen');
export const RepActivityScreen = lazyScreen(
  () => import('../../features/admin/reps/RepActivityScreen.tsx'),
  'RepActivityScreen',
);
export const PeopleScreen = lazyScreen(() => import('../../features/admin/people/PeopleScreen.tsx'), 'PeopleScreen');
export const HealthScreen = lazyScreen(
  () => import('../../features/admin/sync-health/HealthScreen.tsx'),
  'HealthScreen',
);
export const FlagsScreen = lazyScreen(() => import('../../features/admin/flags/FlagsScreen.tsx'), 'FlagsScreen');
export const SystemScreen = lazyScreen(() => import('../../features/admin/system/SystemScreen.tsx'), 'SystemScreen');

export const ChainsScreen = lazyScreen(
  () => import('../../features/admin/chains/overview/ChainsScreen.tsx'),
  'ChainsScreen',
);
export const RunsScreen = lazyScreen(() => import('../../features/admin/chains/runs/RunsScreen.tsx'), 'RunsScreen');
export const RunScreen = lazyScreen(() => import('../../features/admin/chains/run/RunScreen.tsx'), 'RunScreen');
export const TimetableScreen = lazyScreen(
  () => import('../../features/admin/chains/timetable/TimetableScreen.tsx'),
  'TimetableScreen',
);
export const MailsScreen = lazyScreen(() => import('../../features/admin/chains/mails/MailsScreen.tsx'), 'MailsScreen');
export const PartnersScreen = lazyScreen(
  () => import('../../features/admin/chains/partners/PartnersScreen.tsx'),
  'PartnersScreen',
);
export const PartnerScreen = lazyScreen(
  () => import('../../features/admin/chains/partners/PartnerScreen.tsx'),
  'PartnerScreen',
);
export const UnlinkedGroupsScreen = lazyScreen(
  () => import('../../features/admin/chains/partners/UnlinkedGroupsScreen.tsx'),
  'UnlinkedGroupsScreen',
);
