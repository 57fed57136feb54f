import { type ReactNode, useId } from 'react';
import styles from './ChoiceChips.module.css';

interface ChoiceChipsProps<Value extends string> {
  /** What is chosen, above the chips. */
  label: string;
  /** Keep the label for screen readers only. */
  hideLabel?: boolean;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
  value: Value | null;
  onChange: (value: Value) => void;
  /** Take the focus when the dialog around them opens. */
  autoFocus?: boolean;
  problem?: string | null;
}

/** One of several choices, all in sight, one tap each. By keyboard they are one group of radio buttons. */
export const ChoiceChips = <Value extends string>({
  label,
  hideLabel = false,
  options,
  value,
  onChange,
  autoFocus = false,
  problem,
}: ChoiceChipsProps<Value>) => {
  const id = useId();
  return (
    <fieldset className={styles.group} aria-describedby={problem ? `${id}-problem` : undefined}>
      <legend className={styles.legend} data-hidden={hideLabel || undefined}>
        {label}
      </legend>
      <div className={styles.chips}>
        {options.map((option, place) => (
          <label key={option.value} className={styles.chip}>
            <input
              type="radio"
              name={id}
              className={styles.input}
              checked={option.value === value}
              data-autofocus={(autoFocus && (value === null ? place === 0 : option.value === value)) || undefined}
              onChange={() => {
                onChange(option.value);
              }}
            />
            {option.icon}
            {option.label}
          </label>
        ))}
      </div>
      {problem && (
        <p id={`${id}-problem`} role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </fieldset>
  );
};
