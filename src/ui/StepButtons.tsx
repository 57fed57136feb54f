import { ActionIcon, Button } from '@mantine/core';
import { addDays, type CalendarDate, weekStartOf } from '../domain/calendar.ts';
import { formatLongDate, formatWeek } from './format.ts';
import { IconChevronLeft, IconChevronRight } from './icons.ts';
import styles from './StepButtons.module.css';

interface StepButtonsProps {
  /** With `week`, dates are Mondays. */
  unit: 'day' | 'week';
  date: CalendarDate;
  today: CalendarDate;
  onChange: (date: CalendarDate) => void;
}

/** The arrows of a screen whose title names the day or the week: back, forth, and home to today. */
export const StepButtons = ({ unit, date, today, onChange }: StepButtonsProps) => {
  const step = unit === 'day' ? 1 : 7;
  const home = unit === 'day' ? today : weekStartOf(today);
  return (
    <div className={styles.steps} role="group" aria-label={unit === 'day' ? 'Day' : 'Week'}>
      <span className={styles.hidden} aria-live="polite">
        {unit === 'day' ? formatLongDate(date) : formatWeek(date)}
      </span>
      {date !== home && (
        <Button
          variant="subtle"
          className={styles.home ?? ''}
          onClick={() => {
            onChange(home);
          }}
        >
          {unit === 'day' ? 'Today' : 'This week'}
        </Button>
      )}
      <ActionIcon
        variant="default"
        aria-label={`Previous ${unit}`}
        onClick={() => {
          onChange(addDays(date, -step));
        }}
      >
        <IconChevronLeft size={20} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={`Next ${unit}`}
        onClick={() => {
          onChange(addDays(date, step));
        }}
      >
        <IconChevronRight size={20} aria-hidden />
      </ActionIcon>
    </div>
  );
};
