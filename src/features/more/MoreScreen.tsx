import { useSession } from '../../remote/session.ts';
import { getProfile } from '../../store/profile.ts';
import { useLive } from '../../store/react.ts';
import { IconDownload, IconSearch, IconSettings, IconTag, IconTarget } from '../../ui/icons.ts';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';

/** Everything that has no place in a phone's bottom bar. */
export const MoreScreen = () => {
  const profile = useLive(getProfile, []);
  const email = useSession((session) => session.person?.email);
  return (
    <Page>
      <PageHeader title="More" />
      <Section>
        <Rows label="Account">
          <Row
            title={profile?.display_name ? profile.display_name : 'Your account'}
            detail={email}
            leading={<IconSettings size={22} stroke={1.8} aria-hidden />}
            trailing="Settings"
            link={{ to: '/settings' }}
          />
        </Rows>
      </Section>
      <Section title="Your work">
        <Rows label="Your work">
          <Row
            title="Weekly goals"
            detail="What each week asks for, and how it went"
            leading={<IconTarget size={22} stroke={1.8} aria-hidden />}
            link={{ to: '/goals' }}
          />
          <Row
            title="Activity types"
            detail="Add your own"
            leading={<IconTag size={22} stroke={1.8} aria-hidden />}
            link={{ to: '/types' }}
          />
          <Row
            title="Search"
            detail="In activities, notes and leads"
            leading={<IconSearch size={22} stroke={1.8} aria-hidden />}
            link={{ to: '/search' }}
          />
          <Row
            title="Export"
            detail="Everything that is yours, as JSON or CSV"
            leading={<IconDownload size={22} stroke={1.8} aria-hidden />}
            link={{ to: '/export' }}
          />
        </Rows>
      </Section>
    </Page>
  );
};
