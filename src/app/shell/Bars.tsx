import { Link } from '@tanstack/react-router';
import { ActionIcon, PlainButton } from '../../ui/Button.tsx';
import { NoticeBell } from '../../features/account/notices/NoticeBell.tsx';
import { SyncStatusIndicator } from '../../features/account/sync-status/SyncStatusIndicator.tsx';
import { Brand } from '../../ui/Brand.tsx';
import { IconPlus, IconSearch } from '../../ui/icons.ts';
import styles from './AppShell.module.css';
import type { Navigation, NavItem } from './navigation.ts';
import { NavLink } from './NavLink.tsx';
import { showOverlay } from './overlay-store.ts';

/** The top bar of a phone. */
export const TopBar = ({ navigation }: { navigation: Navigation }) => (
  <header className={styles.topBar} data-bars>
    <Brand />
    <div className={styles.topActions}>
      <SyncStatusIndicator />
      <NoticeBell />
      {navigation.canLog && (
        <ActionIcon component={Link} to="/search" aria-label="Search">
          <IconSearch size={20} aria-hidden />
        </ActionIcon>
      )}
    </div>
  </header>
);

/** The bottom bar of a phone, with the quick log in the middle, in reach of a thumb. */
export const BottomBar = ({ navigation: { bottomBar, canLog } }: { navigation: Navigation }) => {
  const middle = Math.ceil(bottomBar.length / 2);
  const links = (items: readonly NavItem[]) =>
    items.map((item) => (
      <NavLink key={item.to} item={item} items={bottomBar} className={styles.barItem} iconSize={22} />
    ));
  return (
    <nav className={styles.bottomBar} aria-label="Main">
      {links(bottomBar.slice(0, middle))}
      {canLog && (
        <PlainButton
          className={styles.barLog}
          aria-label="Log an activity"
          onClick={() => {
            showOverlay('quick-log');
          }}
        >
          <span className={styles.plus}>
            <IconPlus size={24} aria-hidden />
          </span>
        </PlainButton>
      )}
      {links(bottomBar.slice(middle))}
    </nav>
  );
};
