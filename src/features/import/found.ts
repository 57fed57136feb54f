/** Under which name the older app kept its state in this browser. */
export const STORAGE_KEY = (import.meta.env.VITE_IMPORT_KEY as string | undefined) ?? 'weekly-program-storage';

export const readOriginal = (key: string): string | null => localStorage.getItem(key);

export const hasOriginal = (): boolean => readOriginal(STORAGE_KEY) !== null;

export const removeOriginal = (key: string): void => {
  localStorage.removeItem(key);
};
