import type { CalendarDate } from '../calendar/calendar-date.ts';
import { calculateDateForDayIndex, dueDayIndex } from './day-dates.ts';
import { fillTaskPlaceholders } from './parameters.ts';
import type { PreviewTask, VersionPreview } from './version.ts';
import { weekLength } from './weeks.ts';

export interface PlannedDay {
  day_index: number;
  date: CalendarDate;
  tasks: PreviewTask[];
}

/**
 * The tasks of a program's first week, with dates and texts as an enrollment from `start` with these parameters gets
 * them.
 */
export const previewFirstWeek = (
  { days, day_counting }: Pick<VersionPreview, 'days' | 'day_counting'>,
  start: CalendarDate,
  parameters: Readonly<Record<string, string>>,
): PlannedDay[] => {
  const byDay = new Map<number, PreviewTask[]>();
  for (const { day_index, tasks } of days) {
    for (const task of fillTaskPlaceholders(tasks, parameters)) {
      const due = dueDayIndex(task.level, day_index, day_counting);
      if (due > weekLength(day_counting)) continue;
      byDay.set(due, [...(byDay.get(due) ?? []), task]);
    }
  }
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([day_index, tasks]) => ({
      day_index,
      date: calculateDateForDayIndex(start, day_index, day_counting),
      tasks,
    }));
};
