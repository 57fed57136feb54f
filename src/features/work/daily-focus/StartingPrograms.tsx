import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { getUpcomingEnrollments } from '../../../data/enrollments/own-enrollments.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { formatLongDate } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import styles from './StartingPrograms.module.css';

/** Says on today, until it starts, when a program that the person has joined starts. From what is on this device. */
export const StartingPrograms = ({ date }: { date: CalendarDate }) => {
  const today = useToday();
  const upcoming = useLiveQuery((db) => getUpcomingEnrollments(db, today), [today]);
  if (date !== today || !upcoming || upcoming.length === 0) return null;
  return (
    <ul className={styles.programs} aria-label="Programs that start soon">
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
