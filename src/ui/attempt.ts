import { showProblem } from './toast.tsx';

/**
 * Does `work` on this device's store and resolves to what it gave; where the device refuses (storage is
 * full, the browser has closed it) says so and resolves to `undefined`.
 */
export const attempt = async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
  try {
    return await work();
  } catch {
    showProblem(
      'This device could not save that, and nothing was changed. Free some storage or reload, then try again.',
    );
    return undefined;
  }
};
