import { useCallback, useState } from 'react';
import { IconCheck } from './icons.ts';
import { showProblem } from './toast.tsx';
import styles from './SavedNote.module.css';

/** "Saved on this device", once something was; announced quietly. */
export const SavedNote = ({ isSaved }: { isSaved: boolean }) => (
  <span role="status" className={styles.note}>
    {isSaved && (
      <>
        <IconCheck size={16} stroke={2.5} aria-hidden />
        Saved on this device
      </>
    )}
  </span>
);

/** Runs saves and remembers whether one has succeeded; a failed one is told of and thrown on. */
export const useSaving = () => {
  const [isSaved, setSaved] = useState(false);
  const saving = useCallback(async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      setSaved(true);
    } catch (error) {
      setSaved(false);
      showProblem('This device could not save that. Free some storage or reload, then try again.');
      throw error;
    }
  }, []);
  return { isSaved, saving };
};
