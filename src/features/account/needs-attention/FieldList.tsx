import styles from './NeedsAttention.module.css';
import type { FieldText } from './messages.ts';

export const FieldList = ({ fields }: { fields: readonly FieldText[] }) =>
  fields.length > 0 && (
    <dl className={styles.fields}>
      {fields.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
