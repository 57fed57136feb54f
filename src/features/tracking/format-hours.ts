import { formatCount, formatDuration } from '../../ui/format.ts';

/** Minutes for a tile: "45 min", "7 h 20 min", and whole hours from ten on: "1,204 h". */
export const formatHours = (minutes: number): string =>
  minutes < 600 ? formatDuration(minutes) : `${formatCount(Math.round(minutes / 60))} h`;
