import { BUILT_IN_TYPES } from '../../domain/activity.ts';
import { type CustomActivityType, TYPE_NAME_LIMIT } from '../../domain/profile.ts';

/** Why a type of this name cannot be added, as a sentence; `null` where it can. */
export const nameProblem = (name: string, known: readonly Pick<CustomActivityType, 'type_name'>[]): string | null => {
  const wanted = name.trim();
  if (wanted === '') return 'Write a name first.';
  if (wanted.length > TYPE_NAME_LIMIT) {
    return `A name has at most ${TYPE_NAME_LIMIT} characters; this one has ${wanted.length}.`;
  }
  const isSame = (other: string) => other.toLowerCase() === wanted.toLowerCase();
  const builtIn = BUILT_IN_TYPES.find(({ key, label }) => isSame(key) || isSame(label));
  if (builtIn) return `“${builtIn.label}” is there already: it is built in.`;
  const own = known.find(({ type_name }) => isSame(type_name));
  return own ? `You have “${own.type_name}” already.` : null;
};
