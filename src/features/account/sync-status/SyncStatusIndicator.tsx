import { Suspense, useState } from 'react';
import { useDatabase } from '../../../store/live-query.ts';
import { useDatabaseVersionState } from '../../../store/use-version-state.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { lazyComponent } from '../../../ui/lazy-component.tsx';
import { MissingOverlay } from '../../../ui/MissingCode.tsx';
import { isPermanentError, syncDisplayStateOf } from '../../../shared/sync/sync-display-state.ts';
import { SyncAnnouncer } from './SyncAnnouncer.tsx';
import type { SyncPopoverProps } from './SyncPopover.tsx';
import { SyncStatusButton } from './SyncStatusButton.tsx';
import { useStableSyncState } from './use-stable-sync-state.ts';

const SyncPopover = lazyComponent<SyncPopoverProps & { onClose: () => void }>(
  async () => (await import('./SyncPopover.tsx')).SyncPopover,
  MissingOverlay,
);

/** The sync state in a word or two, as soon as it is known; opens to show details. */
export const SyncStatusIndicator = () => {
  const versionState = useDatabaseVersionState(useDatabase());
  const { isKnown, syncError } = useProgramSync();
  const isVisible = isKnown || isPermanentError(syncError);
  return isVisible && versionState === 'usual' ? <SyncStatusControl /> : null;
};

const SyncStatusControl = () => {
  const { syncNow, ...view } = useProgramSync();
  const [isPopoverRequested, setPopoverRequested] = useState(false);
  const [isManualSync, setManualSync] = useState(false);
  const displayState = useStableSyncState(syncDisplayStateOf(view), {
    isManualSync,
    isPending: view.pendingChanges > 0,
  });

  const syncManually = async () => {
    setManualSync(true);
    await syncNow();
    setManualSync(false);
  };
  const button = (
    <SyncStatusButton
      displayState={displayState}
      view={view}
      aria-haspopup="dialog"
      aria-expanded={false}
      onClick={() => setPopoverRequested(true)}
    />
  );
  return (
    <>
      {isPopoverRequested ? (
        <Suspense fallback={button}>
          <SyncPopover
            displayState={displayState}
            view={view}
            isManualSync={isManualSync}
            onSyncNow={() => void syncManually()}
            onClose={() => {
              setPopoverRequested(false);
            }}
          />
        </Suspense>
      ) : (
        button
      )}
      <SyncAnnouncer displayState={displayState} />
    </>
  );
};
