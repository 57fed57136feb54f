import { useState } from 'react';
import type { SyncDisplayState } from '../../../shared/sync/sync-display-state.ts';
import styles from './SyncStatusIndicator.module.css';

const SYNC_ANNOUNCEMENTS: Partial<Record<SyncDisplayState, string>> = {
  synced: 'Everything is synced.',
  off: 'Syncing is turned off by an admin. Your work is kept on this device.',
  offline: 'You are offline. Your work is kept on this device.',
  slow: 'Your connection is slow. Your work is kept on this device.',
  delayed: 'Syncing is delayed. Your work is kept on this device.',
  attention: 'Sync needs your attention.',
};

/** Announces changes of the sync state to screen readers, but neither every sync nor its progress. */
export const SyncAnnouncer = ({ displayState }: { displayState: SyncDisplayState }) => {
  const [{ last, announcement }, setState] = useState<{ last: SyncDisplayState; announcement: string }>({
    last: displayState,
    announcement: '',
  });
  const next = SYNC_ANNOUNCEMENTS[displayState];
  if (next !== undefined && displayState !== last) {
    // Not the first state after opening the app, nor the end of a sync: both are on screen anyway.
    const isChange = SYNC_ANNOUNCEMENTS[last] !== undefined;
    setState({ last: displayState, announcement: isChange ? next : announcement });
  }
  return (
    <span role="status" className={styles.hidden}>
      {announcement}
    </span>
  );
};
