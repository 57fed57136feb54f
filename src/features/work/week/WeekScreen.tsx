import { useNavigate } from '@tanstack/react-router';
import { type CalendarDate, isCalendarDate, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { formatCount, formatWeek, formatWeekName, joinDetails } from '../../../ui/format.ts';
import { GoalRings } from '../../../shared/goals/GoalRings.tsx';
import { Card, Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';
import { isFirstSyncOpen, useFirstSync } from '../../../shared/sync/use-first-sync.ts';
import { SkeletonRows, SkeletonTiles } from '../../../ui/Skeletons.tsx';
import { DateStepButtons } from '../../../ui/DateStepButtons.tsx';
import { DayStrip } from './DayStrip.tsx';
import { getWeek, taskCountLabel } from './week.ts';
import { WeekDaySection } from './WeekDaySection.tsx';

/** Seven days with their activities, and the week's goals. */
export const WeekScreen = () => {
  const today = useToday();
  const navigate = useNavigate();
  const thisWeek = weekStartOf(today);
  const weekStart = weekStartFromParam(useRouteParam('weekStart')) ?? thisWeek;
  const week = useLiveQuery((db) => getWeek(db, weekStart), [weekStart]);
  const firstSync = useFirstSync();
  const isRead = week?.weekStart === weekStart;

  return (
    <Page>
      <PageHeader
        title={weekTitle(weekStart, thisWeek)}
        detail={
          isRead
            ? joinDetails(
                formatWeek(weekStart),
                `${formatCount(week.done)} done${week.planned > 0 ? `, ${formatCount(week.planned)} planned` : ''}`,
                taskCountLabel(week.tasks),
              )
            : formatWeek(weekStart)
        }
        actions={
          <DateStepButtons
            unit="week"
            date={weekStart}
            today={today}
            onChange={(to) =>
              void (to === thisWeek
                ? navigate({ to: '/week', replace: true })
                : navigate({ to: '/week/$weekStart', params: { weekStart: to }, replace: true }))
            }
          />
        }
      />
      {isRead ? (
        <>
          <DayStrip days={week.days} today={today} />
          <Section
            title="Goals"
            action={
              <QuietLink to="/goals/$weekStart" params={{ weekStart }}>
                Edit goals
              </QuietLink>
            }
          >
            <Card>
              {week.hasSynced || !isFirstSyncOpen(firstSync) ? (
                <GoalRings goals={week.goals} />
              ) : (
                <SkeletonTiles count={5} />
              )}
            </Card>
          </Section>
          {week.days.map((day) => (
            <WeekDaySection key={day.date} day={day} today={today} leadNames={week.leadNames} />
          ))}
        </>
      ) : (
        <>
          <SkeletonTiles count={5} />
          <SkeletonRows count={6} />
        </>
      )}
    </Page>
  );
};

/** "This week"; "Week" where it has no name. */
const weekTitle = (weekStart: CalendarDate, thisWeek: CalendarDate): string => {
  const name = formatWeekName(weekStart, thisWeek);
  return name === formatWeek(weekStart) ? 'Week' : name;
};

const weekStartFromParam = (text: string | undefined): CalendarDate | undefined =>
  text !== undefined && isCalendarDate(text) ? weekStartOf(text) : undefined;
