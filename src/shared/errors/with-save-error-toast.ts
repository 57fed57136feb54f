import { saveErrorMessage } from './storage-messages.ts';
import { showErrorToast } from '../../ui/toast.tsx';

/**
 * Runs a write to this device's database. Where it fails (storage is full, the browser has closed the database), shows
 * a toast and resolves to `undefined`.
 */
export const withSaveErrorToast = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
  try {
    return await work();
  } catch (error) {
    showErrorToast(saveErrorMessage(error));
    return undefined;
  }
};

/** `withSaveErrorToast` for a write without a result: resolves to whether it was stored. */
export const trySave = async (work: () => Promise<unknown>): Promise<boolean> =>
  (await withSaveErrorToast(async () => {
    await work();
    return true;
  })) ?? false;
