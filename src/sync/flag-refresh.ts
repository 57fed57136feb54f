import type { CadenceDatabase } from '../store/database.ts';
import { getStoredFlags, isFlagOn, storeFlags } from '../store/flags.ts';

/** The age at which stored flags are fetched again, in milliseconds. */
const FLAGS_STALE_AFTER_MS = 5 * 60_000;

interface FlagRefreshOptions {
  db: CadenceDatabase;
  /** Fetches the person's flags. Without it the stored ones stay. */
  fetchFlags?: (() => Promise<Record<string, boolean>>) | undefined;
  now: () => number;
}

/**
 * Creates a check to call before each sync cycle: it refreshes the person's flags and resolves with whether
 * `cloud_sync` is on. Where it was on, it does not wait for the refresh; where it was off or is unknown, it does.
 */
export const createFlagRefresh = ({ db, fetchFlags, now }: FlagRefreshOptions): (() => Promise<boolean>) => {
  let fetchedAt = Number.NEGATIVE_INFINITY;
  const refresh = async (): Promise<void> => {
    if (!fetchFlags) return;
    fetchedAt = now();
    try {
      await storeFlags(db, await fetchFlags());
    } catch {
      // The stored flags stay in force, and the next sync cycle fetches again.
      fetchedAt = Number.NEGATIVE_INFINITY;
    }
  };
  return async () => {
    const isKnownOn = (await getStoredFlags(db))?.['cloud_sync'] ?? false;
    const refreshed = isKnownOn && now() - fetchedAt < FLAGS_STALE_AFTER_MS ? undefined : refresh();
    if (isKnownOn) return true;
    await refreshed;
    return isFlagOn(db, 'cloud_sync');
  };
};
