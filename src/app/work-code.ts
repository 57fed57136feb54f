import { useSession } from '../api/session.ts';
import { type Area, areasOf } from './access.ts';
import { MoreRoute, ProgramsRoute, RepsScreen, type Screen, WeekScreen } from './routes/screens.ts';

/** One screen of each area: its code comes in one piece with that of the whole area (see vite.config.ts). */
const SCREEN_OF: Record<Area, Screen> = {
  work: WeekScreen,
  shared: MoreRoute,
  coaching: ProgramsRoute,
  admin: RepsScreen,
};

/** Fetches the code of all that the person's work may lead to. From then on it opens without a network. */
export const preloadWork = async (): Promise<void> => {
  const { person } = useSession.getState();
  if (!person) return;
  await Promise.all(areasOf(person.role).map((area) => SCREEN_OF[area].preload()));
};

/**
 * Resolves when the person's work opens without a network. A service worker that is in control has all of the code;
 * until there is one, the code has to come along with the first screen, because the network may go at any moment.
 */
export const workOnDevice = async (): Promise<void> => {
  if ('serviceWorker' in navigator && navigator.serviceWorker.controller) return;
  await preloadWork();
};
