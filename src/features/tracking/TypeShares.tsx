import { typeLabel } from '../../domain/activity.ts';
import type { ActivityMetrics } from '../../domain/metrics.ts';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { ActivityTypeBadge } from '../../ui/ActivityTypeBadge.tsx';
import styles from './TypeShares.module.css';

/** What kinds of work a range held, most done first. */
export const TypeShares = ({ types }: { types: ActivityMetrics['by_type'] }) => {
  const most = Math.max(1, ...types.map((type) => type.done));
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
                  {typeLabel(type.type)}
                </span>
                <span className={styles.track} aria-hidden>
                  <span className={styles.bar} style={{ transform: `scaleX(${String(type.done / most)})` }} />
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
