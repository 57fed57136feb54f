import type { Locator, Page } from '@playwright/test';

/** Goes somewhere as a link does, without a page load. */
export const go = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState(null, '', to);
  }, path);

/** The title of the screen, where it is this one. */
export const title = (page: Page, name: string): Locator => page.getByRole('heading', { level: 1, name, exact: true });

/** The screens of somebody who is not signed in. */
export const ENTRANCE = ['/sign-in', '/sign-up', '/forgot-password', '/reset-password'];
/** The screens of each role that a path alone leads to, and their titles. */
export const REP = {
  '/today': 'Today',
  '/week': 'This week',
  '/leads': 'Leads',
  '/more': 'More',
  '/goals': 'Goals',
  '/types': 'Activity types',
  '/search': 'Search',
  '/export': 'Export',
  '/import': 'Import',
  '/settings': 'Settings',
  '/devices': 'Devices',
  '/needs-attention': 'Needs attention',
  '/notices': 'Notices',
  '/gallery': 'Gallery',
  '/my-programs': 'My programs',
  '/my-programs/payments': 'My payments',
  '/join/nothing': 'Join cohort',
  '/program/nothing': 'Program',
  '/no-such-place': 'Page not found',
};
export const COACH = {
  '/clients': 'Clients',
  '/cohorts': 'Cohorts',
  '/coaches': 'Coaches',
  '/programs': 'Programs',
  '/payments': 'Payments',
};
export const ADMIN = {
  '/admin/reps': 'Reps',
  '/admin/health': 'Sync health',
  '/admin/people': 'People',
  '/admin/flags': 'Flags',
  '/admin/system': 'System',
  '/admin/payments': 'Payments without a coach',
  '/admin/chains': 'Chains',
  '/admin/chains/runs': 'Runs',
  '/admin/chains/timetable': 'Timetable',
  '/admin/partners': 'Partners',
  '/admin/partners/groups': 'Groups without a partner',
  '/programs': 'Programs',
  '/notices': 'Notices',
  '/settings': 'Settings',
};
