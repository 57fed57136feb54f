import { useState } from 'react';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { discardChanges } from '../../../store/outbox.ts';
import { showToast } from '../../../ui/toast.tsx';

/**
 * Discards rejected changes for good, after the person has confirmed it.
 *
 * @param onDone called once they are gone; not where that failed, which a toast says.
 */
export const useDiscard = (onDone: () => void) => {
  const db = useDatabase();
  const [isBusy, setBusy] = useState(false);
  const discard = async (changes: readonly { seq: number }[], message: string): Promise<void> => {
    setBusy(true);
    const isDone = await withSaveErrorToast(async () => {
      await discardChanges(
        db,
        changes.map(({ seq }) => seq),
      );
      return true;
    });
    setBusy(false);
    if (!isDone) return;
    showToast(message);
    onDone();
  };
  return { discard, isBusy };
};
