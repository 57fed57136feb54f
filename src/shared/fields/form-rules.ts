import { DISPLAY_NAME_LIMIT } from '../../domain/profiles/profile.ts';
import { normalLabel } from '../../domain/values/text.ts';
import { labelError } from './label-rule.ts';

/* Rules of react-hook-form that several forms share. */

export const DISPLAY_NAME_RULES = {
  validate: (text: string): true | string =>
    labelError(normalLabel(text), DISPLAY_NAME_LIMIT, 'Enter your name.') ?? true,
};
