import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { UserActivity } from '../../../data/admin/tracking.ts';
import { ActivityTypeBadge } from '../../../shared/activities/ActivityTypeBadge.tsx';
import { formatDate, formatDuration, formatTime, joinDetails } from '../../../ui/format.ts';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { ShowMoreButton, useShownCount } from '../../../ui/ShowMoreButton.tsx';
import { type StatusTone, StatusDot } from '../../../ui/StatusDot.tsx';

const ACTIVITY_PAGE_SIZE = 50;

export const ACTIVITY_STATUS_BADGES: Record<UserActivity['status'], { tone: StatusTone; label: string }> = {
  done: { tone: 'good', label: 'Done' },
  planned: { tone: 'quiet', label: 'Planned' },
  cancelled: { tone: 'quiet', label: 'Cancelled' },
};

interface ActivityListProps {
  userId: string;
  activities: UserActivity[];
  today: CalendarDate;
}

/** The activities of a range, newest first, a page at a time. */
export const ActivityList = ({ userId, activities, today }: ActivityListProps) => {
  const { count, showMore } = useShownCount({ initial: ACTIVITY_PAGE_SIZE, step: 4 * ACTIVITY_PAGE_SIZE });
  return (
    <>
      <ListRows label="Activities">
        {activities.slice(0, count).map((activity) => (
          <ListRow
            key={activity.id}
            leading={<ActivityTypeBadge type={activity.type} />}
            title={activity.title}
            detail={listedActivityDetail(activity, today)}
            trailing={
              <StatusDot tone={ACTIVITY_STATUS_BADGES[activity.status].tone}>
                {ACTIVITY_STATUS_BADGES[activity.status].label}
              </StatusDot>
            }
            link={{ to: '/admin/reps/$userId/activities/$id', params: { userId, id: activity.id } }}
            muted={activity.status === 'cancelled'}
          />
        ))}
      </ListRows>
      <ShowMoreButton remaining={activities.length - count} unit={['activity', 'activities']} onClick={showMore} />
    </>
  );
};

const listedActivityDetail = ({ date, time, duration, outcome }: UserActivity, today: CalendarDate): string =>
  joinDetails(
    formatDate(date, today),
    time !== null && formatTime(time),
    duration !== null && formatDuration(duration),
    outcome,
  );
