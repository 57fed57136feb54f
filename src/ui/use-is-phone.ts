import { useMediaQuery } from './use-media-query.ts';

/** Whether the window is as narrow as a phone: the main breakpoint, 48em. */
export const useIsPhone = (): boolean => useMediaQuery('(max-width: 47.99em)');
