import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { ListedActivity } from '../../remote/tracking.ts';
import { ActivityTypeBadge } from '../../ui/ActivityTypeBadge.tsx';
import { formatDay, formatDuration, plural } from '../../ui/format.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { type StatusTone, StatusDot } from '../../ui/StatusDot.tsx';

const STATUS: Record<ListedActivity['status'], { tone: StatusTone; word: string }> = {
  done: { tone: 'good', word: 'Done' },
  planned: { tone: 'quiet', word: 'Planned' },
  cancelled: { tone: 'quiet', word: 'Cancelled' },
};

const FEW = 10;

interface ClientWeekProps {
  activities: ListedActivity[];
  /** The client's. */
  name: string;
  today: CalendarDate;
}

/** What a client has logged and planned this week, newest first. */
export const ClientWeek = ({ activities, name, today }: ClientWeekProps) => {
  const [isAll, setAll] = useState(false);
  if (activities.length === 0) {
    return <EmptyState>{name} has logged nothing this week, or has not synced yet.</EmptyState>;
  }
  return (
    <>
      <Rows label="This week">
        {activities.slice(0, isAll ? undefined : FEW).map(({ id, type, title, date, duration, status }) => (
          <Row
            key={id}
            leading={<ActivityTypeBadge type={type} />}
            title={title}
            detail={[formatDay(date, today), ...(duration === null ? [] : [formatDuration(duration)])].join(' · ')}
            trailing={<StatusDot tone={STATUS[status].tone}>{STATUS[status].word}</StatusDot>}
            muted={status === 'cancelled'}
          />
        ))}
      </Rows>
      {!isAll && activities.length > FEW && (
        <Button
          variant="default"
          onClick={() => {
            setAll(true);
          }}
        >
          Show all {plural(activities.length, 'activity', 'activities')}
        </Button>
      )}
    </>
  );
};
