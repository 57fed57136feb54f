import { Button } from '../../../ui/Button.tsx';
import type { Activity } from '../../../domain/activities/activity.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { useActivityActions } from '../../../data/activities/use-activity-actions.ts';
import { ActivityRow } from '../../../shared/activities/ActivityRow.tsx';
import { formatCount, formatInlineDay } from '../../../ui/format.ts';
import { IconCalendarEvent, IconPlus } from '../../../ui/icons.ts';
import { LongListRows } from '../../../ui/LongListRows.tsx';
import { SyncedEmptyState } from '../../../shared/sync/SyncedEmptyState.tsx';
import { Section } from '../../../ui/Page.tsx';
import { openQuickLog } from '../../../shared/activities/quick-log-store.ts';
import type { Day } from './day.ts';

/** A day's activities by status. */
export const DayActivities = ({ day, today }: { day: Day; today: CalendarDate }) => {
  const { date, planned, done, cancelled } = day;
  if (planned.length + done.length + cancelled.length === 0) return <EmptyDay date={date} today={today} />;
  return (
    <>
      <DayActivityList title="Planned" activities={planned} day={day} today={today} />
      <DayActivityList title="Done" activities={done} day={day} today={today} />
      <DayActivityList title="Cancelled" activities={cancelled} day={day} today={today} />
    </>
  );
};

interface DayActivityListProps {
  title: string;
  activities: readonly Activity[];
  day: Day;
  today: CalendarDate;
}

const DayActivityList = ({ title, activities, day, today }: DayActivityListProps) => {
  const actions = useActivityActions();
  if (activities.length === 0) return null;
  return (
    <Section title={title} action={<span>{formatCount(activities.length)}</span>}>
      <LongListRows
        label={title}
        items={activities}
        render={(activity) => (
          <ActivityRow
            key={activity.id}
            activity={activity}
            today={today}
            leadName={activity.lead_id ? day.leadNames.get(activity.lead_id) : undefined}
            actions={actions}
          />
        )}
      />
    </Section>
  );
};

const EmptyDay = ({ date, today }: { date: CalendarDate; today: CalendarDate }) => (
  <SyncedEmptyState
    icon={<IconCalendarEvent size={24} aria-hidden />}
    action={
      <Button
        variant="default"
        leftSection={<IconPlus size={18} aria-hidden />}
        onClick={() => {
          openQuickLog(date === today ? {} : { date });
        }}
      >
        {date > today ? 'Plan activity' : 'Log activity'}
      </Button>
    }
  >
    {date > today
      ? `Nothing planned for ${formatInlineDay(date, today)} yet.`
      : date === today
        ? 'Nothing logged today yet. Logging a call takes three taps.'
        : 'Nothing logged on this day.'}
  </SyncedEmptyState>
);
