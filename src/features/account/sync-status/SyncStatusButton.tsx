import type { ComponentPropsWithRef } from 'react';
import { PlainButton } from '../../../ui/Button.tsx';
import { StatusDot } from '../../../ui/StatusDot.tsx';
import { joinClasses } from '../../../ui/join-classes.ts';
import {
  SYNC_STATE_TONES,
  type SyncDisplayState,
  type SyncView,
  syncStatusLabel,
} from '../../../shared/sync/sync-display-state.ts';
import styles from './SyncStatusIndicator.module.css';

export const SyncStatusButton = ({
  displayState,
  view,
  className,
  ...props
}: ComponentPropsWithRef<'button'> & { displayState: SyncDisplayState; view: SyncView }) => (
  <PlainButton className={joinClasses(styles.button, className)} {...props}>
    <span className={styles.hidden}>Sync: </span>
    <StatusDot tone={SYNC_STATE_TONES[displayState]}>{syncStatusLabel(displayState, view)}</StatusDot>
  </PlainButton>
);
