import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Activity } from '../../domain/activity.ts';
import { type CalendarDate, weekStartOf } from '../../domain/calendar.ts';
import { useLive, useToday } from '../../store/react.ts';
import { useActivityActions } from '../../store/use-activity-actions.ts';
import { repeatWithUndo } from '../../ui/ActivityRow.tsx';
import { formatDay, formatLongDate } from '../../ui/format.ts';
import { GoalRings } from '../../ui/GoalRings.tsx';
import { IconRepeat } from '../../ui/icons.ts';
import { Card, Page, PageHeader, Section } from '../../ui/Page.tsx';
import { QuietLink } from '../../ui/QuietLink.tsx';
import { useSearchParam } from '../../ui/route.ts';
import { SkeletonRows, SkeletonTiles } from '../../ui/Skeletons.tsx';
import { StepButtons } from '../../ui/StepButtons.tsx';
import { getDay } from './day.ts';
import { DayLists } from './DayLists.tsx';
import { FollowUps } from './FollowUps.tsx';

interface TodayScreenProps {
  /** What else belongs to a day, above its activities. */
  focus?: (date: CalendarDate) => ReactNode;
}

/** One day: what is planned, what is done, and which follow-ups are due. */
export const TodayScreen = ({ focus }: TodayScreenProps) => {
  const today = useToday();
  // `null` follows the clock past midnight; a chosen day stays.
  const [chosen, setChosen] = useState<CalendarDate | null>(useSearchParam('day') ?? null);
  const date = chosen ?? today;
  const day = useLive((db) => getDay(db, date, today), [date, today]);
  const weekStart = weekStartOf(date);
  const isRead = day?.date === date;

  return (
    <Page>
      <PageHeader
        title={formatDay(date, today)}
        detail={formatLongDate(date)}
        actions={
          <StepButtons
            unit="day"
            date={date}
            today={today}
            onChange={(to) => {
              setChosen(to === today ? null : to);
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
      {focus?.(date)}
      {isRead ? (
        <>
          <FollowUps due={day.followUps} missed={day.missed} leadNames={day.leadNames} today={today} />
          <DayLists day={day} today={today} />
        </>
      ) : (
        <SkeletonRows />
      )}
      {date === today && isRead && day.latest && <RepeatLast latest={day.latest} />}
    </Page>
  );
};

/** Logs what was logged last once more, in one tap. */
const RepeatLast = ({ latest }: { latest: Activity }) => {
  const actions = useActivityActions();
  return (
    <Button
      variant="default"
      leftSection={<IconRepeat size={18} aria-hidden />}
      onClick={() => void repeatWithUndo(latest, actions)}
    >
      Repeat last: {latest.title}
    </Button>
  );
};
