import type { Role } from '../profiles/profile.ts';

/** Every feature flag, with its value until the device has received this person's flags from the server. */
export const FLAG_DEFAULTS = { cloud_sync: true, conflict_choice: true, local_import: true };

export type FlagName = keyof typeof FLAG_DEFAULTS;

/** Whom a flag is on for: a person who meets any one of these conditions. */
export interface FlagAudience {
  everyone: boolean;
  roles: Role[];
  /** Ids of profiles. */
  people: string[];
  /** 0 to 100, of all people. Stable: a higher percentage includes everybody of a lower one. */
  percentage: number;
}

/** A flag as admins see it; the fields are the columns of `feature_flags`. */
export interface FeatureFlag extends FlagAudience {
  name: string;
  description: string;
  updated_at: string;
}

/** The most entries of `people`. The database's CHECK constraint has the same limit. */
export const FLAG_PEOPLE_LIMIT = 1_000;
