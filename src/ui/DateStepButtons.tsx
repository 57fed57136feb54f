import { ActionIcon, Button } from '@mantine/core';
import { addDays, type CalendarDate, weekStartOf } from '../domain/calendar/calendar-date.ts';
import styles from './DateStepButtons.module.css';
import { formatDate, formatDay, formatLongDate, formatWeek, formatWeekName } from './format.ts';
import { IconChevronLeft, IconChevronRight } from './icons.ts';

interface DateStepButtonsProps {
  /** With `week`, dates are Mondays. */
  unit: 'day' | 'week';
  date: CalendarDate;
  today: CalendarDate;
  onChange: (date: CalendarDate) => void;
  /** Shows the date between the arrows, on screens whose title does not name it. */
  showsName?: boolean;
}

/** Buttons to the previous and the next day or week, and back to the current one. */
export const DateStepButtons = ({ unit, date, today, onChange, showsName = false }: DateStepButtonsProps) => {
  const step = unit === 'day' ? 1 : 7;
  const currentDate = unit === 'day' ? today : weekStartOf(today);
  const variant = showsName ? 'subtle' : 'default';
  const previousButton = (
    <ActionIcon
      variant={variant}
      aria-label={`Previous ${unit}`}
      onClick={() => {
        onChange(addDays(date, -step));
      }}
    >
      <IconChevronLeft size={20} aria-hidden />
    </ActionIcon>
  );
  const nextButton = (
    <ActionIcon
      variant={variant}
      aria-label={`Next ${unit}`}
      onClick={() => {
        onChange(addDays(date, step));
      }}
    >
      <IconChevronRight size={20} aria-hidden />
    </ActionIcon>
  );
  const currentButton = date !== currentDate && (
    <Button
      variant="subtle"
      {...(showsName ? { size: 'compact-md' } : { className: styles.current ?? '' })}
      onClick={() => {
        onChange(currentDate);
      }}
    >
      {unit === 'day' ? 'Today' : 'This week'}
    </Button>
  );
  return (
    <div
      className={styles.steps}
      data-named={showsName || undefined}
      role="group"
      aria-label={unit === 'day' ? 'Day' : 'Week'}
    >
      {showsName ? (
        <>
          {previousButton}
          <DateName unit={unit} date={date} today={today} currentDate={currentDate} />
          {nextButton}
          {currentButton}
        </>
      ) : (
        <>
          <span className={styles.hidden} aria-live="polite">
            {unit === 'day' ? formatLongDate(date) : formatWeek(date)}
          </span>
          {currentButton}
          {previousButton}
          {nextButton}
        </>
      )}
    </div>
  );
};

interface DateNameProps extends Pick<DateStepButtonsProps, 'unit' | 'date' | 'today'> {
  currentDate: CalendarDate;
}

const DateName = ({ unit, date, today, currentDate }: DateNameProps) => {
  const name = unit === 'day' ? formatDay(date, today) : formatWeekName(date, currentDate);
  const dates = unit === 'day' ? formatDate(date, today) : formatWeek(date);
  return (
    <span className={styles.name} aria-live="polite">
      {name}
      {name !== dates && <span className={styles.dates}>{dates}</span>}
    </span>
  );
};
