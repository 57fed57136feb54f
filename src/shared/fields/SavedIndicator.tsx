import { useCallback, useState } from 'react';
import { IconCheck } from '../../ui/icons.ts';
import { saveErrorMessage } from '../errors/storage-messages.ts';
import { showErrorToast } from '../../ui/toast.tsx';
import styles from './SavedIndicator.module.css';

/** Announced politely by screen readers. */
export const SavedIndicator = ({ isSaved }: { isSaved: boolean }) => (
  <span role="status" className={styles.note}>
    {isSaved && (
      <>
        <IconCheck size={16} stroke={2.5} aria-hidden />
        Saved on this device
      </>
    )}
  </span>
);

/**
 * `trackSave` runs a save; where it fails, it shows a toast and rejects. `isSaved`: the last save succeeded.
 *
 * @param subject what is saved, where the screen goes from one to another.
 */
export const useSaveStatus = (subject = '') => {
  const [savedSubject, setSavedSubject] = useState<string | null>(null);
  const trackSave = useCallback(
    async (work: () => Promise<unknown>): Promise<void> => {
      try {
        await work();
        setSavedSubject(subject);
      } catch (error) {
        setSavedSubject(null);
        showErrorToast(saveErrorMessage(error));
        throw error;
      }
    },
    [subject],
  );
  return { isSaved: savedSubject === subject, trackSave };
};
