import { ReloadButton } from '../../../ui/ReloadButton.tsx';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { plural } from '../../../ui/format.ts';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { StatusDot } from '../../../ui/StatusDot.tsx';
import { STORAGE_RISK_MESSAGES, syncMessageOf } from '../../../shared/sync/messages.ts';
import {
  SYNC_STATE_TONES,
  type SyncDisplayState,
  type SyncView,
  syncStatusLabel,
} from '../../../shared/sync/sync-display-state.ts';
import styles from './SyncStatusIndicator.module.css';
import { useStorageRisk } from './use-storage-risk.ts';

interface SyncDetailsProps {
  displayState: SyncDisplayState;
  view: SyncView;
  /** Called when a link is followed. */
  onLeave: () => void;
}

export const SyncDetails = ({ displayState, view, onLeave }: SyncDetailsProps) => {
  const { lastSyncAt, pendingChanges } = view;
  const risk = useStorageRisk();
  const isUnsynced = pendingChanges + view.rejectedChanges > 0;
  const riskMessage = isUnsynced ? STORAGE_RISK_MESSAGES[risk] : undefined;
  const { title, details, action } = syncMessageOf(displayState, view, riskMessage !== undefined);
  const decisionCount = view.rejectedChanges + view.openConflicts;
  return (
    <div className={styles.details}>
      <StatusDot tone={SYNC_STATE_TONES[displayState]}>
        <strong>{syncStatusLabel(displayState, view)}</strong>
      </StatusDot>
      <p>
        {title} {details}
      </p>
      {riskMessage !== undefined && <p>{riskMessage}</p>}
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
      {action === 'reload' && <ReloadButton fullWidth />}
      {action === 'export' && (
        <ButtonLink to="/export" fullWidth onClick={onLeave}>
          Export my work
        </ButtonLink>
      )}
      {decisionCount > 0 && (
        <ButtonLink to="/needs-attention" fullWidth onClick={onLeave}>
          {`Review ${[
            view.rejectedChanges > 0 && plural(view.rejectedChanges, 'change'),
            view.openConflicts > 0 && plural(view.openConflicts, 'conflict'),
          ]
            .filter(Boolean)
            .join(' and ')}`}
        </ButtonLink>
      )}
    </div>
  );
};
