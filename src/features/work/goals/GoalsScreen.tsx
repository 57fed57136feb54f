import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addDays, type CalendarDate, isCalendarDate, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { formatWeek, formatWeekName } from '../../../ui/format.ts';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';
import { RejectedNotice } from '../../../shared/sync/rejected-row.tsx';
import { useFirstSync } from '../../../shared/sync/use-first-sync.ts';
import { SavedIndicator, useSaveStatus } from '../../../shared/fields/SavedIndicator.tsx';
import { useIsPhone } from '../../../ui/use-is-phone.ts';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { DateStepButtons } from '../../../ui/DateStepButtons.tsx';
import { CopyLastWeek } from './CopyLastWeek.tsx';
import { GoalHistory } from './GoalHistory.tsx';
import { GoalTargetRow } from './GoalTargetRow.tsx';
import styles from './Goals.module.css';
import { getGoalWeek } from './goal-weeks.ts';

/** A week's targets and progress, and the history of all weeks. */
export const GoalsScreen = () => {
  const today = useToday();
  const navigate = useNavigate();
  const weekParam = useRouteParam('weekStart');
  const [isFromMenu] = useState(weekParam === undefined);
  const phone = useIsPhone();
  const weekStart = weekStartFromParam(weekParam) ?? weekStartOf(today);
  const week = useLiveQuery((db) => getGoalWeek(db, weekStart), [weekStart]);
  const firstSync = useFirstSync();
  const { isSaved, trackSave } = useSaveStatus(weekStart);
  const isRead = week?.weekStart === weekStart;

  return (
    <Page>
      <PageHeader
        title="Goals"
        {...(phone && isFromMenu && { back: { to: '/more', label: 'More' } })}
        actions={
          <DateStepButtons
            unit="week"
            date={weekStart}
            today={today}
            onChange={(to) => void navigate({ to: '/goals/$weekStart', params: { weekStart: to }, replace: true })}
          />
        }
        detail={
          <span className={styles.detail}>
            <span>{weekLabel(weekStart, weekStartOf(today))}</span>
            {isRead && week.targetsFrom !== weekStart && firstSync !== 'unknown' && (
              <span>{firstSync === 'done' ? inheritedMessage(week.targetsFrom, weekStart) : NOT_LOADED_MESSAGE}</span>
            )}
            <SavedIndicator isSaved={isSaved} />
          </span>
        }
      />
      {isRead ? (
        <>
          <RejectedNotice rowId={week.rowId} what="these goals" />
          <ul className={styles.targets} aria-label="Goals for the week">
            {week.goals.map((goal) => (
              <GoalTargetRow key={`${weekStart} ${goal.key}`} goal={goal} weekStart={weekStart} trackSave={trackSave} />
            ))}
          </ul>
          <CopyLastWeek weekStart={weekStart} />
        </>
      ) : (
        <SkeletonRows count={5} />
      )}
      <Section title="Week by week" detail="Done vs. target">
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

/** Until the first sync, nobody knows whether the person has set others. */
const NOT_LOADED_MESSAGE = 'Your own targets haven’t been loaded on this device yet.';

const inheritedMessage = (targetsFrom: CalendarDate | null, weekStart: CalendarDate): string => {
  if (targetsFrom === null) return 'These are the default targets until you change one.';
  const from = targetsFrom === addDays(weekStart, -7) ? 'the week before' : `the week of ${formatWeek(targetsFrom)}`;
  return `These are your targets from ${from} until you change one.`;
};

const weekStartFromParam = (text: string | undefined): CalendarDate | undefined =>
  text !== undefined && isCalendarDate(text) ? weekStartOf(text) : undefined;
