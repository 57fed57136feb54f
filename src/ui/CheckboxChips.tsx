import styles from './ChoiceChips.module.css';

interface CheckboxChipsProps<Value extends string | number> {
  /** The label of the group, above the chips. */
  label: string;
  options: readonly { value: Value; label: string }[];
  values: readonly Value[];
  onChange: (values: Value[]) => void;
}

/** Multiple choice with all options visible. */
export const CheckboxChips = <Value extends string | number>({
  label,
  options,
  values,
  onChange,
}: CheckboxChipsProps<Value>) => (
  <fieldset className={styles.group}>
    <legend className={styles.legend}>{label}</legend>
    <div className={styles.chips}>
      {options.map((option) => (
        <label key={option.value} className={styles.chip}>
          <input
            type="checkbox"
            className={styles.input}
            checked={values.includes(option.value)}
            onChange={(event) => {
              const others = values.filter((value) => value !== option.value);
              onChange(event.currentTarget.checked ? [...others, option.value] : others);
            }}
          />
          {option.label}
        </label>
      ))}
    </div>
  </fieldset>
);
