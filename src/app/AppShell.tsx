import { Outlet, useLocation } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense, useEffect, useRef } from 'react';
import { hasOriginal } from '../features/import/found.ts';
import { InstallHint } from '../features/pwa/InstallHint.tsx';
import type { Role } from '../domain/profile.ts';
import { usePhone } from '../ui/use-phone.ts';
import styles from './AppShell.module.css';
import { BottomBar, TopBar } from './Bars.tsx';
import { ConnectionNotice } from './ConnectionNotice.tsx';
import { homeOf } from './landing.ts';
import { navigationOf } from './navigation.ts';
import { Overlays } from './Overlays.tsx';
import { Rail } from './Rail.tsx';
import { SignInAgain } from './SignInAgain.tsx';

const ImportHint = lazy(() =>
  import('../features/import/ImportHint.tsx').then((module) => ({ default: module.ImportHint })),
);

/** By then what the device knows is on screen; who would like to coach the person is asked after that. */
const INVITATIONS_AFTER_MS = 1_500;

const Invitations = lazy(async (): Promise<{ default: ComponentType }> => {
  await new Promise((resolve) => setTimeout(resolve, INVITATIONS_AFTER_MS));
  const module = await import('./Invitations.tsx').catch(() => null);
  // Without a connection it may not be here, and there is nobody to ask either.
  return { default: module?.Invitations ?? (() => null) };
});

/** The frame of every screen behind the sign-in: bars on a phone, a rail on a desktop. */
export const AppShell = ({ role, email }: { role: Role; email: string }) => {
  const phone = usePhone();
  const navigation = navigationOf(role);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const previous = useRef(pathname);

  // A new screen is read from its top, by eyes and by screen readers alike.
  useEffect(() => {
    if (previous.current === pathname) return;
    previous.current = pathname;
    if (document.activeElement?.closest('[role="dialog"]') == null) main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <ConnectionNotice />
      {phone ? <TopBar navigation={navigation} /> : <Rail navigation={navigation} email={email} />}
      <main className={styles.main} id="main" ref={main} tabIndex={-1}>
        <SignInAgain email={email} />
        {pathname === homeOf(role) && <InstallHint />}
        {pathname === '/today' && hasOriginal() && (
          <Suspense>
            <ImportHint />
          </Suspense>
        )}
        <Outlet />
      </main>
      {phone && <BottomBar navigation={navigation} />}
      <Overlays role={role} />
      <Suspense>
        <Invitations />
      </Suspense>
    </div>
  );
};
