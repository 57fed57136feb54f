import { useSyncExternalStore } from 'react';

const PHONE_MEDIA_QUERY = '(max-width: 47.99em)';

const subscribeToMediaQuery = (onChange: () => void): (() => void) => {
  const list = matchMedia(PHONE_MEDIA_QUERY);
  list.addEventListener('change', onChange);
  return () => {
    list.removeEventListener('change', onChange);
  };
};

/** Whether the window is as narrow as a phone: the main breakpoint, 48em. */
export const useIsPhone = (): boolean =>
  useSyncExternalStore(subscribeToMediaQuery, () => matchMedia(PHONE_MEDIA_QUERY).matches);
