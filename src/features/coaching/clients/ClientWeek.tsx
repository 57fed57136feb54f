import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { UserActivity } from '../../../data/admin/tracking.ts';
import { ActivityTypeBadge } from '../../../shared/activities/ActivityTypeBadge.tsx';
import { formatDay, formatDuration, joinDetails, plural } from '../../../ui/format.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { type StatusTone, StatusDot } from '../../../ui/StatusDot.tsx';

const ACTIVITY_STATUS_BADGES: Record<UserActivity['status'], { tone: StatusTone; label: string }> = {
  done: { tone: 'good', label: 'Done' },
  planned: { tone: 'quiet', label: 'Planned' },
  cancelled: { tone: 'quiet', label: 'Cancelled' },
};

const INITIAL_ACTIVITY_COUNT = 10;

interface ClientWeekProps {
  activities: UserActivity[];
  /** The client's. */
  name: string;
  today: CalendarDate;
}

/** A client's activities of this week, newest first. */
export const ClientWeek = ({ activities, name, today }: ClientWeekProps) => {
  const [isExpanded, setExpanded] = useState(false);
  if (activities.length === 0) {
    return <EmptyState>{name} hasn’t logged anything this week, or hasn’t synced yet.</EmptyState>;
  }
  return (
    <>
      <ListRows label="This week">
        {activities
          .slice(0, isExpanded ? undefined : INITIAL_ACTIVITY_COUNT)
          .map(({ id, type, title, date, duration, status }) => (
            <ListRow
              key={id}
              leading={<ActivityTypeBadge type={type} />}
              title={title}
              detail={joinDetails(formatDay(date, today), duration !== null && formatDuration(duration))}
              trailing={
                <StatusDot tone={ACTIVITY_STATUS_BADGES[status].tone}>{ACTIVITY_STATUS_BADGES[status].label}</StatusDot>
              }
              muted={status === 'cancelled'}
            />
          ))}
      </ListRows>
      {!isExpanded && activities.length > INITIAL_ACTIVITY_COUNT && (
        <Button
          variant="default"
          onClick={() => {
            setExpanded(true);
          }}
        >
          Show all {plural(activities.length, 'activity', 'activities')}
        </Button>
      )}
    </>
  );
};
