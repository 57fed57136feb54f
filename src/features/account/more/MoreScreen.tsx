import type { ReactNode } from 'react';
import { useSession } from '../../../api/session.ts';
import { getProfile } from '../../../data/profile/profile.ts';
import { useFlag } from '../../../data/flags/use-flag.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import {
  IconBell,
  IconDatabaseImport,
  IconDownload,
  IconLayoutGrid,
  IconLayoutList,
  IconSearch,
  IconSettings,
  IconTag,
  IconTarget,
  IconUser,
  IconUsers,
  IconUsersGroup,
} from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { formatLine } from '../../../ui/format-name.ts';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { type NavRowProps, NavRow } from '../../../ui/NavRow.tsx';

/** The screens for which a phone's bottom bar has no room. `coaches`: the row that links to the person's coaches. */
export const MoreScreen = ({ coaches }: { coaches: ReactNode }) => {
  const profile = useLiveQuery(getProfile, []);
  const person = useSession((session) => session.person);
  return (
    <Page>
      <PageHeader title="More" />
      <Section>
        <ListRows label="Account">
          <ListRow
            title={formatLine(profile?.display_name ?? '') || 'Your account'}
            detail={person?.email}
            leading={<IconTile Icon={IconSettings} />}
            trailing="Settings"
            link={{ to: '/settings' }}
          />
          <NavRow {...NOTICES} />
          {coaches}
        </ListRows>
      </Section>
      {person?.role === 'admin' ? <CoachingSection /> : <WorkSection isCoach={person?.role === 'coach'} />}
    </Page>
  );
};

/** Admins coach too, but log no work of their own. */
const CoachingSection = () => <NavSection title="Coaching" items={[CLIENTS, PROGRAMS, COHORTS, GALLERY]} />;

const WorkSection = ({ isCoach }: { isCoach: boolean }) => {
  const canImport = useFlag('local_import');
  return (
    <NavSection
      title="Your work"
      items={[
        ...(isCoach ? [COHORTS, LEADS] : []),
        GOALS,
        MY_PROGRAMS,
        GALLERY,
        TYPES,
        SEARCH,
        EXPORT,
        ...(canImport ? [IMPORT] : []),
      ]}
    />
  );
};

const NavSection = ({ title, items }: { title: string; items: readonly NavRowProps[] }) => (
  <Section title={title}>
    <ListRows label={title}>
      {items.map((item) => (
        <NavRow key={item.to} {...item} />
      ))}
    </ListRows>
  </Section>
);

const NOTICES: NavRowProps = { to: '/notices', title: 'Notices', detail: 'Sync problems', Icon: IconBell };
const CLIENTS: NavRowProps = {
  to: '/clients',
  title: 'Clients',
  detail: 'Your clients and invitations',
  Icon: IconUsers,
};
const PROGRAMS: NavRowProps = {
  to: '/programs',
  title: 'Programs',
  detail: 'Templates, and approval for the gallery',
  Icon: IconLayoutList,
};
const COHORTS: NavRowProps = {
  to: '/cohorts',
  title: 'Cohorts',
  detail: 'Groups in a program together',
  Icon: IconUsersGroup,
};
const LEADS: NavRowProps = { to: '/leads', title: 'Leads', detail: 'People your work is about', Icon: IconUser };
const GOALS: NavRowProps = {
  to: '/goals',
  title: 'Weekly goals',
  detail: 'Your targets for each week',
  Icon: IconTarget,
};
const MY_PROGRAMS: NavRowProps = {
  to: '/my-programs',
  title: 'My programs',
  detail: 'Your programs and progress',
  Icon: IconLayoutList,
};
const GALLERY: NavRowProps = {
  to: '/gallery',
  title: 'Gallery',
  detail: 'Programs for everyone',
  Icon: IconLayoutGrid,
};
const TYPES: NavRowProps = { to: '/types', title: 'Activity types', detail: 'Add your own', Icon: IconTag };
const SEARCH: NavRowProps = {
  to: '/search',
  title: 'Search',
  detail: 'In activities, tasks, leads and notes',
  Icon: IconSearch,
};
const EXPORT: NavRowProps = {
  to: '/export',
  title: 'Export',
  detail: 'All your data, JSON or CSV',
  Icon: IconDownload,
};
const IMPORT: NavRowProps = {
  to: '/import',
  title: 'Import',
  detail: 'From an export or your previous app',
  Icon: IconDatabaseImport,
};
