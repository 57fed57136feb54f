import { useEffect, useRef, useState } from 'react';
import type { SyncDisplayState } from '../../../shared/sync/sync-display-state.ts';

const STABLE_AFTER_MS = 1_000;

interface StabilityOptions {
  /** A sync that the person has requested is running. */
  isManualSync: boolean;
  /** Some change is not sent yet. */
  isPending: boolean;
}

/**
 * The sync state without the flicker of a brief disconnect or a quick sync: another state is shown once it has
 * lasted for a second. `synced` and the states of a requested sync are shown at once, and so is every other state
 * after `synced` while a change is pending: it is never called synced.
 */
export const useStableSyncState = (
  displayState: SyncDisplayState,
  { isManualSync, isPending }: StabilityOptions,
): SyncDisplayState => {
  const [shown, setShown] = useState(displayState);
  const latest = useRef(displayState);
  useEffect(() => {
    latest.current = displayState;
  });
  if (shown !== displayState && (isManualSync || displayState === 'synced' || (isPending && shown === 'synced')))
    setShown(displayState);

  const differs = shown !== displayState;
  useEffect(() => {
    if (!differs) return undefined;
    const timer = setTimeout(() => {
      setShown(latest.current);
    }, STABLE_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [differs]);
  return shown;
};
