import { textParams } from '../../ui/use-route-param.ts';
import { safeRedirectPath } from '../access.ts';

/* What the routes take of the search parameters of an address. */

/** The page of this app to which a sign-in leads. */
export const validateRedirectSearch = (search: Record<string, unknown>): { from?: string } => {
  const from = safeRedirectPath(search['from']);
  return from === undefined ? {} : { from };
};

/** The given search parameters as texts. The screens check what they say. */
export const validateTexts =
  <Name extends string>(...names: Name[]) =>
  (search: Record<string, unknown>): Partial<Record<Name, string>> =>
    textParams(search, names);
