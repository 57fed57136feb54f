import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useMemo, useRef } from 'react';
import { GOAL_KEYS } from '../../../domain/activities/activity.ts';
import { GOAL_LABELS } from '../../../domain/goals/weekly-goals.ts';
import { formatPercent } from '../../../ui/format.ts';
import { useNow } from '../../../ui/RelativeTime.tsx';
import { GoalCell } from './GoalCell.tsx';
import type { ListedRep } from './rep-list.ts';
import styles from './RepCards.module.css';
import { SyncAge } from './SyncAge.tsx';
import { usePageOffsetTop } from '../../../ui/use-page-offset-top.ts';
import { compareTexts } from '../../../domain/values/collation.ts';
import { formatName } from '../../../ui/format-name.ts';

const CARD_HEIGHT = 150;

/** All reps of a week on a narrow screen, by name. A virtual list: only the cards near the window are in the DOM. */
export const RepCards = ({ reps }: { reps: ListedRep[] }) => {
  const now = useNow();
  const sorted = useMemo(() => [...reps].sort((a, b) => compareTexts(a.name, b.name)), [reps]);
  const list = useRef<HTMLUListElement>(null);
  const scrollMargin = usePageOffsetTop(list);
  const virtualizer = useWindowVirtualizer({
    count: sorted.length,
    estimateSize: () => CARD_HEIGHT,
    overscan: 4,
    scrollMargin,
  });
  return (
    <ul ref={list} className={styles.list} aria-label="Reps" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map((item) => {
        const rep = sorted[item.index];
        return (
          rep && (
            <li
              key={rep.user_id}
              ref={virtualizer.measureElement}
              data-index={item.index}
              aria-setsize={sorted.length}
              aria-posinset={item.index + 1}
              className={styles.item}
              style={{ transform: `translateY(${String(item.start - scrollMargin)}px)` }}
            >
              <RepCard rep={rep} now={now} />
            </li>
          )
        );
      })}
    </ul>
  );
};

/** Memoized, so that scrolling does not render it again. */
const RepCard = memo(({ rep, now }: { rep: ListedRep; now: number }) => (
  <Link to="/admin/reps/$userId" params={{ userId: rep.user_id }} className={styles.card}>
    <span className={styles.line}>
      <span className={styles.name} dir="auto">
        {formatName(rep.name)}
      </span>
      <span className={styles.reached}>{formatPercent(rep.attained)}</span>
    </span>
    <span className={styles.line}>
      <span>{rep.behind ? 'Behind' : 'On track'}</span>
      <SyncAge lastSyncAt={rep.last_sync_at} stale={rep.stale} rejected={rep.rejected} now={now} />
    </span>
    <span className={styles.goals}>
      {GOAL_KEYS.map((key) => (
        <span key={key} className={styles.goal}>
          <span className={styles.label}>{SHORT_LABELS[key]}</span>
          <GoalCell done={rep.done[key]} goal={rep.goals[key]} />
        </span>
      ))}
    </span>
  </Link>
));
RepCard.displayName = 'RepCard';

/** Five side by side on a phone. */
const SHORT_LABELS: typeof GOAL_LABELS = {
  ...GOAL_LABELS,
  meetings: 'Meet',
  proposals: 'Prop.',
  follow_ups: 'Follow',
  new_contacts: 'New',
};
