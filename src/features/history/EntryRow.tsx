import { Button } from '@mantine/core';
import type { HistoryEntry } from '../../remote/history.ts';
import { formatInstant } from '../../ui/format.ts';
import { kindOf, sentenceCase } from '../../ui/row-words.ts';
import styles from './History.module.css';
import { deedOf, fieldChanges } from './words.ts';

interface EntryRowProps {
  entry: HistoryEntry;
  /** "You, on this device" */
  who: string;
  /** Say what it is about, in the history of more than one row. */
  withKind?: boolean;
  /** The names of the person's leads, where they are known. */
  leadNames?: ReadonlyMap<string, string> | undefined;
  /** Gives the row these values again. Without it nothing can be restored. */
  onRestore?: (values: Record<string, unknown>, label: string) => void;
}

/** One entry of a history: what was done, by whom, and what it changed. */
export const EntryRow = ({ entry, who, withKind = false, leadNames, onRestore }: EntryRowProps) => {
  const { op, before } = entry;
  return (
    <li className={styles.entry} data-op={op}>
      <p className={styles.deed}>
        {sentenceCase(withKind ? `${kindOf(entry.table_name)} ${deedOf(entry)}` : deedOf(entry))}
      </p>
      <p className={styles.who}>
        {who} · <time dateTime={entry.at}>{formatInstant(Date.parse(entry.at))}</time>
      </p>
      <dl className={styles.fields}>
        {fieldChanges(entry, leadNames).map(({ field, label, before: was, after: is }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>
              {was !== null && (is === null || before?.[field] !== null) && <del>{was}</del>}
              {is !== null && <ins>{is}</ins>}
            </dd>
            {onRestore && op === 'update' && before && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={`Restore ${label}: ${was ?? 'empty'}`}
                onClick={() => {
                  onRestore({ [field]: before[field] ?? null }, label);
                }}
              >
                Restore
              </Button>
            )}
            {onRestore && op === 'lost' && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={`Use ${label}: ${is ?? 'empty'}`}
                onClick={() => {
                  onRestore({ [field]: entry.after?.[field] ?? null }, label);
                }}
              >
                Use this
              </Button>
            )}
          </div>
        ))}
      </dl>
      {onRestore && op === 'delete' && before && (
        <Button
          variant="default"
          size="compact-md"
          onClick={() => {
            onRestore(before, 'It');
          }}
        >
          Bring it back
        </Button>
      )}
    </li>
  );
};
