import { addDays, type CalendarDate, isCalendarDate, weekdayOf } from '../../domain/calendar.ts';
import { calculateDateForDayIndex } from '../../domain/program-days.ts';
import { firstWeek } from '../../domain/program-plan.ts';
import type { VersionPreview } from '../../domain/program-version.ts';
import { ChoiceChips } from '../../ui/ChoiceChips.tsx';
import { DateField } from '../../ui/Fields.tsx';
import { formatDate, formatLongDate, plural } from '../../ui/format.ts';
import styles from './Gallery.module.css';
import { TaskLines } from './ProgramDays.tsx';
import { lengthText } from './words.ts';

/** Years beyond which nobody plans, and the calendar of some devices ends. */
const LAST_START = '2999-12-31';

/** What is wrong with a start date; null where nothing is. */
export const startProblem = (start: string, today: CalendarDate): string | null => {
  if (!isCalendarDate(start) || start > LAST_START) return 'Choose a day.';
  return start < today ? 'Choose today or a day to come.' : null;
};

interface StartStepProps {
  version: VersionPreview;
  start: string;
  today: CalendarDate;
  onChange: (start: string) => void;
}

/** When it begins, and when it ends then. */
export const StartStep = ({ version, start, today, onChange }: StartStepProps) => {
  const nextMonday = addDays(today, 7 - weekdayOf(today));
  const tomorrow = addDays(today, 1);
  const problem = startProblem(start, today);
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
        max={LAST_START}
        value={start}
        error={problem}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
      {problem === null && <p className={styles.quiet}>{spanText(version, start, today)}</p>}
    </div>
  );
};

/** "28 days, until Sunday, 20 December." */
const spanText = (version: VersionPreview, start: CalendarDate, today: CalendarDate): string => {
  const { length_days, day_counting } = version;
  const first = calculateDateForDayIndex(start, 1, day_counting);
  const last = calculateDateForDayIndex(start, length_days, day_counting);
  const begins = first === start ? '' : ` Weekends do not count, so day 1 is ${formatLongDate(first)}.`;
  return `${lengthText(version)}, until ${formatDate(last, today)}.${begins}`;
};

interface FirstWeekStepProps {
  version: VersionPreview;
  start: CalendarDate;
  values: Record<string, string>;
}

/** The first week as it will be. */
export const FirstWeekStep = ({ version, start, values }: FirstWeekStepProps) => {
  const week = firstWeek(version, start, values);
  const shown = week.reduce((sum, { tasks }) => sum + tasks.length, 0);
  return (
    <div className={styles.form}>
      <p>
        {week.length === 0
          ? `There is nothing to do in the first week. ${plural(version.task_count, 'task')} come later.`
          : `Your first week: ${plural(shown, 'task')} of ${String(version.task_count)}.`}
      </p>
      {week.map(({ day_index, date, tasks }) => (
        <div key={day_index}>
          <h3 className={styles.dayName}>{formatLongDate(date)}</h3>
          <TaskLines tasks={tasks} />
        </div>
      ))}
    </div>
  );
};
