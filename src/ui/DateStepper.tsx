import { ActionIcon, Button } from '@mantine/core';
import { addDays, type CalendarDate, weekStartOf } from '../domain/calendar.ts';
import styles from './DateStepper.module.css';
import { formatDate, formatDay, formatWeek, formatWeekName } from './format.ts';
import { IconChevronLeft, IconChevronRight } from './icons.ts';

interface DateStepperProps {
  /** With `week`, dates are Mondays. */
  unit: 'day' | 'week';
  date: CalendarDate;
  today: CalendarDate;
  onChange: (date: CalendarDate) => void;
}

/** Goes back and forth by a day or a week, and home to today. */
export const DateStepper = ({ unit, date, today, onChange }: DateStepperProps) => {
  const step = unit === 'day' ? 1 : 7;
  const home = unit === 'day' ? today : weekStartOf(today);
  const name = unit === 'day' ? formatDay(date, today) : formatWeekName(date, home);
  const dates = unit === 'day' ? formatDate(date, today) : formatWeek(date);
  return (
    <div className={styles.stepper} role="group" aria-label={unit === 'day' ? 'Day' : 'Week'}>
      <ActionIcon
        aria-label={`Previous ${unit}`}
        onClick={() => {
          onChange(addDays(date, -step));
        }}
      >
        <IconChevronLeft size={20} aria-hidden />
      </ActionIcon>
      <span className={styles.name} aria-live="polite">
        {name}
        {name !== dates && <span className={styles.dates}>{dates}</span>}
      </span>
      <ActionIcon
        aria-label={`Next ${unit}`}
        onClick={() => {
          onChange(addDays(date, step));
        }}
      >
        <IconChevronRight size={20} aria-hidden />
      </ActionIcon>
      {date !== home && (
        <Button
          variant="subtle"
          size="compact-md"
          onClick={() => {
            onChange(home);
          }}
        >
          {unit === 'day' ? 'Today' : 'This week'}
        </Button>
      )}
    </div>
  );
};
