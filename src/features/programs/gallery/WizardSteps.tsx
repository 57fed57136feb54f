import {
  addDays,
  type CalendarDate,
  isCalendarDate,
  LAST_DATE,
  weekdayOf,
} from '../../../domain/calendar/calendar-date.ts';
import { calculateDateForDayIndex } from '../../../domain/programs/day-dates.ts';
import { previewFirstWeek } from '../../../domain/programs/first-week.ts';
import type { VersionPreview } from '../../../domain/programs/version.ts';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';
import { DateField } from '../../../ui/DateFields.tsx';
import { formatDate, formatLongDate, plural } from '../../../ui/format.ts';
import styles from './Gallery.module.css';
import { PreviewTaskList } from '../../../shared/programs/ProgramDays.tsx';
import { programLengthLabel } from '../../../shared/programs/program-labels.ts';

export const startDateError = (start: string, today: CalendarDate): string | null => {
  if (!isCalendarDate(start)) return 'Choose a date.';
  return start < today ? 'Choose today or a later date.' : null;
};

interface StartStepProps {
  version: VersionPreview;
  start: string;
  today: CalendarDate;
  onChange: (start: string) => void;
}

/** Chooses the start date. */
export const StartStep = ({ version, start, today, onChange }: StartStepProps) => {
  const nextMonday = addDays(today, 7 - weekdayOf(today));
  const tomorrow = addDays(today, 1);
  const error = startDateError(start, today);
  return (
    <div className={styles.form}>
      <ChoiceChips
        label="When do you start?"
        options={[
          { value: today, label: 'Today' },
          { value: tomorrow, label: 'Tomorrow' },
          ...(nextMonday === tomorrow ? [] : [{ value: nextMonday, label: 'Next Monday' }]),
        ]}
        value={start}
        onChange={onChange}
      />
      <DateField
        label="Start date"
        min={today}
        max={LAST_DATE}
        value={start}
        error={error}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
      {error === null && <p className={styles.quiet}>{programDatesLabel(version, start, today)}</p>}
    </div>
  );
};

/** "28 days, until Sun 20 Dec." */
const programDatesLabel = (version: VersionPreview, start: CalendarDate, today: CalendarDate): string => {
  const { length_days, day_counting } = version;
  const first = calculateDateForDayIndex(start, 1, day_counting);
  const last = calculateDateForDayIndex(start, length_days, day_counting);
  const begins = first === start ? '' : ` Weekends don’t count, so day 1 is ${formatLongDate(first)}.`;
  return `${programLengthLabel(version)}, until ${formatDate(last, today)}.${begins}`;
};

interface FirstWeekStepProps {
  version: VersionPreview;
  start: CalendarDate;
  values: Record<string, string>;
}

/** Previews the first week. */
export const FirstWeekStep = ({ version, start, values }: FirstWeekStepProps) => {
  const week = previewFirstWeek(version, start, values);
  const taskCount = week.reduce((sum, { tasks }) => sum + tasks.length, 0);
  return (
    <div className={styles.form}>
      <p>
        {week.length === 0
          ? `There are no tasks in the first week. ${plural(version.task_count, 'task follows', 'tasks follow')} later.`
          : `Your first week: ${String(taskCount)} of ${plural(version.task_count, 'task')}.`}
      </p>
      {week.map(({ day_index, date, tasks }) => (
        <div key={day_index}>
          <h3 className={styles.dayName}>{formatLongDate(date)}</h3>
          <PreviewTaskList tasks={tasks} />
        </div>
      ))}
    </div>
  );
};
