import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { NoticeBell } from '../features/sync-status/NoticeBell.tsx';
import { SyncStatusIndicator } from '../features/sync-status/SyncStatusIndicator.tsx';
import { Brand } from '../ui/Brand.tsx';
import { IconPlus } from '../ui/icons.ts';
import styles from './AppShell.module.css';
import type { navigationOf } from './navigation.ts';
import { showOverlay } from './shell-state.ts';

interface RailProps {
  navigation: ReturnType<typeof navigationOf>;
  email: string;
}

/** The desktop's left: everything, in groups, with the sync state at its foot. */
export const Rail = ({ navigation: { rail, logs }, email }: RailProps) => (
  <header className={styles.rail}>
    <div className={styles.railHead}>
      <Brand />
    </div>
    {logs && (
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
          {group.map(({ to, label, Icon }) => (
            <li key={to}>
              <Link to={to} className={styles.railItem}>
                <Icon size={20} stroke={1.8} aria-hidden />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </nav>
    <div className={styles.railFoot}>
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
