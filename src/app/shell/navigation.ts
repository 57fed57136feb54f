import type { LinkProps } from '@tanstack/react-router';
import type { Role } from '../../domain/profiles/profile.ts';
import {
  IconCalendarWeek,
  IconChartBar,
  IconDatabase,
  IconDots,
  IconDownload,
  IconFlag,
  IconHeartbeat,
  IconHome,
  IconLayoutGrid,
  IconLayoutList,
  IconSearch,
  IconServer,
  IconSettings,
  IconTag,
  IconTarget,
  IconUser,
  IconUsers,
  IconUsersGroup,
} from '../../ui/icons.ts';

export interface NavItem {
  to: NonNullable<LinkProps['to']>;
  label: string;
  Icon: typeof IconHome;
  /** The shortcut for it. */
  keys?: string;
  /** Paths of screens that are reached through this one where bar or rail have no item for them. */
  childPaths?: readonly string[];
}

const todayItem: NavItem = {
  to: '/today',
  label: 'Today',
  Icon: IconHome,
  keys: 'g t',
  childPaths: ['/activity', '/task'],
};
const weekItem: NavItem = { to: '/week', label: 'Week', Icon: IconCalendarWeek, keys: 'g w' };
const leadsItem: NavItem = { to: '/leads', label: 'Leads', Icon: IconUser, keys: 'g l' };
const goalsItem: NavItem = { to: '/goals', label: 'Goals', Icon: IconTarget, keys: 'g o' };
const activityTypesItem: NavItem = { to: '/types', label: 'Activity types', Icon: IconTag };
const searchItem: NavItem = { to: '/search', label: 'Search', Icon: IconSearch, keys: '/' };
const exportItem: NavItem = { to: '/export', label: 'Export', Icon: IconDownload, childPaths: ['/import'] };
const programsItem: NavItem = {
  to: '/programs',
  label: 'Programs',
  Icon: IconLayoutList,
  keys: 'g m',
  childPaths: ['/payments'],
};
const clientsItem: NavItem = { to: '/clients', label: 'Clients', Icon: IconUsers, keys: 'g c' };
const cohortsItem: NavItem = { to: '/cohorts', label: 'Cohorts', Icon: IconUsersGroup };
const galleryItem: NavItem = {
  to: '/gallery',
  label: 'Gallery',
  Icon: IconLayoutGrid,
  keys: 'g a',
  childPaths: ['/my-programs'],
};
const moreItem: NavItem = {
  to: '/more',
  label: 'More',
  Icon: IconDots,
  childPaths: [
    '/goals',
    '/types',
    '/search',
    '/export',
    '/import',
    '/settings',
    '/notices',
    '/coaches',
    '/devices',
    '/gallery',
    '/my-programs',
  ],
};
const coachMoreItem: NavItem = { ...moreItem, childPaths: [...(moreItem.childPaths ?? []), '/leads', '/cohorts'] };
const adminMoreItem: NavItem = {
  ...moreItem,
  childPaths: [...(moreItem.childPaths ?? []), '/clients', '/programs', '/payments', '/cohorts'],
};
const settingsItem: NavItem = {
  to: '/settings',
  label: 'Settings',
  Icon: IconSettings,
  keys: 'g s',
  childPaths: ['/coaches', '/devices'],
};
const repsItem: NavItem = { to: '/admin/reps', label: 'Reps', Icon: IconChartBar, keys: 'g r' };
const dataItem: NavItem = {
  to: '/admin/chains',
  label: 'Data',
  Icon: IconDatabase,
  keys: 'g d',
  childPaths: ['/admin/partners'],
};
const peopleItem: NavItem = { to: '/admin/people', label: 'People', Icon: IconUsers, keys: 'g p' };
const syncHealthItem: NavItem = { to: '/admin/health', label: 'Sync health', Icon: IconHeartbeat, keys: 'g h' };
const flagsItem: NavItem = { to: '/admin/flags', label: 'Flags', Icon: IconFlag, keys: 'g f' };
const systemItem: NavItem = {
  to: '/admin/system',
  label: 'System',
  Icon: IconServer,
  keys: 'g y',
  childPaths: ['/admin/health', '/admin/flags', '/admin/payments', '/admin/programs'],
};

export interface Navigation {
  /** The bottom bar of a phone. */
  bottomBar: readonly NavItem[];
  /** The side rail of a desktop, in groups. */
  rail: readonly (readonly NavItem[])[];
  /** Whether the role logs work of its own. */
  canLog: boolean;
}

const REP_NAVIGATION: Navigation = {
  bottomBar: [todayItem, weekItem, leadsItem, moreItem],
  rail: [
    [todayItem, weekItem, leadsItem, goalsItem],
    [galleryItem],
    [activityTypesItem, searchItem, exportItem, settingsItem],
  ],
  canLog: true,
};

const COACH_NAVIGATION: Navigation = {
  bottomBar: [todayItem, weekItem, clientsItem, programsItem, coachMoreItem],
  rail: [
    [todayItem, weekItem, leadsItem, goalsItem],
    [clientsItem, programsItem, cohortsItem, galleryItem],
    [activityTypesItem, searchItem, exportItem, settingsItem],
  ],
  canLog: true,
};

const ADMIN_NAVIGATION: Navigation = {
  bottomBar: [repsItem, dataItem, peopleItem, systemItem, adminMoreItem],
  rail: [
    [repsItem, dataItem, syncHealthItem, peopleItem, flagsItem, systemItem],
    [clientsItem, programsItem, cohortsItem, galleryItem],
    [settingsItem],
  ],
  canLog: false,
};

const NAVIGATION_BY_ROLE: Record<Role, Navigation> = {
  rep: REP_NAVIGATION,
  coach: COACH_NAVIGATION,
  admin: ADMIN_NAVIGATION,
};

export const navigationOf = (role: Role): Navigation => NAVIGATION_BY_ROLE[role];

const isWithin = (pathname: string, path: string): boolean => pathname === path || pathname.startsWith(`${path}/`);

/** Whether a screen is reached through the item, of all `items` of a bar or rail: it is below it, and has no item of its own. */
export const isActiveItem = ({ to, childPaths = [] }: NavItem, items: readonly NavItem[], pathname: string): boolean =>
  isWithin(pathname, to) ||
  childPaths.some((path) => isWithin(pathname, path) && items.every((other) => other.to !== path));

export const navItemsOf = (role: Role): NavItem[] => navigationOf(role).rail.flat();
