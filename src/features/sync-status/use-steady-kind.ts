import { useEffect, useRef, useState } from 'react';
import type { SyncKind } from './kind.ts';

const HOLD_MS = 1_000;

/**
 * `kind`, without the flashes of a brief disconnect or a quick sync: another kind is shown once it has
 * lasted for a second, good news and what the person asked for at once.
 */
export const useSteadyKind = (kind: SyncKind, isAskedFor: boolean): SyncKind => {
  const [shown, setShown] = useState(kind);
  const latest = useRef(kind);
  useEffect(() => {
    latest.current = kind;
  });
  if (shown !== kind && (isAskedFor || kind === 'synced')) setShown(kind);

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
