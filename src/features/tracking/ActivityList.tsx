import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { ListedActivity } from '../../remote/tracking.ts';
import { ActivityTypeBadge } from '../../ui/ActivityTypeBadge.tsx';
import { formatDate, formatDuration, formatTime, plural } from '../../ui/format.ts';
import { Row, Rows } from '../../ui/Rows.tsx';
import { type StatusTone, StatusDot } from '../../ui/StatusDot.tsx';

const STEP = 50;

const STATUS: Record<ListedActivity['status'], { tone: StatusTone; word: string }> = {
  done: { tone: 'good', word: 'Done' },
  planned: { tone: 'quiet', word: 'Planned' },
  cancelled: { tone: 'quiet', word: 'Cancelled' },
};

/** The work behind the figures, newest first, a screenful at a time. */
export const ActivityList = ({ activities, today }: { activities: ListedActivity[]; today: CalendarDate }) => {
  const [count, setCount] = useState(STEP);
  const left = activities.length - count;
  return (
    <>
      <Rows label="Activities">
        {activities.slice(0, count).map((activity) => (
          <Row
            key={activity.id}
            leading={<ActivityTypeBadge type={activity.type} />}
            title={activity.title}
            detail={detailOf(activity, today)}
            trailing={<StatusDot tone={STATUS[activity.status].tone}>{STATUS[activity.status].word}</StatusDot>}
            muted={activity.status === 'cancelled'}
          />
        ))}
      </Rows>
      {left > 0 && (
        <Button
          variant="default"
          onClick={() => {
            setCount(count + 4 * STEP);
          }}
        >
          Show more ({plural(left, 'activity', 'activities')} left)
        </Button>
      )}
    </>
  );
};

const detailOf = ({ date, time, duration, outcome }: ListedActivity, today: CalendarDate): string =>
  [
    formatDate(date, today),
    time === null ? null : formatTime(time),
    duration === null ? null : formatDuration(duration),
    outcome,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
