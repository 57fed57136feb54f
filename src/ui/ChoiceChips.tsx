import { type ReactNode, useId } from 'react';
import styles from './ChoiceChips.module.css';

interface ChoiceChipsProps<Value extends string> {
  /** The label of the group, above the chips. */
  label: string;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
  value: Value | null;
  onChange: (value: Value) => void;
  /** Takes the focus when the dialog around them opens. */
  autoFocus?: boolean;
  errorMessage?: string | null;
}

/** A group of radio buttons with all options visible. */
export const ChoiceChips = <Value extends string>({
  label,
  hideLabel = false,
  options,
  value,
  onChange,
  autoFocus = false,
  errorMessage,
}: ChoiceChipsProps<Value>) => {
  const id = useId();
  return (
    <fieldset className={styles.group} aria-describedby={errorMessage ? `${id}-error` : undefined}>
      <legend className={styles.legend} data-hidden={hideLabel || undefined}>
        {label}
      </legend>
      <div className={styles.chips}>
        {options.map((option, index) => (
          <label key={option.value} className={styles.chip}>
            <input
              type="radio"
              name={id}
              className={styles.input}
              checked={option.value === value}
              data-autofocus={(autoFocus && (value === null ? index === 0 : option.value === value)) || undefined}
              onChange={() => {
                onChange(option.value);
              }}
            />
            {option.icon}
            {option.label}
          </label>
        ))}
      </div>
      {errorMessage && (
        <p id={`${id}-error`} role="alert" className={styles.error}>
          {errorMessage}
        </p>
      )}
    </fieldset>
  );
};
