import styles from './ChoiceRow.module.css';
import { formatName } from './format-name.ts';

interface ChoiceRowProps {
  kind: 'radio' | 'checkbox';
  /** Of all rows of which one is chosen. */
  group?: string | undefined;
  /** A name that somebody typed. */
  title: string;
  detail?: string;
  checked: boolean;
  onChange: (isChecked: boolean) => void;
}

/** One of several things to choose, in a list that scrolls. */
export const ChoiceRow = ({ kind, group, title, detail = '', checked, onChange }: ChoiceRowProps) => (
  <label className={styles.row}>
    <input
      type={kind}
      name={group}
      checked={checked}
      onChange={(event) => {
        onChange(event.currentTarget.checked);
      }}
    />
    <span className={styles.text}>
      <span dir="auto">{formatName(title)}</span>
      {detail !== '' && <span className={styles.detail}>{detail}</span>}
    </span>
  </label>
);
