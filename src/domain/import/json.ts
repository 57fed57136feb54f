import { isSafeNumber, LosslessNumber, parse } from 'lossless-json';

/** Deeper than any app nests; nesting without a limit would overflow the stack of code that serializes it. */
const NESTING_LIMIT = 24;
export const isTooDeep = (value: unknown, levels = NESTING_LIMIT): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1)));

/** Numbers that a double may not hold: sixteen digits or more, or an exponent. */
const MAY_BE_UNSAFE = /\d{16}|\d[eE]/;

/**
 * As `JSON.parse`, but a number that a double cannot hold becomes a LosslessNumber, which keeps its digits.
 * @throws SyntaxError
 */
export const parseJson = (text: string): unknown => {
  const value: unknown = JSON.parse(text);
  if (!MAY_BE_UNSAFE.test(text) || isTooDeep(value)) return value;
  return parse(text, null, {
    parseNumber: (digits) => (isSafeNumber(digits, { approx: true }) ? Number(digits) : new LosslessNumber(digits)),
    onDuplicateKey: ({ newValue }) => newValue,
  });
};
