import { useNavigate } from '@tanstack/react-router';
import { type CalendarDate, isCalendarDate, weekStartOf } from '../../domain/calendar.ts';
import { useLive, useToday } from '../../store/react.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { DateStepper } from '../../ui/DateStepper.tsx';
import { formatCount, formatWeek } from '../../ui/format.ts';
import { GoalRings } from '../../ui/GoalRings.tsx';
import { Card, Page, PageHeader, Section } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { SkeletonRows, SkeletonTiles } from '../../ui/Skeletons.tsx';
import { DayStrip } from './DayStrip.tsx';
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
        title="Week"
        detail={
          isRead
            ? `${formatWeek(weekStart)} · ${formatCount(week.done)} done${week.planned > 0 ? `, ${formatCount(week.planned)} planned` : ''}`
            : formatWeek(weekStart)
        }
        actions={
          <DateStepper
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
              <ButtonLink to="/goals/$weekStart" params={{ weekStart }} variant="subtle" size="compact-md">
                Change
              </ButtonLink>
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

const mondayOf = (text: string | undefined): CalendarDate | undefined =>
  text !== undefined && isCalendarDate(text) ? weekStartOf(text) : undefined;
