/** How this device keeps the database. */
export interface StorageState {
  /** Bytes, as far as the browser tells; `null` where it does not. */
  used: number | null;
  quota: number | null;
  /** True where the browser has promised not to clear it on its own; `null` where it does not say. */
  persisted: boolean | null;
}

const manager = (): StorageManager | undefined => (navigator as { storage?: StorageManager }).storage;

/** Never fails: what a browser does not tell is `null`. */
export const readStorageState = async (): Promise<StorageState> => {
  const storage = manager();
  const [estimate, persisted] = await Promise.all([
    storage?.estimate().catch(() => undefined),
    storage?.persisted().catch(() => undefined),
  ]);
  return { used: estimate?.usage ?? null, quota: estimate?.quota ?? null, persisted: persisted ?? null };
};

/** Asks the browser to keep the data when the disk runs full. Answers whether it is promised now. */
export const requestPersistence = async (): Promise<boolean> => {
  try {
    const storage = manager();
    return storage !== undefined && ((await storage.persisted()) || (await storage.persist()));
  } catch {
    return false;
  }
};

let asked = false;

/**
 * Asks by itself, once a start. Browsers refuse before somebody has used the app, and may never be asked
 * again, so call it after the first entries.
 */
export const askForPersistence = (): void => {
  if (asked) return;
  asked = true;
  void requestPersistence();
};
