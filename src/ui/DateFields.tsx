import { TextInput, type TextInputProps } from '@mantine/core';
import { isRealDate, isWallTime } from '../domain/calendar/calendar-date.ts';
import styles from './DateFields.module.css';
import { formatDateWithYear, formatTime } from './format.ts';

type PickerProps = Omit<TextInputProps, 'value' | 'type'> & { value: string | null };

/** A native picker that shows its value in the app's locale while nobody edits it. */
const PickerField = ({ value, shown, ...props }: Omit<TextInputProps, 'value'> & { value: string; shown: string }) => (
  <TextInput
    {...props}
    value={value}
    inputContainer={(input) => (
      <div className={styles.container}>
        {input}
        {shown !== '' && (
          <span className={styles.shown} aria-hidden>
            {shown}
          </span>
        )}
      </div>
    )}
  />
);

/** The native date picker. The value is `YYYY-MM-DD` or empty. */
export const DateField = ({ value, ...props }: PickerProps) => (
  <PickerField
    type="date"
    {...props}
    value={value ?? ''}
    shown={value !== null && isRealDate(value) ? formatDateWithYear(value) : ''}
  />
);

/** The native time picker. The value is `HH:MM` or empty. */
export const TimeField = ({ value, ...props }: PickerProps) => (
  <PickerField
    type="time"
    {...props}
    value={value ?? ''}
    shown={value !== null && isWallTime(value) ? formatTime(value) : ''}
  />
);
