import { Button } from '../../ui/Button.tsx';
import type { HistoryEntry } from '../../data/sync/history.ts';
import { formatInstant } from '../../ui/format.ts';
import { rowKindLabel, sentenceCase } from '../rows/labels.ts';
import styles from './History.module.css';
import { operationLabel, fieldChanges, subjectLabel } from './labels.ts';

interface HistoryEntryRowProps {
  entry: HistoryEntry;
  /** "You, on this device" */
  actorLabel: string;
  /** For the history of more than one row: what this one is known by, as far as that is known. */
  subject?: Record<string, unknown>;
  /** Names of leads by id, where they are known. */
  leadNames?: ReadonlyMap<string, string> | undefined;
  /** Writes values back to the row. Without it, nothing can be restored. */
  onRestore?: (values: Record<string, unknown>, label: string) => void;
  /** Whether the person may write the field; without it, each. */
  isRestorable?: (field: string) => boolean;
}

/** One history entry: the operation, who did it, and the changed fields. */
export const HistoryEntryRow = ({
  entry,
  actorLabel,
  subject,
  leadNames,
  onRestore,
  isRestorable = () => true,
}: HistoryEntryRowProps) => {
  const { op, before } = entry;
  return (
    <li className={styles.entry} data-op={op}>
      <p className={styles.operation}>{subject ? subjectLabel(entry, subject) : sentenceCase(operationLabel(entry))}</p>
      <p className={styles.who}>
        {actorLabel} · <time dateTime={entry.at}>{formatInstant(Date.parse(entry.at))}</time>
      </p>
      <dl className={styles.fields}>
        {fieldChanges(entry, leadNames).map(({ field, label, before: oldValue, after: newValue }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>
              {oldValue !== null && (newValue === null || before?.[field] !== null) && <del>{oldValue}</del>}
              {newValue !== null && <ins>{newValue}</ins>}
            </dd>
            {onRestore && op === 'update' && before && isRestorable(field) && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={`Restore ${label}: ${oldValue ?? 'empty'}`}
                onClick={() => {
                  onRestore({ [field]: before[field] ?? null }, label);
                }}
              >
                Restore
              </Button>
            )}
            {onRestore && op === 'lost' && isRestorable(field) && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={`Use ${label}: ${newValue ?? 'empty'}`}
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
            onRestore(before, sentenceCase(rowKindLabel(entry.table_name)));
          }}
        >
          Restore
        </Button>
      )}
    </li>
  );
};
