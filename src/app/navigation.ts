import type { LinkProps } from '@tanstack/react-router';
import type { Role } from '../domain/profile.ts';
import {
  IconCalendarWeek,
  IconChartBar,
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
} from '../ui/icons.ts';

export interface Destination {
  to: NonNullable<LinkProps['to']>;
  label: string;
  Icon: typeof IconHome;
  /** The shortcut that leads there. */
  keys?: string;
  /** Places that are reached through this one where there is no room for them. */
  holds?: readonly string[];
}

const today: Destination = { to: '/today', label: 'Today', Icon: IconHome, keys: 'g t' };
const week: Destination = { to: '/week', label: 'Week', Icon: IconCalendarWeek, keys: 'g w' };
const leads: Destination = { to: '/leads', label: 'Leads', Icon: IconUser, keys: 'g l' };
const goals: Destination = { to: '/goals', label: 'Goals', Icon: IconTarget, keys: 'g o' };
const types: Destination = { to: '/types', label: 'Activity types', Icon: IconTag };
const search: Destination = { to: '/search', label: 'Search', Icon: IconSearch, keys: '/' };
const exporting: Destination = { to: '/export', label: 'Export', Icon: IconDownload };
const programs: Destination = { to: '/programs', label: 'Programs', Icon: IconLayoutList, keys: 'g m' };
const clients: Destination = { to: '/clients', label: 'Clients', Icon: IconUsers, keys: 'g c' };
const cohorts: Destination = { to: '/cohorts', label: 'Cohorts', Icon: IconUsersGroup };
const gallery: Destination = {
  to: '/gallery',
  label: 'Gallery',
  Icon: IconLayoutGrid,
  keys: 'g a',
  holds: ['/my-programs'],
};
const more: Destination = {
  to: '/more',
  label: 'More',
  Icon: IconDots,
  holds: [
    '/goals',
    '/types',
    '/search',
    '/export',
    '/import',
    '/settings',
    '/notices',
    '/coaches',
    '/gallery',
    '/my-programs',
  ],
};
const coachMore: Destination = { ...more, holds: [...(more.holds ?? []), '/leads', '/cohorts'] };
const adminMore: Destination = { ...more, holds: [...(more.holds ?? []), '/clients', '/cohorts'] };
const settings: Destination = { to: '/settings', label: 'Settings', Icon: IconSettings, keys: 'g s' };
const reps: Destination = { to: '/admin/reps', label: 'Reps', Icon: IconChartBar, keys: 'g r' };
const people: Destination = { to: '/admin/people', label: 'People', Icon: IconUsers, keys: 'g p' };
const health: Destination = { to: '/admin/health', label: 'Sync health', Icon: IconHeartbeat, keys: 'g h' };
const flags: Destination = { to: '/admin/flags', label: 'Flags', Icon: IconFlag, keys: 'g f' };
const system: Destination = {
  to: '/admin/system',
  label: 'System',
  Icon: IconServer,
  keys: 'g y',
  holds: ['/admin/health', '/admin/flags'],
};

interface Navigation {
  /** The bottom bar of a phone: as many as a thumb can tell apart. */
  bar: readonly Destination[];
  /** The rail of a desktop, in groups. */
  rail: readonly (readonly Destination[])[];
  /** Whether this person logs work of their own. */
  logs: boolean;
}

const WORK: Navigation = {
  bar: [today, week, leads, more],
  rail: [[today, week, leads, goals], [gallery], [types, search, exporting, settings]],
  logs: true,
};

const COACH: Navigation = {
  bar: [today, week, clients, programs, coachMore],
  rail: [
    [today, week, leads, goals],
    [clients, programs, cohorts, gallery],
    [types, search, exporting, settings],
  ],
  logs: true,
};

const ADMIN: Navigation = {
  bar: [reps, people, programs, system, adminMore],
  rail: [[reps, health, people, flags, system], [clients, programs, cohorts, gallery], [settings]],
  logs: false,
};

const NAVIGATIONS: Record<Role, Navigation> = { rep: WORK, coach: COACH, admin: ADMIN };

export const navigationOf = (role: Role): Navigation => NAVIGATIONS[role];

export const destinationsOf = (role: Role): Destination[] => navigationOf(role).rail.flat();
