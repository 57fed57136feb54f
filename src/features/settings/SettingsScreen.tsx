import { APP_VERSION } from '../../contract/app-version.ts';
import { useSession } from '../../remote/session.ts';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { AppearanceSection } from './AppearanceSection.tsx';
import { CoachesSection } from './CoachesSection.tsx';
import { DataSection } from './DataSection.tsx';
import { DeviceSection } from './DeviceSection.tsx';
import { ProfileSection } from './ProfileSection.tsx';
import { SignOutSection } from './SignOutSection.tsx';
import { SyncSection } from './SyncSection.tsx';

export const SettingsScreen = () => {
  const person = useSession((session) => session.person);
  const phone = usePhone();
  return (
    <Page>
      <PageHeader
        title="Settings"
        {...(phone && person?.role !== 'admin' && { back: { to: '/more', label: 'More' } })}
        detail={`Cadence ${APP_VERSION}`}
      />
      <ProfileSection />
      <CoachesSection />
      <SyncSection />
      <AppearanceSection />
      {person?.role !== 'admin' && <DataSection />}
      <DeviceSection />
      <SignOutSection />
    </Page>
  );
};
