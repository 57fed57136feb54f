import { useNavigate } from '@tanstack/react-router';
import type { CalendarDate } from '../../domain/calendar.ts';
import { calculateDateForDayIndex } from '../../domain/program-days.ts';
import type { DayCounting } from '../../domain/program.ts';
import { useToday } from '../../store/react.ts';
import { formatDay } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';

/** Goes to the first day of a program that is still to be lived, and says whose tasks are there. */
export const useLanding = (): ((
  program: { title: string; day_counting: DayCounting },
  start: CalendarDate,
) => void) => {
  const navigate = useNavigate();
  const today = useToday();
  return ({ title, day_counting }, start) => {
    const first = calculateDateForDayIndex(start, 1, day_counting);
    const day = first > today ? first : today;
    showToast(`“${title}” is in your days${day === today ? '' : `, from ${formatDay(day, today)} on`}.`);
    void navigate({ to: '/today', search: day === today ? {} : { day } });
  };
};
