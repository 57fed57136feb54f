import { useNavigate } from '@tanstack/react-router';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { calculateDateForDayIndex } from '../../domain/programs/day-dates.ts';
import type { DayCounting } from '../../domain/programs/program.ts';
import { useToday } from '../../data/profile/local-clock.ts';
import { formatInlineDay } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';

/** Opens the first day of a program that is not over, with a toast. */
export const useGoToFirstDay = (): ((
  program: { title: string; day_counting: DayCounting },
  start: CalendarDate,
) => void) => {
  const navigate = useNavigate();
  const today = useToday();
  return ({ title, day_counting }, start) => {
    const first = calculateDateForDayIndex(start, 1, day_counting);
    const day = first > today ? first : today;
    showToast(`Added “${title}” to your days${day === today ? '' : `, starting ${formatInlineDay(day, today)}`}.`);
    void navigate({ to: '/today', search: day === today ? {} : { day } });
  };
};
