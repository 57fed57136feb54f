import type { ReactNode } from 'react';
import { APP_VERSION } from '../../../contract/app-version.ts';
import { useSession } from '../../../api/session.ts';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { ListRows } from '../../../ui/ListRows.tsx';
import { useIsPhone } from '../../../ui/use-is-phone.ts';
import { AppearanceSection } from './AppearanceSection.tsx';
import { DataSection } from './DataSection.tsx';
import { DeviceSection } from './DeviceSection.tsx';
import { ProfileSection } from './ProfileSection.tsx';
import { SignOutSection } from './SignOutSection.tsx';
import { SyncSection } from './SyncSection.tsx';

/** `coaches`: the row that links to the person's coaches. */
export const SettingsScreen = ({ coaches }: { coaches: ReactNode }) => {
  const person = useSession((session) => session.person);
  const phone = useIsPhone();
  return (
    <Page>
      <PageHeader
        title="Settings"
        {...(phone && { back: { to: '/more', label: 'More' } })}
        detail={`Cadence ${APP_VERSION}`}
      />
      <ProfileSection />
      <Section
        title="Coaching"
        detail="Admins can see all of your work, notes included. A coach sees it only if you accept; the coach of a program that you joined sees its tasks."
      >
        <ListRows label="Coaching">{coaches}</ListRows>
      </Section>
      <SyncSection />
      <AppearanceSection />
      {person?.role !== 'admin' && <DataSection />}
      <DeviceSection />
      <SignOutSection />
    </Page>
  );
};
