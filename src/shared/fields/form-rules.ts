import { DISPLAY_NAME_LIMIT } from '../../domain/profiles/profile.ts';
import { requiredTextSchema, validator } from './validation.ts';

/* Rules of react-hook-form that several forms share. */

const validateDisplayName = validator(requiredTextSchema(DISPLAY_NAME_LIMIT, 'Enter your name.'));

export const DISPLAY_NAME_RULES = {
  validate: (text: string): true | string => {
    const result = validateDisplayName(text);
    return 'error' in result ? result.error : true;
  },
};
