import { Button } from '../../ui/Button.tsx';
import { NoticeBell } from '../../features/account/notices/NoticeBell.tsx';
import { SyncStatusIndicator } from '../../features/account/sync-status/SyncStatusIndicator.tsx';
import { Brand } from '../../ui/Brand.tsx';
import { IconPlus } from '../../ui/icons.ts';
import styles from './AppShell.module.css';
import type { Navigation } from './navigation.ts';
import { NavLink } from './NavLink.tsx';
import { showOverlay } from './overlay-store.ts';

interface RailProps {
  navigation: Navigation;
  email: string;
}

/** The side rail of a desktop: all screens in groups, with the sync state at the bottom. */
export const Rail = ({ navigation: { rail, canLog }, email }: RailProps) => {
  const items = rail.flat();
  return (
    <header className={styles.rail}>
      <div className={styles.railHeader}>
        <Brand />
      </div>
      {canLog && (
        <Button
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => {
            showOverlay('quick-log');
          }}
        >
          Log an activity
        </Button>
      )}
      <nav className={styles.railGroups} aria-label="Main">
        {rail.map((group) => (
          <ul className={styles.railGroup} key={group[0]?.to}>
            {group.map((item) => (
              <li key={item.to}>
                <NavLink item={item} items={items} className={styles.railItem} iconSize={20} />
              </li>
            ))}
          </ul>
        ))}
      </nav>
      <div className={styles.railFooter}>
        <div className={styles.railSync}>
          <SyncStatusIndicator />
          <NoticeBell />
        </div>
        <div className={styles.email} title={email}>
          {email}
        </div>
      </div>
    </header>
  );
};
