import { useEffect, useRef, useState } from 'react';
import type { SyncKind } from './kind.ts';

const HOLD_MS = 1_000;

interface Circumstances {
  /** The person has asked for a sync. */
  isAsked: boolean;
  /** Some change waits to be sent. */
  isPending: boolean;
}

/**
 * `kind`, without the flashes of a brief disconnect or a quick sync: another kind is shown once it has
 * lasted for a second. Good news and what the person asked for is shown at once, and nothing that waits to be
 * sent is ever called synced.
 */
export const useSteadyKind = (kind: SyncKind, { isAsked, isPending }: Circumstances): SyncKind => {
  const [shown, setShown] = useState(kind);
  const latest = useRef(kind);
  useEffect(() => {
    latest.current = kind;
  });
  if (shown !== kind && (isAsked || kind === 'synced' || (isPending && shown === 'synced'))) setShown(kind);

  const differs = shown !== kind;
  useEffect(() => {
    if (!differs) return undefined;
    const timer = setTimeout(() => {
      setShown(latest.current);
    }, HOLD_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [differs]);
  return shown;
};
