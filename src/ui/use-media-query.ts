import { useCallback, useSyncExternalStore } from 'react';

/** Whether a CSS media query matches, now and after each change. */
export const useMediaQuery = (query: string): boolean =>
  useSyncExternalStore(
    useCallback(
      (onChange) => {
        const list = matchMedia(query);
        list.addEventListener('change', onChange);
        return () => {
          list.removeEventListener('change', onChange);
        };
      },
      [query],
    ),
    () => matchMedia(query).matches,
  );
