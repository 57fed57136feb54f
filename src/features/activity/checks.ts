import * as z from 'zod/mini';
import { ACTIVITY_LIMITS } from '../../domain/activity.ts';
import { isCalendarDate } from '../../domain/calendar.ts';
import type { Checked } from '../../ui/use-saved-field.ts';

/* What each field of an activity takes, as the database's constraints say it too. */

const check =
  <Value>(schema: z.ZodMiniType<Value>) =>
  (text: string): Checked<Value> => {
    const result = schema.safeParse(text);
    return result.success
      ? { value: result.data }
      : { problem: result.error.issues[0]?.message ?? 'This does not fit.' };
  };

const trimmed = z.string().check(z.trim());
const isEmpty = (text: string): boolean => text === '';

const EARLIEST = '1970-01-01';
const LATEST = '2999-12-31';
const isUsableDate = (text: string): boolean => isCalendarDate(text) && text >= EARLIEST && text <= LATEST;

export const checkTitle = check(
  trimmed.check(
    z.minLength(1, 'A title is needed. The last one is kept until you write another.'),
    z.maxLength(ACTIVITY_LIMITS.title, `A title has at most ${ACTIVITY_LIMITS.title} characters.`),
  ),
);

export const checkDate = check(z.string().check(z.refine(isUsableDate, 'A date is needed.')));

export const checkFollowUpDate = check(
  z.pipe(
    z.string().check(z.refine((text) => isEmpty(text) || isUsableDate(text), 'This is not a date.')),
    z.transform((text: string) => text || null),
  ),
);

export const checkTime = check(
  z.pipe(
    z.string().check(z.refine((text) => isEmpty(text) || /^([01]\d|2[0-3]):[0-5]\d/.test(text), 'This is not a time.')),
    z.transform((text: string) => text.slice(0, 5) || null),
  ),
);

export const checkDuration = check(
  z.pipe(
    trimmed.check(
      z.refine(
        (text) => isEmpty(text) || (/^\d{1,4}$/.test(text) && Number(text) <= ACTIVITY_LIMITS.duration),
        `Whole minutes, from 0 to ${ACTIVITY_LIMITS.duration} (one day).`,
      ),
    ),
    z.transform((text: string) => (isEmpty(text) ? null : Number(text))),
  ),
);

export const checkText = check(
  z.pipe(
    z.string().check(z.maxLength(ACTIVITY_LIMITS.text, 'This is too long: at most 20,000 characters.')),
    z.transform((text: string) => (text.trim() === '' ? null : text)),
  ),
);
