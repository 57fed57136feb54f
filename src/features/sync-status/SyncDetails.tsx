import { Button } from '@mantine/core';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { plural } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { explain } from './explanation.ts';
import { SYNC_TONES, type SyncKind, type SyncView, syncWord } from './kind.ts';
import styles from './SyncStatusIndicator.module.css';

interface SyncDetailsProps {
  kind: SyncKind;
  view: SyncView;
  /** Called when a link leads elsewhere. */
  onLeave: () => void;
}

export const SyncDetails = ({ kind, view, onLeave }: SyncDetailsProps) => {
  const { what, details, action } = explain(kind, view);
  const { lastSyncAt, pendingChanges } = view;
  const toDecide = view.rejectedChanges + view.openConflicts;
  return (
    <div className={styles.details}>
      <StatusDot tone={SYNC_TONES[kind]}>
        <strong>{syncWord(kind, view)}</strong>
      </StatusDot>
      <p>
        {what} {details}
      </p>
      <dl className={styles.facts}>
        <div>
          <dt>Last synced</dt>
          <dd>{lastSyncAt ? <RelativeTime instant={lastSyncAt.getTime()} /> : 'not yet'}</dd>
        </div>
        <div>
          <dt>To send</dt>
          <dd>{pendingChanges === 0 ? 'nothing' : plural(pendingChanges, 'change')}</dd>
        </div>
      </dl>
      {action === 'sign-in' && (
        <ButtonLink to="/sign-in" fullWidth onClick={onLeave}>
          Sign in again
        </ButtonLink>
      )}
      {action === 'reload' && (
        <Button
          fullWidth
          onClick={() => {
            location.reload();
          }}
        >
          Reload
        </Button>
      )}
      {action === 'export' && (
        <ButtonLink to="/export" fullWidth onClick={onLeave}>
          Export my work
        </ButtonLink>
      )}
      {toDecide > 0 && (
        <ButtonLink to="/needs-attention" fullWidth onClick={onLeave}>
          {`Review ${plural(toDecide, 'change')}`}
        </ButtonLink>
      )}
    </div>
  );
};
