import { Button } from '@mantine/core';
import { useState } from 'react';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { plural } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';
import { removeOriginal } from './found.ts';
import styles from './Import.module.css';

interface RemoveOriginalProps {
  storageKey: string;
  /** Rows that are nowhere else; unknown where it was imported earlier. */
  unreadable?: number;
  onRemoved: () => void;
}

/** Removes the older app's own copy, and says what that means. */
export const RemoveOriginal = ({ storageKey, unreadable, onRemoved }: RemoveOriginalProps) => {
  const { pendingChanges } = useProgramSync();
  const [isAsking, setAsking] = useState(false);
  const remove = () => {
    removeOriginal(storageKey);
    setAsking(false);
    showToast('The original is removed from this browser.');
    onRemoved();
  };
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setAsking(true);
        }}
      >
        Remove the original
      </Button>
      <ConfirmDialog
        opened={isAsking}
        danger
        title="Remove the original?"
        confirmLabel="Remove it"
        onConfirm={remove}
        onClose={() => {
          setAsking(false);
        }}
      >
        <div className={styles.dialog}>
          <p>
            This deletes what the older app stored in this browser as “{storageKey}”, for good. The older app will be
            empty here. What was imported stays in Cadence.
          </p>
          {unreadable === undefined ? (
            <p>Rows that could not be read are nowhere else, unless you have downloaded them.</p>
          ) : (
            unreadable > 0 && (
              <p>
                {plural(unreadable, 'row')} could not be read and {unreadable === 1 ? 'is' : 'are'} nowhere else.
                Download {unreadable === 1 ? 'it' : 'them'} first.
              </p>
            )
          )}
          {pendingChanges > 0 && (
            <p>
              {plural(pendingChanges, 'change')} {pendingChanges === 1 ? 'is' : 'are'} not in the cloud yet.
            </p>
          )}
        </div>
      </ConfirmDialog>
    </>
  );
};
