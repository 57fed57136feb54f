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

let asked = false;

/**
 * Asks the browser to keep the data when the disk runs full. Browsers refuse before somebody has used
 * the app, so ask after the first entries; asks once a start. Answers whether it is promised now.
 */
export const askForPersistence = async (): Promise<boolean> => {
  const storage = manager();
  if (!storage) return false;
  try {
    if (await storage.persisted()) return true;
    if (asked) return false;
    asked = true;
    return await storage.persist();
  } catch {
    return false;
  }
};
