import { lazy, Suspense, useState } from 'react';
import { useStore } from '../../store/react.ts';
import { useConnection } from '../../store/use-connection.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { isLasting, syncKind } from './kind.ts';
import { SyncAnnouncer } from './SyncAnnouncer.tsx';
import { SyncWord } from './SyncWord.tsx';
import { useSteadyKind } from './use-steady-kind.ts';

const SyncPopover = lazy(() => import('./SyncPopover.tsx').then((module) => ({ default: module.SyncPopover })));

/** One small word on how this device and the cloud stand to each other, as soon as it is known; opens to tell more. */
export const SyncStatusIndicator = () => {
  const connection = useConnection(useStore());
  const { isKnown, syncError } = useProgramSync();
  const isTelling = isKnown || isLasting(syncError);
  return isTelling && connection === 'usual' ? <Standing /> : null;
};

const Standing = () => {
  const { syncNow, ...view } = useProgramSync();
  const [isWanted, setWanted] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const kind = useSteadyKind(syncKind(view), { isAsked, isPending: view.pendingChanges > 0 });

  const askForSync = async () => {
    setAsked(true);
    await syncNow();
    setAsked(false);
  };
  const word = (
    <SyncWord kind={kind} view={view} aria-haspopup="dialog" aria-expanded={false} onClick={() => setWanted(true)} />
  );
  return (
    <>
      {isWanted ? (
        <Suspense fallback={word}>
          <SyncPopover kind={kind} view={view} isAsked={isAsked} onAsk={() => void askForSync()} />
        </Suspense>
      ) : (
        word
      )}
      <SyncAnnouncer kind={kind} />
    </>
  );
};
