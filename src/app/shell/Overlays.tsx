import { useLocation, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import type { Role } from '../../domain/profiles/profile.ts';
import { lazyComponent } from '../../ui/lazy-component.tsx';
import { MissingOverlay } from '../../ui/MissingCode.tsx';
import { openQuickLog, QUICK_LOG, useQuickLogStore } from '../../shared/activities/quick-log-store.ts';
import { useShortcut } from '../../ui/use-shortcut.ts';
import { navItemsOf, navigationOf } from './navigation.ts';
import { hideOverlay, showOverlay, useOverlayStore } from './overlay-store.ts';

const QuickLog = lazyComponent(
  async () => (await import('../../features/work/quick-log/QuickLog.tsx')).QuickLog,
  MissingOverlay,
);
const PaletteOverlay = lazyComponent(async () => (await import('./PaletteOverlay.tsx')).PaletteOverlay, MissingOverlay);
const Shortcuts = lazyComponent(async () => (await import('./Shortcuts.tsx')).Shortcuts, MissingOverlay);

/** The overlays of every screen and their shortcuts: quick log, command palette, shortcut help. */
export const Overlays = ({ role }: { role: Role }) => {
  const overlay = useOverlayStore((store) => store.overlay);
  const isQuickLogOpened = useQuickLogStore((quickLog) => quickLog.opened);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { canLog } = navigationOf(role);
  const isLogRoute = canLog && pathname === '/log';

  const closeQuickLog = () => {
    hideOverlay('quick-log');
    useQuickLogStore.getState().close();
    if (isLogRoute) void navigate({ to: '/today', replace: true });
  };

  // Forward to the sheet's entry, or a reload at it.
  const isAtQuickLog = useLocation({ select: ({ state }) => state.overlays?.at(-1) === QUICK_LOG });
  useEffect(() => {
    const isShown = useOverlayStore.getState().overlay === 'quick-log' || useQuickLogStore.getState().opened;
    if (isAtQuickLog && canLog && !isShown) openQuickLog();
  }, [isAtQuickLog, canLog]);

  useShortcut('n', () => {
    if (canLog) showOverlay('quick-log');
  });
  useShortcut('mod+k', () => {
    showOverlay('palette');
  });
  useShortcut('?', () => {
    showOverlay('shortcuts');
  });

  return (
    <>
      {navItemsOf(role).map(({ to, keys }) => keys && <NavShortcut key={to} keys={keys} to={to} />)}
      <Suspense>
        <KeepMounted shown={overlay === 'quick-log' || isQuickLogOpened || isLogRoute}>
          {(shown) => <QuickLog opened={shown} onClose={closeQuickLog} isRoute={isLogRoute} />}
        </KeepMounted>
        <KeepMounted shown={overlay === 'palette'}>
          {(shown) => <PaletteOverlay opened={shown} onClose={closePalette} role={role} />}
        </KeepMounted>
        <KeepMounted shown={overlay === 'shortcuts'}>
          {(shown) => <Shortcuts opened={shown} onClose={closeShortcuts} role={role} />}
        </KeepMounted>
      </Suspense>
    </>
  );
};

const closePalette = () => hideOverlay('palette');
const closeShortcuts = () => hideOverlay('shortcuts');

const NavShortcut = ({ keys, to }: { keys: string; to: string }) => {
  const navigate = useNavigate();
  useShortcut(keys, () => void navigate({ to }));
  return null;
};

/** Mounts its child when it is first shown and keeps it mounted, so that closing is animated. */
const KeepMounted = ({ shown, children }: { shown: boolean; children: (shown: boolean) => React.ReactNode }) => {
  const [wasShown, setWasShown] = useState(shown);
  if (shown && !wasShown) setWasShown(true);
  return wasShown ? children(shown) : null;
};
