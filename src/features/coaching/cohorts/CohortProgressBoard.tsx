import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { ActionIcon } from '../../../ui/Button.tsx';
import { addDays, type CalendarDate, isCalendarDate, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { type Cohort, getCohortBoard, type CohortBoard as Board } from '../../../data/cohorts/cohorts.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { formatDate, formatDayOfMonth, formatLongDate, formatWeekday } from '../../../ui/format.ts';
import { formatLine } from '../../../ui/format-name.ts';
import { IconChevronLeft, IconChevronRight } from '../../../ui/icons.ts';
import { useAddressState } from '../../../ui/address-state.ts';
import { Section } from '../../../ui/Page.tsx';
import styles from './CohortProgressBoard.module.css';

const ADDRESS = ['board'] as const;
const BOARD_DAYS = 14;

/** Two weeks of a cohort: done, missed and future tasks of each member and day. */
export const CohortProgressBoard = ({ cohort, today }: { cohort: Cohort; today: CalendarDate }) => {
  const [{ board: firstInAddress = '' }, setAddress] = useAddressState(ADDRESS);
  const first = isCalendarDate(firstInAddress) ? firstInAddress : initialBoardStart(cohort, today);
  const setFirst = (date: CalendarDate) => {
    setAddress({ board: date });
  };
  const last = addDays(first, BOARD_DAYS - 1);
  const board = usePersistedQuery({
    key: ['cohort-board', cohort.id, first],
    read: () => getCohortBoard(cohort.id, first, last),
  });
  const dates = `${formatDate(first, today)} – ${formatDate(last, today)}`;
  return (
    <Section
      title="Board"
      detail={<span aria-live="polite">{dates}</span>}
      action={
        <div className={styles.steps} role="group" aria-label="Two weeks">
          <ActionIcon
            variant="default"
            aria-label="Previous two weeks"
            onClick={() => {
              setFirst(addDays(first, -BOARD_DAYS));
            }}
          >
            <IconChevronLeft size={20} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label="Next two weeks"
            onClick={() => {
              setFirst(addDays(first, BOARD_DAYS));
            }}
          >
            <IconChevronRight size={20} aria-hidden />
          </ActionIcon>
        </div>
      }
    >
      <QueryState audience="coach" query={board} skeletonRows={4} />
      {board.data && (
        <>
          <CohortBoardTable board={board.data} today={today} label={`${cohort.name}, ${dates}`} />
          <p className={styles.legend}>
            <span data-kind="done">✓ done</span>
            <span data-kind="missed">✕ missed</span>
            <span data-kind="future">○ upcoming</span>
          </p>
        </>
      )}
    </Section>
  );
};

/** Last week and this one, or the cohort's first two weeks while it is that new. */
const initialBoardStart = ({ start_date }: Cohort, today: CalendarDate): CalendarDate => {
  const [firstWeek, lastWeek] = [weekStartOf(start_date), addDays(weekStartOf(today), -7)];
  return firstWeek > lastWeek ? firstWeek : lastWeek;
};

const CohortBoardTable = ({ board, today, label }: { board: Board; today: CalendarDate; label: string }) => {
  const scroller = useRef<HTMLDivElement>(null);
  const [first] = board.days;
  useEffect(() => {
    const column = scroller.current?.querySelector<HTMLElement>('thead [data-today]');
    if (scroller.current && column) scroller.current.scrollLeft = column.offsetLeft - scroller.current.clientWidth / 2;
  }, [first]);
  return (
    // Focusable, so that the keyboard can scroll it where it is narrow.
    <div ref={scroller} className={styles.frame} tabIndex={0} role="region" aria-label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Member</th>
            {board.days.map((date) => (
              <th
                key={date}
                scope="col"
                data-today={date === today || undefined}
                {...(date === today && { 'aria-current': 'date' as const })}
              >
                <span aria-hidden>
                  {formatWeekday(date)}
                  <br />
                  {formatDayOfMonth(date)}
                </span>
                <VisuallyHidden>{formatLongDate(date)}</VisuallyHidden>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.members.map(({ enrollment_id, user_id, display_name, days }) => (
            <tr key={enrollment_id}>
              <th scope="row">
                <Link
                  to="/clients/$id/days"
                  params={{ id: user_id }}
                  search={{ enrollment: enrollment_id }}
                  className={styles.name}
                >
                  {formatLine(display_name) || 'Unnamed'}
                </Link>
              </th>
              {days.map((day) => (
                <td key={day.date} data-today={day.date === today || undefined}>
                  <Link
                    to="/clients/$id/days"
                    params={{ id: user_id }}
                    search={{ day: day.date, enrollment: enrollment_id }}
                    className={styles.cell}
                  >
                    <VisuallyHidden>
                      {formatLine(display_name) || 'Unnamed'}, {formatDate(day.date, today)}:{' '}
                    </VisuallyHidden>
                    <TaskCountCell {...day} />
                  </Link>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const TASK_COUNT_KINDS = [
  { kind: 'done', sign: '✓', label: 'done' },
  { kind: 'missed', sign: '✕', label: 'missed' },
  { kind: 'future', sign: '○', label: 'upcoming' },
] as const;

const TaskCountCell = (counts: Board['members'][number]['days'][number]) => {
  const nonZeroKinds = TASK_COUNT_KINDS.filter(({ kind }) => counts[kind] > 0);
  return nonZeroKinds.length === 0 ? (
    <VisuallyHidden>no tasks</VisuallyHidden>
  ) : (
    <>
      <span className={styles.figures} aria-hidden>
        {nonZeroKinds.map(({ kind, sign }) => (
          <span key={kind} data-kind={kind}>
            {sign} {counts[kind]}
          </span>
        ))}
      </span>
      <VisuallyHidden>
        {nonZeroKinds.map(({ kind, label }) => `${String(counts[kind])} ${label}`).join(', ')}
      </VisuallyHidden>
    </>
  );
};
