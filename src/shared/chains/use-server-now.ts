import { useServerClock } from '../../api/server-clock.ts';
import { useNow } from '../../ui/RelativeTime.tsx';

/** The server's time in milliseconds, as far as it is known, updated every 15 seconds: what the server did is aged by its own clock. */
export const useServerNow = (): number => useNow() + useServerOffset();

/** What to add to this device's clock for the server's time, in milliseconds. */
export const useServerOffset = (): number => useServerClock(({ offsetMs }) => offsetMs ?? 0);
