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
          <Row
            title="Notices"
            detail="Problems with syncing"
            leading={<IconTile Icon={IconBell} />}
            link={{ to: '/notices' }}
          />
          {coaches}
        </Rows>
      </Section>
      {person?.role === 'admin' ? <Coaching /> : <Work isCoach={person?.role === 'coach'} />}
    </Page>
  );
};

/** What admins do as coaches; they have no work of their own. */
const Coaching = () => (
  <Section title="Coaching">
    <Rows label="Coaching">
      <Row
        title="Clients"
        detail="Whom you coach, and invitations"
        leading={<IconTile Icon={IconUsers} />}
        link={{ to: '/clients' }}
      />
      <CohortsRow />
      <GalleryRow />
    </Rows>
  </Section>
);

const CohortsRow = () => (
  <Row
    title="Cohorts"
    detail="People who take a program together"
    leading={<IconTile Icon={IconUsersGroup} />}
    link={{ to: '/cohorts' }}
  />
);

const GalleryRow = () => (
  <Row
    title="Gallery"
    detail="Programs for everybody"
    leading={<IconTile Icon={IconLayoutGrid} />}
    link={{ to: '/gallery' }}
  />
);

const Work = ({ isCoach }: { isCoach: boolean }) => {
  const canImport = useFlag('local_import');
  return (
    <Section title="Your work">
      <Rows label="Your work">
        {isCoach && (
          <>
            <CohortsRow />
            <Row
              title="Leads"
              detail="Whom your work is about"
              leading={<IconTile Icon={IconUser} />}
              link={{ to: '/leads' }}
            />
          </>
        )}
        <Row
          title="Weekly goals"
          detail="What each week asks for"
          leading={<IconTile Icon={IconTarget} />}
          link={{ to: '/goals' }}
        />
        <Row
          title="My programs"
          detail="What you take, and how far you are"
          leading={<IconTile Icon={IconLayoutList} />}
          link={{ to: '/my-programs' }}
        />
        <GalleryRow />
        <Row
          title="Activity types"
          detail="Add your own"
          leading={<IconTile Icon={IconTag} />}
          link={{ to: '/types' }}
        />
        <Row
          title="Search"
          detail="In activities, notes and leads"
          leading={<IconTile Icon={IconSearch} />}
          link={{ to: '/search' }}
        />
        <Row
          title="Export"
          detail="All that is yours, JSON or CSV"
          leading={<IconTile Icon={IconDownload} />}
          link={{ to: '/export' }}
        />
        {canImport && (
          <Row
            title="Import"
            detail="From the older app"
            leading={<IconTile Icon={IconDatabaseImport} />}
            link={{ to: '/import' }}
          />
        )}
      </Rows>
    </Section>
  );
};
