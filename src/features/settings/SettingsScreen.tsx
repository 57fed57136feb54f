import type { ReactNode } from 'react';
import { APP_VERSION } from '../../contract/app-version.ts';
import { useSession } from '../../remote/session.ts';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { AppearanceSection } from './AppearanceSection.tsx';
import { DataSection } from './DataSection.tsx';
import { DeviceSection } from './DeviceSection.tsx';
import { ProfileSection } from './ProfileSection.tsx';
import { SignOutSection } from './SignOutSection.tsx';
import { SyncSection } from './SyncSection.tsx';

/** `coaches`: the row that leads to the person's coaches. */
export const SettingsScreen = ({ coaches }: { coaches: ReactNode }) => {
  const person = useSession((session) => session.person);
  const phone = usePhone();
  return (
    <Page>
      <PageHeader
        title="Settings"
        {...(phone && { back: { to: '/more', label: 'More' } })}
        detail={`Cadence ${APP_VERSION}`}
      />
      <ProfileSection />
      <Section title="Coaching">
        <Rows label="Coaching">{coaches}</Rows>
      </Section>
      <SyncSection />
      <AppearanceSection />
      {person?.role !== 'admin' && <DataSection />}
      <DeviceSection />
      <SignOutSection />
    </Page>
  );
};
