import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { addDays, type CalendarDate, weekStartOf } from '../../domain/calendar.ts';
import { type Cohort, cohortBoard, type CohortBoard as Board } from '../../remote/cohorts.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { formatDate, formatLongDate, formatWeekday } from '../../ui/format.ts';
import { IconChevronLeft, IconChevronRight } from '../../ui/icons.ts';
import { Section } from '../../ui/Page.tsx';
import styles from './CohortBoard.module.css';

const SHOWN_DAYS = 14;

/** Two weeks of a cohort: for each member and day what is done, was missed, and lies ahead. */
export const CohortBoard = ({ cohort, today }: { cohort: Cohort; today: CalendarDate }) => {
  const [first, setFirst] = useState(() => firstShown(cohort, today));
  const last = addDays(first, SHOWN_DAYS - 1);
  const board = useKeptQuery({
    key: ['cohort-board', cohort.id, first],
    read: () => cohortBoard(cohort.id, first, last),
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
            aria-label="Two weeks earlier"
            onClick={() => {
              setFirst(addDays(first, -SHOWN_DAYS));
            }}
          >
            <IconChevronLeft size={20} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label="Two weeks later"
            onClick={() => {
              setFirst(addDays(first, SHOWN_DAYS));
            }}
          >
            <IconChevronRight size={20} aria-hidden />
          </ActionIcon>
        </div>
      }
    >
      <AnswerState of={board} rows={4} />
      {board.data && (
        <>
          <BoardTable board={board.data} today={today} label={`${cohort.name}, ${dates}`} />
          <p className={styles.legend}>
            <span data-kind="done">✓ done</span>
            <span data-kind="missed">✕ missed</span>
            <span data-kind="future">○ ahead</span>
          </p>
        </>
      )}
    </Section>
  );
};

/** Last week and this one; the first two weeks where it has not come that far. */
const firstShown = ({ start_date }: Cohort, today: CalendarDate): CalendarDate => {
  const [begin, lastWeek] = [weekStartOf(start_date), addDays(weekStartOf(today), -7)];
  return begin > lastWeek ? begin : lastWeek;
};

const BoardTable = ({ board, today, label }: { board: Board; today: CalendarDate; label: string }) => {
  const frame = useRef<HTMLDivElement>(null);
  const [first] = board.days;
  useEffect(() => {
    const column = frame.current?.querySelector<HTMLElement>('thead [data-today]');
    if (frame.current && column) frame.current.scrollLeft = column.offsetLeft - frame.current.clientWidth / 2;
  }, [first]);
  return (
    // It scrolls sideways where it is narrow, by keyboard too; today is in sight.
    <div ref={frame} className={styles.frame} tabIndex={0} role="region" aria-label={label}>
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
                  {Number(date.slice(8))}
                </span>
                <VisuallyHidden>{formatLongDate(date)}</VisuallyHidden>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.members.map(({ enrollment_id, display_name, days }) => (
            <tr key={enrollment_id}>
              <th scope="row">
                <span className={styles.name}>{display_name || 'No name'}</span>
              </th>
              {days.map((day) => (
                <td key={day.date} data-today={day.date === today || undefined}>
                  <Cell {...day} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const KINDS = [
  { kind: 'done', sign: '✓', word: 'done' },
  { kind: 'missed', sign: '✕', word: 'missed' },
  { kind: 'future', sign: '○', word: 'ahead' },
] as const;

const Cell = (counts: Board['members'][number]['days'][number]) => {
  const told = KINDS.filter(({ kind }) => counts[kind] > 0);
  return told.length === 0 ? (
    <VisuallyHidden>no tasks</VisuallyHidden>
  ) : (
    <>
      <span className={styles.figures} aria-hidden>
        {told.map(({ kind, sign }) => (
          <span key={kind} data-kind={kind}>
            {sign} {counts[kind]}
          </span>
        ))}
      </span>
      <VisuallyHidden>{told.map(({ kind, word }) => `${String(counts[kind])} ${word}`).join(', ')}</VisuallyHidden>
    </>
  );
};
