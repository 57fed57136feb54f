import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { hasLegacyData } from '../../features/account/import/legacy-storage.ts';
import { InstallHint } from '../../features/account/pwa/InstallHint.tsx';
import type { Role } from '../../domain/profiles/profile.ts';
import { lazyComponent } from '../../ui/lazy-component.tsx';
import { MissingSilently } from '../../ui/MissingCode.tsx';
import { useIsPhone } from '../../ui/use-is-phone.ts';
import styles from './AppShell.module.css';
import { BottomBar, TopBar } from './Bars.tsx';
import { DatabaseVersionNotice } from './DatabaseVersionNotice.tsx';
import { canAccess, homePathOf } from '../access.ts';
import { navigationOf } from './navigation.ts';
import { Overlays } from './Overlays.tsx';
import { Rail } from './Rail.tsx';
import { formerAccountOf } from '../../api/former-account.ts';
import { useCurrentUserId } from '../../api/session.ts';
import { SessionExpiredNotice } from './SessionExpiredNotice.tsx';
import { LocalStorageNotice, LostChangesNotice } from './StorageNotices.tsx';

const FormerAccountNotice = lazyComponent(
  async () => (await import('./FormerAccountNotice.tsx')).FormerAccountNotice,
  MissingSilently,
);

const ImportHint = lazyComponent(
  async () => (await import('../../features/account/import/ImportHint.tsx')).ImportHint,
  MissingSilently,
);

/** The request for invitations must not delay the first screen. */
const INVITATION_CHECK_DELAY_MS = 1_500;

const InvitationNotifications = lazyComponent(async () => {
  await new Promise((resolve) => setTimeout(resolve, INVITATION_CHECK_DELAY_MS));
  return (await import('./InvitationNotifications.tsx')).InvitationNotifications;
}, MissingSilently);

/** The frame of every screen behind the sign-in: bars on a phone, a side rail on a desktop. */
export const AppShell = ({ role, email }: { role: Role; email: string }) => {
  const phone = useIsPhone();
  const navigation = navigationOf(role);
  const { pathname } = useLocation();
  const userId = useCurrentUserId();
  const main = useRef<HTMLElement>(null);
  const previousPathname = useRef(pathname);

  // Moves the focus to the new screen, so that screen readers start at its top.
  useEffect(() => {
    if (previousPathname.current === pathname) return;
    previousPathname.current = pathname;
    if (document.activeElement?.closest('[role="dialog"]') == null) main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <DatabaseVersionNotice />
      <LocalStorageNotice canImport={canAccess(role, 'work')} />
      <LostChangesNotice />
      {phone ? <TopBar navigation={navigation} /> : <Rail navigation={navigation} email={email} />}
      <main className={styles.main} id="main" ref={main} tabIndex={-1}>
        <SessionExpiredNotice email={email} />
        {formerAccountOf(userId) !== null && (
          <Suspense>
            <FormerAccountNotice />
          </Suspense>
        )}
        {pathname === homePathOf(role) && <InstallHint />}
        {pathname === '/today' && hasLegacyData() && (
          <Suspense>
            <ImportHint />
          </Suspense>
        )}
        <Outlet />
      </main>
      {phone && <BottomBar navigation={navigation} />}
      <Overlays role={role} />
      <Suspense>
        <InvitationNotifications />
      </Suspense>
    </div>
  );
};
