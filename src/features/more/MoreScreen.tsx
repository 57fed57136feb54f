import { useSession } from '../../remote/session.ts';
import { getProfile } from '../../store/profile.ts';
import { useFlag } from '../../store/use-flag.ts';
import { useLive } from '../../store/react.ts';
import {
  IconBell,
  IconDatabaseImport,
  IconDownload,
  IconSearch,
  IconSettings,
  IconTag,
  IconTarget,
} from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';

/** Everything that has no place in a phone's bottom bar. */
export const MoreScreen = () => {
  const profile = useLive(getProfile, []);
  const canImport = useFlag('local_import');
  const email = useSession((session) => session.person?.email);
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
        </Rows>
      </Section>
      <Section title="Your work">
        <Rows label="Your work">
          <Row
            title="Weekly goals"
            detail="What each week asks for"
            leading={<IconTile Icon={IconTarget} />}
            link={{ to: '/goals' }}
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
