import { activityTypeLabel } from '../../../domain/activities/activity.ts';
import type { ActivityMetrics } from '../../../domain/reporting/metrics.ts';
import { formatCount, formatDuration } from '../../../ui/format.ts';
import { ActivityTypeBadge } from '../../../shared/activities/ActivityTypeBadge.tsx';
import styles from './ActivityTypeBreakdown.module.css';

/** How much of each activity type a range contains, most done first. */
export const ActivityTypeBreakdown = ({ types }: { types: ActivityMetrics['by_type'] }) => {
  const maxDone = Math.max(1, ...types.map((type) => type.done));
  return (
    <div className={styles.surface}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col">Done</th>
            <th scope="col">Planned</th>
            <th scope="col">Cancelled</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {types.map((type) => (
            <tr key={type.type}>
              <th scope="row">
                <span className={styles.type}>
                  <span aria-hidden>
                    <ActivityTypeBadge type={type.type} />
                  </span>
                  {activityTypeLabel(type.type)}
                </span>
                <span className={styles.track} aria-hidden>
                  <span className={styles.bar} style={{ transform: `scaleX(${String(type.done / maxDone)})` }} />
                </span>
              </th>
              <td>{formatCount(type.done)}</td>
              <td>{formatCount(type.planned)}</td>
              <td>{formatCount(type.cancelled)}</td>
              <td>{formatDuration(type.minutes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
