/** The browser's storage for this origin. */
export interface StorageState {
  /** In bytes, as `quota`; `null` where the browser does not report it. */
  used: number | null;
  quota: number | null;
  /** Whether the browser keeps the data under storage pressure; `null` where it does not report it. */
  persisted: boolean | null;
}

const manager = (): StorageManager | undefined => (navigator as { storage?: StorageManager }).storage;

/** Never rejects. */
export const readStorageState = async (): Promise<StorageState> => {
  const storage = manager();
  const [estimate, persisted] = await Promise.all([
    // Where a browser lacks one of the functions, calling it throws.
    (async () => storage?.estimate())().catch(() => undefined),
    (async () => storage?.persisted())().catch(() => undefined),
  ]);
  return { used: estimate?.usage ?? null, quota: estimate?.quota ?? null, persisted: persisted ?? null };
};

/**
 * What may happen to what this device stores.
 *
 * - `none`: the browser keeps it until the person deletes it.
 * - `evictable`: the browser promises nothing: it may clear it when space runs low, and some do after days without a visit.
 *   Most private windows look like this as well.
 * - `temporary`: the browser gives as little space as in a private window, whose storage ends with it.
 * - `unknown`: the browser does not say.
 */
export type StorageRisk = 'none' | 'evictable' | 'temporary' | 'unknown';

/**
 * In bytes. A private window is given a part of the memory, any other most of the disk. No browser says which of the two
 * it is, so that messages about less than this must leave it open.
 */
const SMALL_QUOTA = 4_000_000_000;

export const storageRiskOf = ({ quota, persisted }: StorageState): StorageRisk => {
  if (persisted === true) return 'none';
  if (quota !== null && quota < SMALL_QUOTA) return 'temporary';
  return persisted === false ? 'evictable' : 'unknown';
};

/** Requests persistent storage. Resolves with whether it is granted; never rejects. */
export const requestPersistence = async (): Promise<boolean> => {
  try {
    const storage = manager();
    return storage !== undefined && ((await storage.persisted()) || (await storage.persist()));
  } catch {
    return false;
  }
};

let isRequested = false;

/**
 * Requests persistent storage once per page load. Call it after the first entries: browsers refuse it before the
 * person has used the app.
 */
export const requestPersistenceOnce = (): void => {
  if (isRequested) return;
  isRequested = true;
  void requestPersistence();
};
