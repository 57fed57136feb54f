import { ActionIcon } from '../../../ui/Button.tsx';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { useActivityActions } from '../../../data/activities/use-activity-actions.ts';
import { ActivityRow } from '../../../shared/activities/ActivityRow.tsx';
import { formatCount, formatDate, formatLongDate } from '../../../ui/format.ts';
import { IconPlus } from '../../../ui/icons.ts';
import { LongListRows } from '../../../ui/LongListRows.tsx';
import { openQuickLog } from '../../../shared/activities/quick-log-store.ts';
import { useFirstSync } from '../../../shared/sync/use-first-sync.ts';
import { taskCountLabel, type WeekDay } from './week.ts';
import styles from './WeekDaySection.module.css';

export const dayElementId = (date: CalendarDate): string => `day-${date}`;

const joinParts = (...parts: (string | false)[]): string => parts.filter(Boolean).join(', ');

interface WeekDaySectionProps {
  day: WeekDay;
  today: CalendarDate;
  leadNames: ReadonlyMap<string, string>;
}

export const WeekDaySection = ({ day, today, leadNames }: WeekDaySectionProps) => {
  const { date, activities, done, planned, cancelled, tasks } = day;
  const actions = useActivityActions();
  const firstSync = useFirstSync();
  const name = formatLongDate(date);
  const counts = joinParts(
    done > 0 && `${formatCount(done)} done`,
    planned > 0 && `${formatCount(planned)} planned`,
    cancelled > 0 && `${formatCount(cancelled)} cancelled`,
    taskCountLabel(tasks),
  );
  return (
    <section className={styles.day} aria-label={name} id={dayElementId(date)} tabIndex={-1}>
      <div className={styles.head}>
        <h2 className={styles.name} data-today={date === today || undefined}>
          {date === today ? `Today, ${formatDate(date)}` : formatDate(date)}
        </h2>
        <span className={styles.counts}>
          {counts || (firstSync === 'done' && (date > today ? 'Nothing planned' : 'Nothing logged'))}
        </span>
        <ActionIcon
          aria-label={`${date > today ? 'Plan for' : 'Log on'} ${name}`}
          onClick={() => {
            openQuickLog(date === today ? {} : { date });
          }}
        >
          <IconPlus size={20} aria-hidden />
        </ActionIcon>
      </div>
      {activities.length > 0 && (
        <LongListRows
          label={name}
          items={activities}
          render={(activity) => (
            <ActivityRow
              key={activity.id}
              activity={activity}
              today={today}
              leadName={activity.lead_id ? leadNames.get(activity.lead_id) : undefined}
              actions={actions}
            />
          )}
        />
      )}
    </section>
  );
};
