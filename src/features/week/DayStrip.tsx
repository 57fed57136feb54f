import type { CalendarDate } from '../../domain/calendar.ts';
import { formatLongDate, formatWeekday, plural } from '../../ui/format.ts';
import styles from './DayStrip.module.css';
import type { WeekDay } from './week.ts';
import { dayAnchor } from './WeekDaySection.tsx';

/** The week at a glance: a bar a day, its filled part done. A tap leads to the day. */
export const DayStrip = ({ days, today }: { days: readonly WeekDay[]; today: CalendarDate }) => {
  const most = Math.max(1, ...days.map(({ done, planned }) => done + planned));
  return (
    <ul className={styles.strip} aria-label="Days">
      {days.map(({ date, done, planned }) => (
        <li key={date}>
          <button
            type="button"
            className={styles.day}
            aria-label={`${formatLongDate(date)}: ${plural(done, 'activity', 'activities')} done, ${planned} planned`}
            aria-current={date === today ? 'date' : undefined}
            onClick={() => {
              const section = document.getElementById(dayAnchor(date));
              section?.scrollIntoView({ block: 'start' });
              section?.focus({ preventScroll: true });
            }}
          >
            <span className={styles.name}>{formatWeekday(date)}</span>
            <span className={styles.bar}>
              <span className={styles.planned} style={{ height: `${(100 * (done + planned)) / most}%` }} />
              <span className={styles.done} style={{ height: `${(100 * done) / most}%` }} />
            </span>
            <span className={styles.count}>{done}</span>
            <span className={styles.plan}>{planned > 0 ? `+${planned}` : ''}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};
