import type { ProgramParameter } from './program.ts';

/** Which required parameters are not filled in, by their keys. */
export const missingParameters = (
  parameters: readonly ProgramParameter[],
  filled: Readonly<Record<string, string>>,
): ReadonlySet<string> =>
  new Set(parameters.filter(({ key, required }) => required && !filled[key]?.trim()).map(({ key }) => key));
