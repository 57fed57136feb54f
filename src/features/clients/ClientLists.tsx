import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { CoachedEnrollment } from '../../remote/enrollments.ts';
import type { ListedActivity } from '../../remote/tracking.ts';
import { ActivityTypeBadge } from '../../ui/ActivityTypeBadge.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { formatDate, formatDay, formatDuration, plural } from '../../ui/format.ts';
import { IconLayoutList } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { type StatusTone, StatusDot } from '../../ui/StatusDot.tsx';

interface ListProps {
  /** The client's. */
  name: string;
  today: CalendarDate;
}

const STANDINGS: Record<CoachedEnrollment['status'], { tone: StatusTone; word: string }> = {
  active: { tone: 'good', word: 'Active' },
  pending: { tone: 'warn', word: 'Not confirmed' },
  ended: { tone: 'quiet', word: 'Ended' },
};

/** A client's programs; each leads to the program, with the client chosen. */
export const ClientEnrollments = ({ enrollments, name, today }: ListProps & { enrollments: CoachedEnrollment[] }) =>
  enrollments.length === 0 ? (
    <EmptyState
      action={
        <ButtonLink to="/programs" variant="default">
          Go to programs
        </ButtonLink>
      }
    >
      {name} is in none of your programs. Enroll them on a program’s page, under People.
    </EmptyState>
  ) : (
    <Rows label="Programs">
      {enrollments.map(({ id, program_id, program_title, cohort_id, start_date, status }) => (
        <Row
          key={id}
          leading={<IconTile Icon={IconLayoutList} />}
          title={program_title}
          detail={`${start_date > today ? 'Starts' : 'Started'} ${formatDate(start_date, today)}${cohort_id === null ? '' : ' · in a cohort'}`}
          trailing={<StatusDot tone={STANDINGS[status].tone}>{STANDINGS[status].word}</StatusDot>}
          muted={status === 'ended'}
          link={{ to: '/programs/$id', params: { id: program_id }, search: { enrollment: id } }}
        />
      ))}
    </Rows>
  );

const STATUS: Record<ListedActivity['status'], { tone: StatusTone; word: string }> = {
  done: { tone: 'good', word: 'Done' },
  planned: { tone: 'quiet', word: 'Planned' },
  cancelled: { tone: 'quiet', word: 'Cancelled' },
};

const FEW = 10;

/** What a client has logged and planned this week, newest first. */
export const ClientWeek = ({ activities, name, today }: ListProps & { activities: ListedActivity[] }) => {
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
