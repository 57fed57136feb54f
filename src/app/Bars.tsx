import { ActionIcon } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { NoticeBell } from '../features/sync-status/NoticeBell.tsx';
import { SyncStatusIndicator } from '../features/sync-status/SyncStatusIndicator.tsx';
import { Brand } from '../ui/Brand.tsx';
import { IconPlus, IconSearch } from '../ui/icons.ts';
import styles from './AppShell.module.css';
import type { Destination, navigationOf } from './navigation.ts';
import { showOverlay } from './shell-state.ts';

type Navigation = ReturnType<typeof navigationOf>;

/** The phone's top: who we are, how sync is, and the way to search. */
export const TopBar = ({ navigation }: { navigation: Navigation }) => (
  <header className={styles.topBar}>
    <Brand />
    <div className={styles.topEnd}>
      <SyncStatusIndicator />
      <NoticeBell />
      {navigation.logs && (
        <ActionIcon component={Link} to="/search" aria-label="Search">
          <IconSearch size={20} aria-hidden />
        </ActionIcon>
      )}
    </div>
  </header>
);

/** The phone's bottom: one thumb reaches everything, the quick log in the middle. */
export const BottomBar = ({ navigation: { bar, logs } }: { navigation: Navigation }) => {
  const middle = Math.ceil(bar.length / 2);
  return (
    <nav className={styles.bottomBar} aria-label="Main">
      {bar.slice(0, middle).map((place) => (
        <BarItem key={place.to} {...place} />
      ))}
      {logs && (
        <button
          type="button"
          className={styles.barLog}
          aria-label="Log an activity"
          onClick={() => {
            showOverlay('quick-log');
          }}
        >
          <span className={styles.plus}>
            <IconPlus size={24} aria-hidden />
          </span>
        </button>
      )}
      {bar.slice(middle).map((place) => (
        <BarItem key={place.to} {...place} />
      ))}
    </nav>
  );
};

const BarItem = ({ to, label, Icon, holds = [] }: Destination) => {
  const { pathname } = useLocation();
  const within = holds.some((place) => pathname.startsWith(place));
  return (
    <Link to={to} className={styles.barItem} {...(within && { 'data-status': 'active' })}>
      <Icon size={22} stroke={1.8} aria-hidden />
      {label}
    </Link>
  );
};
