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
  IconUserPlus,
  IconUsersGroup,
} from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';

/** Everything that has no place in a phone's bottom bar. */
export const MoreScreen = () => {
  const profile = useLive(getProfile, []);
  const canImport = useFlag('local_import');
  const email = useSession((session) => session.person?.email);
  const isCoach = useSession((session) => session.person?.role === 'coach');
  return (
    <Page>
      <PageHeader title="More" />
      <Section>
        <Rows label="Account">
          <Row
            title={profile?.display_name ? profile.display_name : 'Your account'}
            detail={email}
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
          <Row
            title="Coaches"
            detail="Who coaches you, and invitations"
            leading={<IconTile Icon={IconUserPlus} />}
            link={{ to: '/coaches' }}
          />
        </Rows>
      </Section>
      <Section title="Your work">
        <Rows label="Your work">
          {isCoach && (
            <>
              <Row
                title="Cohorts"
                detail="People who take a program together"
                leading={<IconTile Icon={IconUsersGroup} />}
                link={{ to: '/cohorts' }}
              />
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
          <Row
            title="Gallery"
            detail="Programs for everybody"
            leading={<IconTile Icon={IconLayoutGrid} />}
            link={{ to: '/gallery' }}
          />
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
    </Page>
  );
};
