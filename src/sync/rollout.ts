import { isFlagOn, keepFlags, keptFlags } from '../store/flags.ts';
import type { CadenceDatabase } from '../store/database.ts';

/** How old the answer about this person's flags may be before it is asked for again, in milliseconds. */
const FRESH_MS = 5 * 60_000;

interface RolloutOptions {
  db: CadenceDatabase;
  /** Asks the cloud which flags are on for this person. Without it the kept ones stay. */
  askFlags?: (() => Promise<Record<string, boolean>>) | undefined;
  now: () => number;
}

/**
 * Keeps this person's flags up to date, and answers before each drain whether it may begin. The drain of somebody
 * for whom sync is on does not wait for the answer; where it is off or not known, each wish to sync asks first.
 */
export const makeRollout = ({ db, askFlags, now }: RolloutOptions): (() => Promise<boolean>) => {
  let askedAt = Number.NEGATIVE_INFINITY;
  const renew = async (): Promise<void> => {
    if (!askFlags) return;
    askedAt = now();
    try {
      await keepFlags(db, await askFlags());
    } catch {
      // What was last known counts, and the next drain asks again.
      askedAt = Number.NEGATIVE_INFINITY;
    }
  };
  return async () => {
    const isKnownOn = (await keptFlags(db))?.['cloud_sync'] ?? false;
    const renewed = isKnownOn && now() - askedAt < FRESH_MS ? undefined : renew();
    if (isKnownOn) return true;
    await renewed;
    return isFlagOn(db, 'cloud_sync');
  };
};
