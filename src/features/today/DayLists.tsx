import { Button } from '@mantine/core';
import type { Activity } from '../../domain/activity.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import { useActivityActions } from '../../store/use-activity-actions.ts';
import { ActivityRow } from '../../ui/ActivityRow.tsx';
import { formatCount, formatDay } from '../../ui/format.ts';
import { IconCalendarEvent, IconPlus } from '../../ui/icons.ts';
import { LongRows } from '../../ui/LongRows.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Section } from '../../ui/Page.tsx';
import { openQuickLog } from '../../ui/quick-log.ts';
import type { Day } from './day.ts';

/** A day's activities: what is still to do, then what is done. */
export const DayLists = ({ day, today }: { day: Day; today: CalendarDate }) => {
  const { date, planned, done, cancelled } = day;
  if (planned.length + done.length + cancelled.length === 0) return <EmptyDay date={date} today={today} />;
  return (
    <>
      <DayList title="Planned" activities={planned} day={day} today={today} />
      <DayList title="Done" activities={done} day={day} today={today} />
      <DayList title="Cancelled" activities={cancelled} day={day} today={today} />
    </>
  );
};

interface DayListProps {
  title: string;
  activities: readonly Activity[];
  day: Day;
  today: CalendarDate;
}

const DayList = ({ title, activities, day, today }: DayListProps) => {
  const actions = useActivityActions();
  if (activities.length === 0) return null;
  return (
    <Section title={title} action={<span>{formatCount(activities.length)}</span>}>
      <LongRows
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
  <EmptyState
    icon={<IconCalendarEvent size={24} aria-hidden />}
    action={
      <Button
        variant="default"
        leftSection={<IconPlus size={18} aria-hidden />}
        onClick={() => {
          openQuickLog(date === today ? {} : { date });
        }}
      >
        {date > today ? 'Plan something' : 'Log something'}
      </Button>
    }
  >
    {date > today
      ? `Nothing is planned for ${formatDay(date, today).replace('Tomorrow', 'tomorrow')} yet.`
      : date === today
        ? 'Nothing logged today yet. A call takes two taps.'
        : 'Nothing was logged on this day.'}
  </EmptyState>
);
