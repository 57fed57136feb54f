import { useDisclosure } from '@mantine/hooks';
import { Button } from '../../../ui/Button.tsx';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { plural } from '../../../ui/format.ts';
import { showToast } from '../../../ui/toast.tsx';
import { removeLegacyData } from './legacy-storage.ts';
import styles from './Import.module.css';

interface RemoveLegacyDataProps {
  storageKey: string;
  /** How many rows exist nowhere else; `undefined` when not known, after an earlier import. */
  unreadable?: number;
  onRemoved: () => void;
}

/** Deletes the legacy app's own data, after a confirmation that says what would be lost. */
export const RemoveLegacyData = ({ storageKey, unreadable, onRemoved }: RemoveLegacyDataProps) => {
  const { pendingChanges } = useProgramSync();
  const [isConfirming, { open, close }] = useDisclosure(false);
  const remove = () => {
    removeLegacyData(storageKey);
    close();
    showToast('Removed the original data from this browser.');
    onRemoved();
  };
  return (
    <>
      <Button variant="default" onClick={open}>
        Remove original data
      </Button>
      <ConfirmDialog
        opened={isConfirming}
        danger
        title="Remove original data?"
        confirmLabel="Remove data"
        onConfirm={remove}
        onClose={close}
      >
        <div className={styles.dialog}>
          <p>
            This permanently deletes what your previous app stored in this browser as “{storageKey}”. The previous app
            will be empty here. Imported rows stay in Cadence.
          </p>
          {unreadable === undefined ? (
            <p>Unreadable rows will be lost unless you have downloaded them.</p>
          ) : (
            unreadable > 0 && (
              <p>
                {plural(unreadable, 'row')} could not be read and will be lost. Download{' '}
                {unreadable === 1 ? 'it' : 'them'} first.
              </p>
            )
          )}
          {pendingChanges > 0 && (
            <p>
              {plural(pendingChanges, 'change')} {pendingChanges === 1 ? 'is' : 'are'} not synced yet.
            </p>
          )}
        </div>
      </ConfirmDialog>
    </>
  );
};
