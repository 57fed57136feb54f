import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef } from 'react';
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
    </div>
  );
};
