import { FLAG_DEFAULTS, type FlagName } from '../domain/flags.ts';
import { isFlagOn } from './flags.ts';
import { useLive } from './react.ts';

/** Whether a feature is on for the person who is here, with or without a connection. */
export const useFlag = (name: FlagName): boolean => useLive((db) => isFlagOn(db, name), [name]) ?? FLAG_DEFAULTS[name];
