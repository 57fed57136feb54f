import { useCallback, useEffect, useState } from 'react';
import type { CadenceDatabase } from './database.ts';
import { diagnoseStorageError, type StorageErrorCode } from './storage-error.ts';
import { isReleased } from './version-state.ts';

/** Opens the database. `problem`: why it cannot be opened; `retry` opens it again. */
export const useOpenProblem = (db: CadenceDatabase): { problem: StorageErrorCode | null; retry: () => void } => {
  const [problem, setProblem] = useState<StorageErrorCode | null>(null);
  const open = useCallback(async (): Promise<void> => {
    try {
      await db.open();
      setProblem(null);
    } catch (error) {
      if (!isReleased(db.versionState.getState())) setProblem(await diagnoseStorageError(error));
    }
  }, [db]);
  const retry = useCallback(() => void open(), [open]);
  useEffect(() => {
    void Promise.resolve().then(open);
  }, [open]);
  return { problem, retry };
};
