import { useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Role } from '../domain/profile.ts';
import { useQuickLog } from '../ui/quick-log.ts';
import { useShortcut } from '../ui/use-shortcut.ts';
import { destinationsOf, navigationOf } from './navigation.ts';
import { hideOverlay, showOverlay, useShell } from './shell-state.ts';

const importQuickLog = () => import('../features/log/QuickLog.tsx');
const QuickLog = lazy(() => importQuickLog().then((module) => ({ default: module.QuickLog })));
const CommandPalette = lazy(() =>
  import('./CommandPalette.tsx').then((module) => ({ default: module.CommandPalette })),
);
const Shortcuts = lazy(() => import('./Shortcuts.tsx').then((module) => ({ default: module.Shortcuts })));

/** What opens over any screen: the quick log, the command palette, the shortcut help; and their keys. */
export const Overlays = ({ role }: { role: Role }) => {
  const overlay = useShell((shell) => shell.overlay);
  const asked = useQuickLog((quickLog) => quickLog.opened);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { logs } = navigationOf(role);
  const onLogRoute = logs && pathname === '/log';

  const closeQuickLog = () => {
    hideOverlay('quick-log');
    useQuickLog.getState().close();
    if (onLogRoute) void navigate({ to: '/today', replace: true });
  };

  useShortcut('n', () => {
    if (logs) showOverlay('quick-log');
  });
  useShortcut('mod+k', () => {
    showOverlay('palette');
  });
  useShortcut('?', () => {
    showOverlay('shortcuts');
  });

  // Two taps away also means: its code is here before the first one.
  useEffect(() => {
    if (!logs) return;
    const timer = setTimeout(() => void importQuickLog().catch(() => undefined), PRELOAD_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [logs]);

  return (
    <>
      {destinationsOf(role).map(({ to, keys }) => keys && <GoTo key={to} keys={keys} to={to} />)}
      <Suspense>
        <Kept shown={overlay === 'quick-log' || asked || onLogRoute}>
          {(shown) => <QuickLog opened={shown} onClose={closeQuickLog} />}
        </Kept>
        <Kept shown={overlay === 'palette'}>
          {(shown) => <CommandPalette opened={shown} onClose={closePalette} role={role} />}
        </Kept>
        <Kept shown={overlay === 'shortcuts'}>
          {(shown) => <Shortcuts opened={shown} onClose={closeShortcuts} role={role} />}
        </Kept>
      </Suspense>
    </>
  );
};

const closePalette = () => hideOverlay('palette');
const closeShortcuts = () => hideOverlay('shortcuts');

const PRELOAD_AFTER_MS = 1_500;

const GoTo = ({ keys, to }: { keys: string; to: string }) => {
  const navigate = useNavigate();
  useShortcut(keys, () => void navigate({ to }));
  return null;
};

/** Mounts its child when it is first shown, and keeps it, so that closing can be animated. */
const Kept = ({ shown, children }: { shown: boolean; children: (shown: boolean) => React.ReactNode }) => {
  const [wanted, setWanted] = useState(shown);
  if (shown && !wanted) setWanted(true);
  return wanted ? children(shown) : null;
};
