import { PlainButton } from '../../../ui/Button.tsx';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { formatLongDate, formatWeekday, plural } from '../../../ui/format.ts';
import styles from './DayStrip.module.css';
import { taskCountLabel, type WeekDay } from './week.ts';
import { dayElementId } from './WeekDaySection.tsx';

/** A bar for each day with its done and planned activities and tasks; a tap scrolls to the day. */
export const DayStrip = ({ days, today }: { days: readonly WeekDay[]; today: CalendarDate }) => {
  const bars = days.map(({ tasks, ...day }) => ({
    ...day,
    tasks: taskCountLabel(tasks),
    allDone: day.done + tasks.done,
    allPlanned: day.planned + tasks.total - tasks.done,
  }));
  const maxCount = Math.max(1, ...bars.map(({ allDone, allPlanned }) => allDone + allPlanned));
  return (
    <ul className={styles.strip} aria-label="Days">
      {bars.map(({ date, done, planned, tasks, allDone, allPlanned }) => (
        <li key={date}>
          <PlainButton
            className={styles.day}
            aria-label={`${formatLongDate(date)}: ${plural(done, 'activity', 'activities')} done, ${planned} planned${tasks && `, ${tasks}`}`}
            aria-current={date === today ? 'date' : undefined}
            onClick={() => {
              const section = document.getElementById(dayElementId(date));
              section?.scrollIntoView({ block: 'start' });
              section?.focus({ preventScroll: true });
            }}
          >
            <span className={styles.name}>{formatWeekday(date)}</span>
            <span className={styles.bar}>
              <span className={styles.planned} style={{ height: `${(100 * (allDone + allPlanned)) / maxCount}%` }} />
              <span className={styles.done} style={{ height: `${(100 * allDone) / maxCount}%` }} />
            </span>
            <span className={styles.count}>{allDone}</span>
            <span className={styles.plan}>{allPlanned > 0 ? `+${allPlanned}` : ''}</span>
          </PlainButton>
        </li>
      ))}
    </ul>
  );
};
