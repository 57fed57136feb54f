import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addDays, type CalendarDate, isCalendarDate, weekStartOf } from '../../domain/calendar.ts';
import { useLive, useToday } from '../../store/react.ts';
import { formatWeek, formatWeekName } from '../../ui/format.ts';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { SavedNote, useSaving } from '../../ui/SavedNote.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { StepButtons } from '../../ui/StepButtons.tsx';
import { CopyLastWeek } from './CopyLastWeek.tsx';
import { GoalHistory } from './GoalHistory.tsx';
import { GoalTargetRow } from './GoalTargetRow.tsx';
import styles from './Goals.module.css';
import { getGoalWeek } from './weeks.ts';

/** A week's targets beside what was done, and the weeks before it. */
export const GoalsScreen = () => {
  const today = useToday();
  const navigate = useNavigate();
  const named = useRouteParam('weekStart');
  const [isFromMenu] = useState(named === undefined);
  const phone = usePhone();
  const weekStart = mondayOf(named) ?? weekStartOf(today);
  const week = useLive((db) => getGoalWeek(db, weekStart), [weekStart]);
  const { isSaved, saving } = useSaving();
  const isRead = week?.weekStart === weekStart;

  return (
    <Page>
      <PageHeader
        title="Goals"
        {...(phone && isFromMenu && { back: { to: '/more', label: 'More' } })}
        actions={
          <StepButtons
            unit="week"
            date={weekStart}
            today={today}
            onChange={(to) => void navigate({ to: '/goals/$weekStart', params: { weekStart: to }, replace: true })}
          />
        }
        detail={
          <span className={styles.detail}>
            <span>{weekLabel(weekStart, weekStartOf(today))}</span>
            {isRead && !week.isSet && <span>These are the defaults until you change one.</span>}
            <SavedNote isSaved={isSaved} />
          </span>
        }
      />
      {isRead ? (
        <>
          <ul className={styles.targets} aria-label="Goals of this week">
            {week.goals.map((goal) => (
              <GoalTargetRow key={`${weekStart} ${goal.key}`} goal={goal} weekStart={weekStart} saving={saving} />
            ))}
          </ul>
          <CopyLastWeek weekStart={weekStart} />
        </>
      ) : (
        <SkeletonRows count={5} />
      )}
      <Section title="Week by week" detail="Done, and what was asked for.">
        <GoalHistory weekStart={addDays(weekStartOf(today), 7)} thisWeek={weekStartOf(today)} />
      </Section>
    </Page>
  );
};

const weekLabel = (weekStart: CalendarDate, thisWeek: CalendarDate): string => {
  const name = formatWeekName(weekStart, thisWeek);
  const dates = formatWeek(weekStart);
  return name === dates ? dates : `${name}, ${dates}`;
};

const mondayOf = (text: string | undefined): CalendarDate | undefined =>
  text !== undefined && isCalendarDate(text) ? weekStartOf(text) : undefined;
