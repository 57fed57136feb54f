import * as z from 'zod/mini';
import { currentLocale } from '../../domain/values/locale.ts';
import { isCalendarDate, isWallTime } from '../../domain/calendar/calendar-date.ts';
import {
  hasVisibleText,
  isLabel,
  isLongText,
  LONG_TEXT_LIMIT,
  normalLabel,
  normalText,
} from '../../domain/values/text.ts';
import { HIDDEN_CHARACTERS, labelError, maxLengthMessage } from './label-rule.ts';

/*
 * Schemas for what people type into fields: they accept what the database does. Their messages are sentences for the
 * person.
 */

export type ValidationResult<Value> = { value: Value } | { error: string };

export type Validate<Value> = (text: string) => ValidationResult<Value>;

export const validator =
  <Value>(schema: z.ZodMiniType<Value, string>): Validate<Value> =>
  (text) => {
    const result = schema.safeParse(text);
    return result.success
      ? { value: result.data }
      : { error: result.error.issues[0]?.message ?? 'This value is not valid.' };
  };

/** A label in its normal form, or empty. */
export const textSchema = (max: number, message = maxLengthMessage(max)) =>
  z.string().check(
    z.overwrite(normalLabel),
    z.maxLength(max, message),
    z.refine((text) => text === '' || isLabel(text), HIDDEN_CHARACTERS),
  );

/** A label in its normal form. */
export const requiredTextSchema = (max: number, requiredMessage: string, message?: string) =>
  z.string().check(z.overwrite(normalLabel), ({ value, issues }) => {
    const error = labelError(value, max, requiredMessage, message);
    if (error !== null) issues.push({ code: 'custom', message: error, input: value });
  });

/** Keeps spaces and line breaks around a text; one without visible text is null. */
export const longTextSchema = z.pipe(
  z
    .string()
    .check(
      z.overwrite(normalText),
      z.maxLength(LONG_TEXT_LIMIT, maxLengthMessage(LONG_TEXT_LIMIT)),
      z.refine(isLongText, HIDDEN_CHARACTERS),
    ),
  z.transform((text: string) => (hasVisibleText(text) ? text : null)),
);

/** An empty text is null. */
export const nullableSchema = (schema: z.ZodMiniType<string, string>) =>
  z.pipe(
    schema,
    z.transform((text: string) => text || null),
  );

const wholeNumberText = (min: number, max: number, message: string, isOptional: boolean) =>
  z.string().check(
    z.trim(),
    z.refine(
      (text) => (isOptional && text === '') || (/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max),
      message,
    ),
  );

const wholeNumberMessage = (min: number, max: number): string =>
  `Enter a whole number from ${min.toLocaleString(currentLocale())} to ${max.toLocaleString(currentLocale())}.`;

export const wholeNumberSchema = (min: number, max: number) =>
  z.pipe(wholeNumberText(min, max, wholeNumberMessage(min, max), false), z.transform(Number));

export const nullableWholeNumberSchema = (min: number, max: number, message = wholeNumberMessage(min, max)) =>
  z.pipe(
    wholeNumberText(min, max, message, true),
    z.transform((text: string) => (text === '' ? null : Number(text))),
  );

export const dateSchema = (message: string) => z.string().check(z.refine(isCalendarDate, message));

export const nullableDateSchema = (message: string) =>
  nullableSchema(z.string().check(z.refine((text) => text === '' || isCalendarDate(text), message)));

/** `HH:MM`, or null. */
export const nullableTimeSchema = (message: string) =>
  z.pipe(
    z.string().check(z.refine((text) => text === '' || isWallTime(text), message)),
    z.transform((text: string) => text.slice(0, 5) || null),
  );

export const EMAIL_PATTERN = /^[^\s@]+@[^\s@]+$/;
