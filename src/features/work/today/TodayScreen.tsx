import { type ReactNode, Suspense } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { Activity } from '../../../domain/activities/activity.ts';
import { addDays, type CalendarDate, isCalendarDate, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { useToday, useZoneDifference } from '../../../data/profile/local-clock.ts';
import { useActivityActions } from '../../../data/activities/use-activity-actions.ts';
import { repeatWithUndo } from '../../../shared/activities/ActivityRow.tsx';
import { formatDay, formatLongDate, joinDetails } from '../../../ui/format.ts';
import { GoalRings } from '../../../shared/goals/GoalRings.tsx';
import { IconRepeat } from '../../../ui/icons.ts';
import { Card, Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { useAddressState } from '../../../ui/address-state.ts';
import { SkeletonRows, SkeletonTiles } from '../../../ui/Skeletons.tsx';
import { DateStepButtons } from '../../../ui/DateStepButtons.tsx';
import { isZoneDismissed } from '../../../data/profile/zone-question.ts';
import { zoneLabel } from '../../../domain/calendar/time-zones.ts';
import { isFirstSyncOpen, useFirstSync } from '../../../shared/sync/use-first-sync.ts';
import { lazyComponent } from '../../../ui/lazy-component.tsx';
import { MissingSilently } from '../../../ui/MissingCode.tsx';
import { type Day, getDay } from './day.ts';
import { DayActivities } from './DayActivities.tsx';
import { formatName } from '../../../ui/format-name.ts';

const TimeZoneNotice = lazyComponent(
  async () => (await import('./TimeZoneNotice.tsx')).TimeZoneNotice,
  MissingSilently,
);

interface TodayScreenProps {
  dailyFocus?: (date: CalendarDate) => ReactNode;
  /** Between the Daily Focus and the day's activities. */
  followUps?: (day: Day, today: CalendarDate) => ReactNode;
}

const ADDRESS = ['day'] as const;

/** One day: the week's goals, its Daily Focus, its follow-ups and its activities. */
export const TodayScreen = ({ dailyFocus, followUps }: TodayScreenProps) => {
  const today = useToday();
  // Without a day it is today, also after midnight; a selected day does not change.
  const [{ day: dayInAddress = '' }, setAddress] = useAddressState(ADDRESS);
  const date = isCalendarDate(dayInAddress) ? dayInAddress : today;
  const day = useDay(date, today);
  const weekStart = weekStartOf(date);
  const isRead = day?.date === date;
  const difference = useZoneDifference();
  const deviceZone = difference?.device.zone;
  const isDismissed = useLiveQuery(
    (db) => (deviceZone === undefined ? Promise.resolve(true) : isZoneDismissed(db, deviceZone)),
    [deviceZone],
  );
  const firstSync = useFirstSync();

  return (
    <Page>
      <PageHeader
        title={formatDay(date, today)}
        detail={joinDetails(formatLongDate(date), difference && `${zoneLabel(difference.profile.zone)} time`)}
        actions={
          <DateStepButtons
            unit="day"
            date={date}
            today={today}
            onChange={(to) => {
              setAddress({ day: to === today ? undefined : to });
            }}
          />
        }
      />
      {difference && isDismissed === false && (
        <Suspense>
          <TimeZoneNotice {...difference} />
        </Suspense>
      )}
      <Section
        title={weekStart === weekStartOf(today) ? 'This week' : 'That week'}
        action={
          <QuietLink to="/goals/$weekStart" params={{ weekStart }}>
            Goals
          </QuietLink>
        }
      >
        <Card>
          {day && weekStartOf(day.date) === weekStart && (day.hasSynced || !isFirstSyncOpen(firstSync)) ? (
            <GoalRings goals={day.goals} />
          ) : (
            <SkeletonTiles />
          )}
        </Card>
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

/** The day, or the one that was shown before until it is read. Its neighbours are read ahead, so that a step waits for nothing. */
const useDay = (date: CalendarDate, today: CalendarDate): Day | undefined => {
  const day = useLiveQuery((db) => getDay(db, date, today), [date, today]);
  const neighbours = useLiveQuery(
    (db) => Promise.all([-1, 1].map((days) => getDay(db, addDays(date, days), today))),
    [date, today],
    'after-screens',
  );
  return [day, ...(neighbours ?? [])].find((read) => read?.date === date) ?? day;
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
      {/* One box: beside a long title, the words before it would be broken. */}
      <span>
        Repeat last: <bdi>{formatName(latest.title)}</bdi>
      </span>
    </Button>
  );
};
