import { useState } from 'react';
import { discardChanges } from '../../../store/outbox.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { plural } from '../../../ui/format.ts';
import { showToast } from '../../../ui/toast.tsx';
import { FieldList } from './FieldList.tsx';
import styles from './NeedsAttention.module.css';
import { countWithDependents, type RejectedRow } from './rejected-rows.ts';
import { changedFieldTexts, rejectedRowTitle } from './messages.ts';

interface DiscardDialogProps {
  rejected: RejectedRow;
  leadNames: ReadonlyMap<string, string>;
  onClose: () => void;
}

/** Asks first, because a rejected change exists nowhere else; shows exactly what would be lost. */
export const DiscardDialog = ({ rejected, leadNames, onClose }: DiscardDialogProps) => {
  const db = useDatabase();
  const [isBusy, setBusy] = useState(false);
  const name = rejectedRowTitle(rejected);
  const [first] = rejected.changes;
  const dependentCount = countWithDependents(rejected.dependents);
  const discard = async () => {
    setBusy(true);
    const done = await withSaveErrorToast(async () => {
      await discardChanges(
        db,
        rejected.changes.map(({ seq }) => seq),
      );
      return true;
    });
    setBusy(false);
    if (!done) return;
    showToast(`Discarded the change to “${name}”.`);
    onClose();
  };
  return (
    <ConfirmDialog
      opened
      danger
      title={`Discard “${name}”?`}
      confirmLabel="Discard change"
      busy={isBusy}
      onConfirm={() => void discard()}
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
