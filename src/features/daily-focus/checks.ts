import { isCalendarDate } from '../../domain/calendar.ts';
import { TASK_LIMITS } from '../../domain/tasks.ts';
import type { Checked } from '../../ui/use-saved-field.ts';

/* What each field of a task takes, as the database's constraints say it too. */

/** A title is one line, however many it was pasted as. */
export const checkTitle = (text: string): Checked<string> => {
  const title = text.trim().replace(/\s*\n\s*/g, ' ');
  if (title === '') return { problem: 'A title is needed. The last one is kept until you write another.' };
  if (title.length > TASK_LIMITS.title) {
    return { problem: `A title has at most ${String(TASK_LIMITS.title)} characters.` };
  }
  return { value: title };
};

export const checkDate = (text: string): Checked<string> =>
  isCalendarDate(text) && text >= '1970-01-01' && text <= '2999-12-31'
    ? { value: text }
    : { problem: 'A date is needed.' };

export const checkMinutes = (text: string): Checked<number | null> => {
  const minutes = text.trim();
  if (minutes === '') return { value: null };
  return /^\d{1,4}$/.test(minutes) && Number(minutes) <= TASK_LIMITS.minutes
    ? { value: Number(minutes) }
    : { problem: `Whole minutes, from 0 to ${String(TASK_LIMITS.minutes)} (one day).` };
};

export const checkNotes = (text: string): Checked<string | null> =>
  text.length > TASK_LIMITS.notes
    ? { problem: 'This is too long: at most 20,000 characters.' }
    : { value: text.trim() === '' ? null : text };
