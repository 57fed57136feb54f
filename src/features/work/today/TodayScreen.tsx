import { type ReactNode, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { Activity } from '../../../domain/activities/activity.ts';
import { type CalendarDate, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { useActivityActions } from '../../../data/activities/use-activity-actions.ts';
import { repeatWithUndo } from '../../../shared/activities/ActivityRow.tsx';
import { formatDay, formatLongDate } from '../../../ui/format.ts';
import { GoalRings } from '../../../shared/goals/GoalRings.tsx';
import { IconRepeat } from '../../../ui/icons.ts';
import { Card, Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { useSearchParam } from '../../../ui/use-route-param.ts';
import { SkeletonRows, SkeletonTiles } from '../../../ui/Skeletons.tsx';
import { DateStepButtons } from '../../../ui/DateStepButtons.tsx';
import { type Day, getDay } from './day.ts';
import { DayActivities } from './DayActivities.tsx';
import { formatName } from '../../../ui/format-name.ts';

interface TodayScreenProps {
  dailyFocus?: (date: CalendarDate) => ReactNode;
  /** Between the Daily Focus and the day's activities. */
  followUps?: (day: Day, today: CalendarDate) => ReactNode;
}

/** One day: the week's goals, its Daily Focus, its follow-ups and its activities. */
export const TodayScreen = ({ dailyFocus, followUps }: TodayScreenProps) => {
  const today = useToday();
  // `null` is today, also after midnight; a selected date does not change.
  const [selectedDate, setSelectedDate] = useState<CalendarDate | null>(useSearchParam('day') ?? null);
  const date = selectedDate ?? today;
  const day = useLiveQuery((db) => getDay(db, date, today), [date, today]);
  const weekStart = weekStartOf(date);
  const isRead = day?.date === date;

  return (
    <Page>
      <PageHeader
        title={formatDay(date, today)}
        detail={formatLongDate(date)}
        actions={
          <DateStepButtons
            unit="day"
            date={date}
            today={today}
            onChange={(to) => {
              setSelectedDate(to === today ? null : to);
            }}
          />
        }
      />
      <Section
        title={weekStart === weekStartOf(today) ? 'This week' : 'That week'}
        action={
          <QuietLink to="/goals/$weekStart" params={{ weekStart }}>
            Goals
          </QuietLink>
        }
      >
        <Card>{day && weekStartOf(day.date) === weekStart ? <GoalRings goals={day.goals} /> : <SkeletonTiles />}</Card>
      </Section>
      {dailyFocus?.(date)}
      {isRead ? (
        <>
          {followUps?.(day, today)}
          <DayActivities day={day} today={today} />
        </>
      ) : (
        <SkeletonRows />
      )}
      {date === today && isRead && day.latest && <RepeatLast latest={day.latest} />}
    </Page>
  );
};

/** Logs the latest activity again. */
const RepeatLast = ({ latest }: { latest: Activity }) => {
  const actions = useActivityActions();
  return (
    <Button
      variant="default"
      leftSection={<IconRepeat size={18} aria-hidden />}
      onClick={() => repeatWithUndo(latest, actions)}
    >
      Repeat last: <bdi>{formatName(latest.title)}</bdi>
    </Button>
  );
};
