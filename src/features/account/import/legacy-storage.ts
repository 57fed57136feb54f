/** The key of localStorage under which the legacy app stored its state. */
export const LEGACY_STORAGE_KEY = (import.meta.env.VITE_IMPORT_KEY as string | undefined) ?? 'weekly-program-storage';

export const readLegacyData = (key: string): string | null => localStorage.getItem(key);

export const hasLegacyData = (): boolean => readLegacyData(LEGACY_STORAGE_KEY) !== null;

export const removeLegacyData = (key: string): void => {
  localStorage.removeItem(key);
};
