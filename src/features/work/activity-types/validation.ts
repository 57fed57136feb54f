import { BUILT_IN_TYPES, type CustomActivityType, TYPE_NAME_LIMIT } from '../../../domain/activities/activity.ts';
import { nameKey } from '../../../domain/values/fold.ts';
import { normalLabel } from '../../../domain/values/text.ts';
import { requiredTextSchema, validator } from '../../../shared/fields/validation.ts';

/** Why a type of this name cannot be added; `null` where it can. */
export const typeNameError = (
  name: string,
  existing: readonly Pick<CustomActivityType, 'type_name'>[],
): string | null => {
  const trimmedName = normalLabel(name);
  const tooLong = `Use at most ${TYPE_NAME_LIMIT} characters; this name has ${trimmedName.length}.`;
  const result = validator(requiredTextSchema(TYPE_NAME_LIMIT, 'Enter a name.', tooLong))(name);
  if ('error' in result) return result.error;
  const key = nameKey(name);
  const isSame = (other: string) => nameKey(other) === key;
  const builtIn = BUILT_IN_TYPES.find(({ key, label }) => isSame(key) || isSame(label));
  if (builtIn) return `“${builtIn.label}” is already a built-in type.`;
  const own = existing.find(({ type_name }) => isSame(type_name));
  return own ? `You already have “${own.type_name}”.` : null;
};
