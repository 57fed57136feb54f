import type { ReactNode } from 'react';
import { useSession } from '../../remote/session.ts';
import { getProfile } from '../../store/profile.ts';
import { useFlag } from '../../store/use-flag.ts';
import { useLive } from '../../store/react.ts';
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
} from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { type Way, WayRow } from '../../ui/WayRow.tsx';

/** Everything that has no place in a phone's bottom bar. `coaches`: the row that leads to the person's coaches. */
export const MoreScreen = ({ coaches }: { coaches: ReactNode }) => {
  const profile = useLive(getProfile, []);
  const person = useSession((session) => session.person);
  return (
    <Page>
      <PageHeader title="More" />
      <Section>
        <Rows label="Account">
          <Row
            title={profile?.display_name ? profile.display_name : 'Your account'}
            detail={person?.email}
            leading={<IconTile Icon={IconSettings} />}
            trailing="Settings"
            link={{ to: '/settings' }}
          />
          <WayRow {...NOTICES} />
          {coaches}
        </Rows>
      </Section>
      {person?.role === 'admin' ? <Coaching /> : <Work isCoach={person?.role === 'coach'} />}
    </Page>
  );
};

/** What admins do as coaches; they have no work of their own. */
const Coaching = () => <Ways title="Coaching" ways={[CLIENTS, COHORTS, GALLERY]} />;

const Work = ({ isCoach }: { isCoach: boolean }) => {
  const canImport = useFlag('local_import');
  return (
    <Ways
      title="Your work"
      ways={[
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

const Ways = ({ title, ways }: { title: string; ways: readonly Way[] }) => (
  <Section title={title}>
    <Rows label={title}>
      {ways.map((way) => (
        <WayRow key={way.to} {...way} />
      ))}
    </Rows>
  </Section>
);

const NOTICES: Way = { to: '/notices', title: 'Notices', detail: 'Problems with syncing', Icon: IconBell };
const CLIENTS: Way = { to: '/clients', title: 'Clients', detail: 'Whom you coach, and invitations', Icon: IconUsers };
const COHORTS: Way = {
  to: '/cohorts',
  title: 'Cohorts',
  detail: 'People who take a program together',
  Icon: IconUsersGroup,
};
const LEADS: Way = { to: '/leads', title: 'Leads', detail: 'Whom your work is about', Icon: IconUser };
const GOALS: Way = { to: '/goals', title: 'Weekly goals', detail: 'What each week asks for', Icon: IconTarget };
const MY_PROGRAMS: Way = {
  to: '/my-programs',
  title: 'My programs',
  detail: 'What you take, and how far you are',
  Icon: IconLayoutList,
};
const GALLERY: Way = { to: '/gallery', title: 'Gallery', detail: 'Programs for everybody', Icon: IconLayoutGrid };
const TYPES: Way = { to: '/types', title: 'Activity types', detail: 'Add your own', Icon: IconTag };
const SEARCH: Way = { to: '/search', title: 'Search', detail: 'In activities, notes and leads', Icon: IconSearch };
const EXPORT: Way = { to: '/export', title: 'Export', detail: 'All that is yours, JSON or CSV', Icon: IconDownload };
const IMPORT: Way = { to: '/import', title: 'Import', detail: 'From the older app', Icon: IconDatabaseImport };
