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
    storage?.estimate().catch(() => undefined),
    storage?.persisted().catch(() => undefined),
  ]);
  return { used: estimate?.usage ?? null, quota: estimate?.quota ?? null, persisted: persisted ?? null };
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
