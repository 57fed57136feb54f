import * as z from 'zod/mini';
import { isParameterKey, PROGRAM_LIMITS } from '../../domain/program-draft.ts';
import type { Checked } from '../../ui/use-saved-field.ts';
import { unitsOf } from './words.ts';

/* What each field takes, as the database's constraints say it too. */

const atMost = (limit: number) =>
  z.string().check(z.trim(), z.maxLength(limit, `At most ${limit.toLocaleString('en-GB')} characters.`));
const needed = (limit: number, problem: string) => atMost(limit).check(z.minLength(1, problem));

const orNull = (limit: number) =>
  z.pipe(
    z.string().check(z.maxLength(limit, `At most ${limit.toLocaleString('en-GB')} characters.`)),
    z.transform((text: string) => (text.trim() === '' ? null : text)),
  );

const whole = (least: number, most: number) =>
  z.pipe(
    z.string().check(
      z.trim(),
      z.refine(
        (text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most,
        `A whole number from ${least.toLocaleString('en-GB')} to ${most.toLocaleString('en-GB')}.`,
      ),
    ),
    z.transform(Number),
  );

const check =
  <Value>(schema: z.ZodMiniType<Value, string>) =>
  (text: string): Checked<Value> => {
    const result = schema.safeParse(text);
    return result.success
      ? { value: result.data }
      : { problem: result.error.issues[0]?.message ?? 'This does not fit.' };
  };

const title = needed(PROGRAM_LIMITS.title, 'A title is needed.');
const days = whole(1, PROGRAM_LIMITS.days);

export const newProgram = z.object({ title, length_days: days, kind: z.enum(['individual', 'group']) });

export const checkTitle = check(title);
export const checkDescription = check(orNull(PROGRAM_LIMITS.description));
export const checkDays = check(days);
export const checkWeek = check(whole(1, 99));
export const checkName = check(needed(200, 'A name is needed.'));
export const checkTaskTitle = check(needed(PROGRAM_LIMITS.taskTitle, 'A title is needed.'));
export const checkNotes = check(orNull(PROGRAM_LIMITS.taskNotes));
export const checkType = check(needed(PROGRAM_LIMITS.taskType, 'A type is needed.'));

/** Minutes, or nothing. */
export const checkMinutes = (text: string): Checked<number | null> =>
  text.trim() === '' ? { value: null } : check(whole(0, PROGRAM_LIMITS.taskMinutes))(text);

/** What `{key}` stands for in texts: a parameter's key that none of `others` has. */
export const checkKey =
  (others: readonly string[]) =>
  (text: string): Checked<string> => {
    const key = text.trim();
    if (!isParameterKey(key)) return { problem: 'Letters, digits and _, a letter first.' };
    return others.includes(key) ? { problem: `{${key}} is there already.` } : { value: key };
  };

/** "oboe, flute": what may be chosen; nothing where any text may. */
export const checkOptions = (text: string): Checked<string[] | null> => {
  const options = [...new Set(text.split(',').map((option) => option.trim()))].filter(Boolean);
  return { value: options.length > 0 ? options : null };
};

/** An amount as people write it, in the smallest unit of `currency`; nothing: it costs nothing. */
export const checkPrice =
  (currency: string) =>
  (text: string): Checked<number | null> => {
    const typed = text.trim().replace(',', '.');
    if (typed === '') return { value: null };
    const units = Math.round(Number(typed) * unitsOf(currency));
    return /^\d+(\.\d+)?$/.test(typed) && units >= 1 && units <= PROGRAM_LIMITS.price
      ? { value: units }
      : { problem: 'An amount above nothing, or leave it empty.' };
  };
