import { FLAG_DEFAULTS, type FlagName } from '../../domain/flags/feature-flags.ts';
import { isFlagOn } from '../../store/flags.ts';
import { useLiveQuery } from '../../store/live-query.ts';

/** Whether a feature is on for the person; works offline. */
export const useFlag = (name: FlagName): boolean =>
  useLiveQuery((db) => isFlagOn(db, name), [name]) ?? FLAG_DEFAULTS[name];
