import { createColumnHelper } from '@tanstack/react-table';
import { Link } from '@tanstack/react-router';
import { GOAL_KEYS } from '../../../domain/activities/activity.ts';
import { GOAL_LABELS } from '../../../domain/goals/weekly-goals.ts';
import { formatDuration, formatPercent } from '../../../ui/format.ts';
import { rowLinkClass } from '../../../ui/VirtualTable.tsx';
import { GoalCell } from './GoalCell.tsx';
import type { ListedRep } from './rep-list.ts';
import styles from './RepsTable.module.css';
import { SyncAge } from './SyncAge.tsx';
import { compareTexts } from '../../../domain/values/collation.ts';
import { formatName } from '../../../ui/format-name.ts';

const column = createColumnHelper<ListedRep>();

const compareByName = (a: ListedRep, b: ListedRep): number => compareTexts(a.name, b.name);

/** @param now in milliseconds. */
export const repColumns = (now: number) => [
  column.accessor('name', {
    header: 'Name',
    sortingFn: (a, b) => compareByName(a.original, b.original),
    cell: ({ row: { original: rep } }) => (
      <>
        <Link to="/admin/reps/$userId" params={{ userId: rep.user_id }} className={rowLinkClass}>
          <span dir="auto">{formatName(rep.name)}</span>
        </Link>
        <span className={styles.pace}>{rep.behind ? 'Behind' : 'On track'}</span>
      </>
    ),
  }),
  ...GOAL_KEYS.map((key) =>
    column.accessor((rep) => rep.done[key], {
      id: key,
      header: GOAL_LABELS[key],
      sortDescFirst: true,
      cell: ({ row }) => <GoalCell done={row.original.done[key]} goal={row.original.goals[key]} />,
    }),
  ),
  column.accessor('attained', {
    header: 'Reached',
    sortDescFirst: true,
    cell: ({ getValue }) => formatPercent(getValue()),
  }),
  column.accessor('minutes', {
    header: 'Time',
    sortDescFirst: true,
    cell: ({ getValue }) => formatDuration(getValue()),
  }),
  column.accessor((rep) => rep.last_sync_at ?? '', {
    id: 'last_sync_at',
    header: 'Last sync',
    sortDescFirst: true,
    cell: ({ row: { original: rep } }) => (
      <SyncAge lastSyncAt={rep.last_sync_at} stale={rep.stale} rejected={rep.rejected} now={now} />
    ),
  }),
];
