import { type AsyncRouteComponent, lazyRouteComponent } from '@tanstack/react-router';

/*
 * Every screen is a chunk of its own, fetched when it is first needed and kept by the service worker.
 * Their types stay out of the routes', because screens know the routes by type; a test checks the names.
 */

type Screen = AsyncRouteComponent<object>;

const screen = (load: () => Promise<unknown>, name: string): Screen =>
  lazyRouteComponent(load as () => Promise<Record<string, () => React.ReactNode>>, name);

export const SignInScreen = screen(() => import('../features/auth/SignInScreen.tsx'), 'SignInScreen');
export const SignUpScreen = screen(() => import('../features/auth/SignUpScreen.tsx'), 'SignUpScreen');
export const ForgotPasswordScreen = screen(
  () => import('../features/auth/ForgotPasswordScreen.tsx'),
  'ForgotPasswordScreen',
);
export const ResetPasswordScreen = screen(
  () => import('../features/auth/ResetPasswordScreen.tsx'),
  'ResetPasswordScreen',
);

export const Workplace = screen(() => import('./Workplace.tsx'), 'Workplace');
export const TodayRoute = screen(() => import('./TodayRoute.tsx'), 'TodayRoute');
export const WeekScreen = screen(() => import('../features/week/WeekScreen.tsx'), 'WeekScreen');
export const ActivityScreen = screen(() => import('../features/activity/ActivityScreen.tsx'), 'ActivityScreen');
export const TaskScreen = screen(() => import('../features/daily-focus/TaskScreen.tsx'), 'TaskScreen');
export const LeadsScreen = screen(() => import('../features/leads/LeadsScreen.tsx'), 'LeadsScreen');
export const LeadScreen = screen(() => import('../features/leads/LeadScreen.tsx'), 'LeadScreen');
export const GoalsScreen = screen(() => import('../features/goals/GoalsScreen.tsx'), 'GoalsScreen');
export const TypesScreen = screen(() => import('../features/types/TypesScreen.tsx'), 'TypesScreen');
export const SearchScreen = screen(() => import('../features/search/SearchScreen.tsx'), 'SearchScreen');
export const ExportScreen = screen(() => import('../features/export/ExportScreen.tsx'), 'ExportScreen');
export const ImportScreen = screen(() => import('../features/import/ImportScreen.tsx'), 'ImportScreen');
export const MoreRoute = screen(() => import('./MoreRoute.tsx'), 'MoreRoute');

export const SettingsRoute = screen(() => import('./SettingsRoute.tsx'), 'SettingsRoute');
export const NeedsAttentionScreen = screen(
  () => import('../features/needs-attention/NeedsAttentionScreen.tsx'),
  'NeedsAttentionScreen',
);

export const NoticesScreen = screen(() => import('../features/sync-status/NoticesScreen.tsx'), 'NoticesScreen');

export const ProgramsScreen = screen(() => import('../features/programs/ProgramsScreen.tsx'), 'ProgramsScreen');
export const ProgramRoute = screen(() => import('./ProgramRoute.tsx'), 'ProgramRoute');
export const ClientsScreen = screen(() => import('../features/clients/ClientsScreen.tsx'), 'ClientsScreen');
export const ClientRoute = screen(() => import('./ClientRoute.tsx'), 'ClientRoute');
export const CoachesScreen = screen(() => import('../features/clients/CoachesScreen.tsx'), 'CoachesScreen');
export const CohortsScreen = screen(() => import('../features/cohorts/CohortsScreen.tsx'), 'CohortsScreen');
export const CohortScreen = screen(() => import('../features/cohorts/CohortScreen.tsx'), 'CohortScreen');
export const TemplateGallery = screen(() => import('../features/gallery/TemplateGallery.tsx'), 'TemplateGallery');
export const TemplateScreen = screen(() => import('../features/gallery/TemplateScreen.tsx'), 'TemplateScreen');
export const LinkedProgramScreen = screen(
  () => import('../features/gallery/LinkedProgramScreen.tsx'),
  'LinkedProgramScreen',
);
export const JoinCohortScreen = screen(() => import('../features/gallery/JoinCohortScreen.tsx'), 'JoinCohortScreen');
export const MyProgramsScreen = screen(() => import('../features/gallery/MyProgramsScreen.tsx'), 'MyProgramsScreen');
export const CloudArea = screen(() => import('./CloudArea.tsx'), 'CloudArea');
export const HistoryScreen = screen(() => import('../features/history/HistoryScreen.tsx'), 'HistoryScreen');
export const AuditScreen = screen(() => import('../features/history/AuditScreen.tsx'), 'AuditScreen');
export const DevicesScreen = screen(() => import('../features/devices/DevicesScreen.tsx'), 'DevicesScreen');
export const RepsScreen = screen(() => import('../features/tracking/RepsScreen.tsx'), 'RepsScreen');
export const RepScreen = screen(() => import('../features/tracking/RepScreen.tsx'), 'RepScreen');
export const PeopleScreen = screen(() => import('../features/people/PeopleScreen.tsx'), 'PeopleScreen');
export const HealthScreen = screen(() => import('../features/health/HealthScreen.tsx'), 'HealthScreen');
export const FlagsScreen = screen(() => import('../features/flags/FlagsScreen.tsx'), 'FlagsScreen');
export const SystemScreen = screen(() => import('../features/system/SystemScreen.tsx'), 'SystemScreen');
