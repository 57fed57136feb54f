import type { ComponentPropsWithRef } from 'react';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { SYNC_TONES, type SyncKind, type SyncView, syncWord } from './kind.ts';
import styles from './SyncStatusIndicator.module.css';

/** The button that says how sync stands. */
export const SyncWord = ({
  kind,
  view,
  ...props
}: ComponentPropsWithRef<'button'> & { kind: SyncKind; view: SyncView }) => (
  <button type="button" className={styles.button} {...props}>
    <span className={styles.hidden}>Sync: </span>
    <StatusDot tone={SYNC_TONES[kind]}>{syncWord(kind, view)}</StatusDot>
  </button>
);
