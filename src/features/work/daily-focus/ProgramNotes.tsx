import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { getPausedEnrollments, getUpcomingEnrollments } from '../../../data/enrollments/own-enrollments.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { formatLongDate } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import styles from './ProgramNotes.module.css';

/** Says on today when a program that the person has joined starts, and until when one is paused. From what is on this device. */
export const ProgramNotes = ({ date }: { date: CalendarDate }) => {
  const today = useToday();
  const upcoming = useLiveQuery((db) => getUpcomingEnrollments(db, today), [today]);
  const paused = useLiveQuery((db) => getPausedEnrollments(db, today), [today]);
  if (date !== today || !upcoming || !paused || upcoming.length + paused.length === 0) return null;
  return (
    <ul className={styles.programs} aria-label="Programs without tasks today">
      {paused.map(({ enrollment: { id, program_title }, pause }) => (
        <li key={id} className={styles.program}>
          <span>
            <bdi>{formatName(program_title)}</bdi> is paused until {formatLongDate(pause.last_date)}.
          </span>
          <QuietLink to="/my-programs">My programs</QuietLink>
        </li>
      ))}
      {upcoming.map(({ enrollment: { id, program_title, status }, startsOn }) => (
        <li key={id} className={styles.program}>
          <span>
            <bdi>{formatName(program_title)}</bdi> starts on {formatLongDate(startsOn)}
            {status === 'pending' ? ', once payment is received or your coach confirms it.' : '.'}
          </span>
          <QuietLink to="/my-programs">My programs</QuietLink>
        </li>
      ))}
    </ul>
  );
};
