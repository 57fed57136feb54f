import { addDays, type CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { hasUnseenCoachEdit, type Task } from '../../../domain/tasks/task.ts';
import { getTasksBetween } from '../../../data/tasks/tasks.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { formatInlineDay, plural } from '../../../ui/format.ts';
import { IconCalendarEvent } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';

/** How far ahead days are looked at. */
const AHEAD_DAYS = 60;
const MAX_DAYS = 3;

/** The coming days with tasks that a coach has added or changed since the person last looked, each with a link. */
export const NewFromCoach = ({ today }: { today: CalendarDate }) => {
  const tasks = useLiveQuery(
    async (db) => (await getTasksBetween(db, addDays(today, 1), addDays(today, AHEAD_DAYS))).filter(hasUnseenCoachEdit),
    [today],
    'after-screens',
  );
  const days = [...new Set(tasks?.map(({ date }) => date))].map(
    (day) => [day, tasks?.filter(({ date }) => date === day) ?? []] as const,
  );
  return (
    days.length > 0 && (
      <ListRows label="New from your coach">
        {days.slice(0, MAX_DAYS).map(([day, ofDay]) => (
          <ListRow
            key={day}
            leading={<IconTile Icon={IconCalendarEvent} />}
            title={dayTitle(day, ofDay, today)}
            detail={ofDay.map(({ title }) => title).join(', ')}
            link={{ to: '/today', search: { day } }}
          />
        ))}
      </ListRows>
    )
  );
};

/** "New from your coach: 2 tasks on Wed 25 Nov" */
const dayTitle = (day: CalendarDate, tasks: readonly Task[], today: CalendarDate): string => {
  const name = formatInlineDay(day, today);
  return `New from your coach: ${plural(tasks.length, 'task')} ${name === 'tomorrow' ? name : `on ${name}`}`;
};
