import { useSession } from '../api/session.ts';
import { TaskList } from '../features/work/daily-focus/lazy-task-list.ts';
import { type Area, areasOf } from './access.ts';
import { MoreRoute, ProgramsRoute, RepsScreen, type Screen, WeekScreen } from './routes/screens.ts';

/** One component of each file that an area's code comes in (see vite.config.ts): the whole file comes with it. */
const CODE_OF: Record<Area, readonly Pick<Screen, 'preload'>[]> = {
  work: [WeekScreen, TaskList],
  shared: [MoreRoute],
  coaching: [ProgramsRoute],
  admin: [RepsScreen],
};

/** Fetches the code of all that the person's work may lead to. From then on it opens without a network. */
export const preloadWork = async (): Promise<void> => {
  const { person } = useSession.getState();
  if (!person) return;
  await Promise.all(areasOf(person.role).flatMap((area) => CODE_OF[area].map(({ preload }) => preload())));
};

/**
 * Resolves when the person's work opens without a network. A service worker that is in control has all of the code;
 * until there is one, the code has to come along with the first screen, because the network may go at any moment.
 */
export const workOnDevice = async (): Promise<void> => {
  if ('serviceWorker' in navigator && navigator.serviceWorker.controller) return;
  await preloadWork();
};
