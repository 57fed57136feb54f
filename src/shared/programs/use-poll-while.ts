import { useEffect, useEffectEvent } from 'react';

/** Calls `poll` every `intervalMs` while `isActive`. */
export const usePollWhile = (isActive: boolean, poll: () => unknown, intervalMs: number): void => {
  const onInterval = useEffectEvent(poll);
  useEffect(() => {
    if (!isActive) return undefined;
    const timer = setInterval(() => {
      onInterval();
    }, intervalMs);
    return () => {
      clearInterval(timer);
    };
  }, [isActive, intervalMs]);
};
