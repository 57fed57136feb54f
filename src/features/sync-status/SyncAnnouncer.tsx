import { useState } from 'react';
import type { SyncKind } from './kind.ts';
import styles from './SyncStatusIndicator.module.css';

const SENTENCES: Partial<Record<SyncKind, string>> = {
  synced: 'Everything is synced.',
  off: 'Syncing is turned off by an admin. Your work is kept on this device.',
  offline: 'You are offline. Your work is kept on this device.',
  delayed: 'Syncing is delayed. Your work is kept on this device.',
  attention: 'Sync needs your attention.',
};

/** Tells screen readers when sync has come to stand differently; never of each sync, nor of its progress. */
export const SyncAnnouncer = ({ kind }: { kind: SyncKind }) => {
  const [{ last, sentence }, setState] = useState<{ last: SyncKind; sentence: string }>({ last: kind, sentence: '' });
  const announced = SENTENCES[kind];
  if (announced !== undefined && kind !== last) {
    // The first word after opening the app is on screen anyway, and so is the end of every sync.
    const isNews = SENTENCES[last] !== undefined;
    setState({ last: kind, sentence: isNews ? announced : sentence });
  }
  return (
    <span role="status" className={styles.hidden}>
      {sentence}
    </span>
  );
};
