import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { GOAL_LABELS } from '../../../domain/goals/weekly-goals.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { formatWeek, formatWeekName } from '../../../ui/format.ts';
import { REJECTED_LABEL, useIsRejected } from '../../../shared/sync/rejected-row.tsx';
import { SyncedEmptyState } from '../../../shared/sync/SyncedEmptyState.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import styles from './GoalHistory.module.css';
import { getGoalHistory } from './goal-weeks.ts';

const WEEKS_PER_PAGE = 13;

interface GoalHistoryProps {
  /** The weeks before this Monday are shown. */
  weekStart: CalendarDate;
  thisWeek: CalendarDate;
}

/** Each week's targets and what was done, newest first. */
export const GoalHistory = ({ weekStart, thisWeek }: GoalHistoryProps) => {
  const [count, setCount] = useState(WEEKS_PER_PAGE);
  const weeks = useLiveQuery((db) => getGoalHistory(db, weekStart, count), [weekStart, count]);
  if (!weeks) return <SkeletonRows count={3} />;
  if (weeks.length === 0) return <SyncedEmptyState>Your weeks appear here as you log.</SyncedEmptyState>;
  return (
    <>
      <div className={styles.frame}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Week</th>
              {weeks[0]?.goals.map(({ key }) => (
                <th scope="col" key={key}>
                  {GOAL_LABELS[key]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week.weekStart}>
                <th scope="row">
                  <Link
                    to="/goals/$weekStart"
                    params={{ weekStart: week.weekStart }}
                    replace
                    className={styles.week}
                    title={formatWeek(week.weekStart)}
                  >
                    {formatWeekName(week.weekStart, thisWeek)}
                  </Link>
                  <RejectedLabel rowId={week.rowId} />
                </th>
                {week.goals.map(({ key, done, target }) => (
                  <td key={key} data-reached={done >= target || undefined}>
                    <span className={styles.done}>{done}</span>
                    <span className={styles.target}> of {target}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {weeks.length >= count && (
        <Button
          variant="subtle"
          onClick={() => {
            setCount(count + WEEKS_PER_PAGE);
          }}
        >
          Show earlier weeks
        </Button>
      )}
    </>
  );
};

const RejectedLabel = ({ rowId }: { rowId: string }) =>
  useIsRejected(rowId) && <span className={styles.rejected}>{REJECTED_LABEL}</span>;
