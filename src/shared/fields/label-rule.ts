import { currentLocale } from '../../domain/values/locale.ts';
import { hasVisibleText, isLabel, isLongerThan } from '../../domain/values/text.ts';

/* Apart from the schemas, so that the sign-in needs no library for them. */

export const HIDDEN_CHARACTERS = 'This contains hidden characters. Type it instead of pasting it.';

export const maxLengthMessage = (max: number): string =>
  `Use at most ${max.toLocaleString(currentLocale())} characters.`;

/** Why a text in its normal form is not a label of at most `max` characters; `null` where it is one. */
export const labelError = (
  text: string,
  max: number,
  requiredMessage: string,
  maxMessage = maxLengthMessage(max),
): string | null => {
  if (!hasVisibleText(text)) return requiredMessage;
  if (isLongerThan(text, max)) return maxMessage;
  return isLabel(text) ? null : HIDDEN_CHARACTERS;
};
