import { useNavigate } from '@tanstack/react-router';
import { type CalendarDate, isCalendarDate, weekStartOf } from '../../domain/calendar.ts';
import { useLive, useToday } from '../../store/react.ts';
import { formatCount, formatWeek, formatWeekName } from '../../ui/format.ts';
import { GoalRings } from '../../ui/GoalRings.tsx';
import { Card, Page, PageHeader, Section } from '../../ui/Page.tsx';
import { QuietLink } from '../../ui/QuietLink.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { SkeletonRows, SkeletonTiles } from '../../ui/Skeletons.tsx';
import { StepButtons } from '../../ui/StepButtons.tsx';
import { DayStrip } from './DayStrip.tsx';
import { tasksText } from './tasks-text.ts';
import { getWeek } from './week.ts';
import { WeekDaySection } from './WeekDaySection.tsx';

/** Seven days with what was planned and done, and the goals they count towards. */
export const WeekScreen = () => {
  const today = useToday();
  const navigate = useNavigate();
  const thisWeek = weekStartOf(today);
  const weekStart = mondayOf(useRouteParam('weekStart')) ?? thisWeek;
  const week = useLive((db) => getWeek(db, weekStart), [weekStart]);
  const isRead = week?.weekStart === weekStart;

  return (
    <Page>
      <PageHeader
        title={weekTitle(weekStart, thisWeek)}
        detail={
          isRead
            ? [
                formatWeek(weekStart),
                `${formatCount(week.done)} done${week.planned > 0 ? `, ${formatCount(week.planned)} planned` : ''}`,
                tasksText(week.tasks),
              ]
                .filter(Boolean)
                .join(' · ')
            : formatWeek(weekStart)
        }
        actions={
          <StepButtons
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
                Change
              </QuietLink>
            }
          >
            <Card>
              <GoalRings goals={week.goals} />
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

/** "This week" and its neighbours by name; the others are a "Week" with its dates below. */
const weekTitle = (weekStart: CalendarDate, thisWeek: CalendarDate): string => {
  const name = formatWeekName(weekStart, thisWeek);
  return name === formatWeek(weekStart) ? 'Week' : name;
};

const mondayOf = (text: string | undefined): CalendarDate | undefined =>
  text !== undefined && isCalendarDate(text) ? weekStartOf(text) : undefined;
