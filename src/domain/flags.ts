import type { Role } from './profile.ts';

/** What admins turn on and off, and how each is until the cloud has told this person's device. */
export const FLAG_DEFAULTS = { cloud_sync: true, conflict_choice: true, local_import: true };

export type FlagName = keyof typeof FLAG_DEFAULTS;

/** Whom a flag is on for: whoever meets one of these has it. */
export interface FlagAudience {
  everyone: boolean;
  roles: Role[];
  /** Ids of profiles. */
  people: string[];
  /** 0 to 100, of everybody; always the same people, and more of them as it grows. */
  percentage: number;
}

/** A flag as admins see it; the fields are the columns of `feature_flags`. */
export interface FeatureFlag extends FlagAudience {
  name: string;
  description: string;
  updated_at: string;
}

export const NAMED_PEOPLE_LIMIT = 1_000;
