import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { plural } from '../../../ui/format.ts';
import { FieldList } from './FieldList.tsx';
import styles from './NeedsAttention.module.css';
import { countWithDependents, type RejectedRow } from './rejected-rows.ts';
import { changedFieldTexts, rejectedRowTitle } from './messages.ts';
import { useDiscard } from './use-discard.ts';

interface DiscardDialogProps {
  rejected: RejectedRow;
  leadNames: ReadonlyMap<string, string>;
  onClose: () => void;
}

/** Asks first, because a rejected change exists nowhere else; shows exactly what would be lost. */
export const DiscardDialog = ({ rejected, leadNames, onClose }: DiscardDialogProps) => {
  const { discard, isBusy } = useDiscard(onClose);
  const name = rejectedRowTitle(rejected);
  const [first] = rejected.changes;
  const dependentCount = countWithDependents(rejected.dependents);
  return (
    <ConfirmDialog
      opened
      danger
      title={`Discard “${name}”?`}
      confirmLabel="Discard change"
      busy={isBusy}
      onConfirm={() => discard(rejected.changes, `Discarded the change to “${name}”.`)}
      onClose={onClose}
    >
      <div className={styles.dialog}>
        <p>
          {first.op === 'insert'
            ? 'It exists only on this device. This will be lost permanently:'
            : first.op === 'delete'
              ? 'It stays in the cloud and is restored on this device.'
              : 'It reverts to the version in the cloud. This will be lost permanently:'}
        </p>
        <FieldList fields={changedFieldTexts(rejected, leadNames)} />
        {dependentCount > 0 && (
          <p>
            {dependentCount === 1
              ? 'The entry that waits for it is kept; you decide on it next.'
              : `The ${plural(dependentCount, 'entry', 'entries')} that wait for it are kept; you decide on them next.`}
          </p>
        )}
      </div>
    </ConfirmDialog>
  );
};
