import { useSyncExternalStore } from 'react';

const QUERY = '(max-width: 47.99em)';

const watch = (onChange: () => void): (() => void) => {
  const list = matchMedia(QUERY);
  list.addEventListener('change', onChange);
  return () => {
    list.removeEventListener('change', onChange);
  };
};

/** True where the window is as narrow as a phone; the app's only breakpoint (48em). */
export const usePhone = (): boolean => useSyncExternalStore(watch, () => matchMedia(QUERY).matches);
