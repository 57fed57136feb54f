import * as z from 'zod/mini';
import type { ClientTaskFields } from '../../data/coaching/client-days.ts';
import { TASK_LIMITS } from '../../domain/tasks/task.ts';
import { dateSchema, longTextSchema, nullableWholeNumberSchema, requiredTextSchema } from '../fields/validation.ts';

/** What each field of a client's task accepts; the database's constraints say the same. */
export const clientTaskSchema = z.object({
  title: requiredTextSchema(TASK_LIMITS.title, 'Enter a title.'),
  date: dateSchema('Enter a valid date.'),
  minutes: nullableWholeNumberSchema(
    0,
    TASK_LIMITS.minutes,
    `Enter whole minutes from 0 to ${String(TASK_LIMITS.minutes)} (one day).`,
  ),
  notes: longTextSchema,
  is_required: z.boolean(),
});

/** The fields as they are typed. */
export type ClientTaskInput = z.input<typeof clientTaskSchema>;

export const inputOfTask = ({ title, date, minutes, notes, is_required }: ClientTaskFields): ClientTaskInput => ({
  title,
  date,
  minutes: minutes === null ? '' : String(minutes),
  notes: notes ?? '',
  is_required,
});

/** Those of `fields` that differ from what is stored: the others are not written, so that nobody's edit of them is lost. */
export const changedFields = (stored: ClientTaskFields, fields: ClientTaskFields): Partial<ClientTaskFields> =>
  Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => stored[name as keyof ClientTaskFields] !== value),
  );
