import { lazyRouteComponent } from '@tanstack/react-router';

/* Every screen is a chunk of its own, fetched when it is first needed and kept by the service worker. */

export const SignInScreen = lazyRouteComponent(() => import('../features/auth/SignInScreen.tsx'), 'SignInScreen');
export const SignUpScreen = lazyRouteComponent(() => import('../features/auth/SignUpScreen.tsx'), 'SignUpScreen');
export const ForgotPasswordScreen = lazyRouteComponent(
  () => import('../features/auth/ForgotPasswordScreen.tsx'),
  'ForgotPasswordScreen',
);
export const ResetPasswordScreen = lazyRouteComponent(
  () => import('../features/auth/ResetPasswordScreen.tsx'),
  'ResetPasswordScreen',
);

export const TodayScreen = lazyRouteComponent(() => import('../features/today/TodayScreen.tsx'), 'TodayScreen');
export const WeekScreen = lazyRouteComponent(() => import('../features/week/WeekScreen.tsx'), 'WeekScreen');
export const ActivityScreen = lazyRouteComponent(
  () => import('../features/activity/ActivityScreen.tsx'),
  'ActivityScreen',
);
export const LeadsScreen = lazyRouteComponent(() => import('../features/leads/LeadsScreen.tsx'), 'LeadsScreen');
export const LeadScreen = lazyRouteComponent(() => import('../features/leads/LeadScreen.tsx'), 'LeadScreen');
export const GoalsScreen = lazyRouteComponent(() => import('../features/goals/GoalsScreen.tsx'), 'GoalsScreen');
export const TypesScreen = lazyRouteComponent(() => import('../features/types/TypesScreen.tsx'), 'TypesScreen');
export const SearchScreen = lazyRouteComponent(() => import('../features/search/SearchScreen.tsx'), 'SearchScreen');
export const ExportScreen = lazyRouteComponent(() => import('../features/export/ExportScreen.tsx'), 'ExportScreen');
export const MoreScreen = lazyRouteComponent(() => import('../features/more/MoreScreen.tsx'), 'MoreScreen');

export const SettingsScreen = lazyRouteComponent(
  () => import('../features/settings/SettingsScreen.tsx'),
  'SettingsScreen',
);
export const NeedsAttentionScreen = lazyRouteComponent(
  () => import('../features/needs-attention/NeedsAttentionScreen.tsx'),
  'NeedsAttentionScreen',
);

export const AdminArea = lazyRouteComponent(() => import('./AdminArea.tsx'), 'AdminArea');
export const RepsScreen = lazyRouteComponent(() => import('../features/tracking/RepsScreen.tsx'), 'RepsScreen');
export const RepScreen = lazyRouteComponent(() => import('../features/tracking/RepScreen.tsx'), 'RepScreen');
export const PeopleScreen = lazyRouteComponent(() => import('../features/people/PeopleScreen.tsx'), 'PeopleScreen');
export const SystemScreen = lazyRouteComponent(() => import('../features/system/SystemScreen.tsx'), 'SystemScreen');
