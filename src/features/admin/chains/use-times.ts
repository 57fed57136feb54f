import { useTimeZone, useToday } from '../../../data/profile/local-clock.ts';
import { dateInTimeZone, timeInTimeZone } from '../../../domain/calendar/calendar-date.ts';
import { formatDay, formatInlineDay, formatTime } from '../../../ui/format.ts';

/** Formats instants (ISO) in the admin's own time zone: "Tomorrow, 02:00", "Sat 21 Nov, 14:05". */
export const useInstantLabel = () => useInstantFormat(formatDay);

/** As `useInstantLabel`, inside a sentence: "tomorrow, 02:00". */
export const useInlineInstantLabel = () => useInstantFormat(formatInlineDay);

const useInstantFormat = (formatDate: typeof formatDay): ((at: string) => string) => {
  const zone = useTimeZone();
  const today = useToday();
  return (at) => {
    const instant = Date.parse(at);
    return `${formatDate(dateInTimeZone(zone, instant), today)}, ${formatTime(timeInTimeZone(zone, instant))}`;
  };
};
