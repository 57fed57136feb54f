import { useState } from 'react';
import { discardChanges } from '../../store/outbox.ts';
import { useStore } from '../../store/react.ts';
import { attempt } from '../../ui/attempt.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { plural } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';
import { FieldList } from './FieldList.tsx';
import styles from './NeedsAttention.module.css';
import { countRows, type RefusedRow } from './refused-rows.ts';
import { fieldsOf, nameOf } from './sentences.ts';

interface DiscardDialogProps {
  refused: RefusedRow;
  leadNames: ReadonlyMap<string, string>;
  onClose: () => void;
}

/** Asks, because what was refused exists nowhere else; shows exactly what would be lost. */
export const DiscardDialog = ({ refused, leadNames, onClose }: DiscardDialogProps) => {
  const db = useStore();
  const [isBusy, setBusy] = useState(false);
  const name = nameOf(refused);
  const [first] = refused.changes;
  const waiting = countRows(refused.dependents);
  const discard = async () => {
    setBusy(true);
    const done = await attempt(async () => {
      await discardChanges(
        db,
        refused.changes.map(({ seq }) => seq),
      );
      return true;
    });
    setBusy(false);
    if (!done) return;
    showToast(`Discarded the change of “${name}”.`);
    onClose();
  };
  return (
    <ConfirmDialog
      opened
      danger
      title={`Discard “${name}”?`}
      confirmLabel="Discard"
      busy={isBusy}
      onConfirm={() => void discard()}
      onClose={onClose}
    >
      <div className={styles.dialog}>
        <p>
          {first.op === 'insert'
            ? 'It is only on this device. This will be lost for good:'
            : first.op === 'delete'
              ? 'It stays in the cloud, and comes back on this device.'
              : 'It goes back to what the cloud has. This will be lost for good:'}
        </p>
        <FieldList fields={fieldsOf(refused, leadNames)} />
        {waiting > 0 && (
          <p>
            {waiting === 1
              ? 'What waits for it is kept: you decide about it next.'
              : `The ${plural(waiting, 'entry', 'entries')} that wait for it are kept: you decide about them next.`}
          </p>
        )}
      </div>
    </ConfirmDialog>
  );
};
