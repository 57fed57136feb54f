import type { PublishProblem } from '../../domain/program-draft.ts';
import type { TaskLevel } from '../../domain/program.ts';

/* How programs and their tasks read. */

export { KINDS, priceText, programFacts, unitsOf } from '../../ui/program-words.ts';

export const LEVELS: Record<TaskLevel, string> = {
  program_day: 'Its day',
  program_week: 'The whole week',
  program: 'The whole program',
};

/** "Day 5", "Days 1–7" */
export const daysText = (days: readonly number[]): string => {
  const [first] = days;
  const last = days.at(-1);
  return first === last ? `Day ${String(first)}` : `Days ${String(first)}–${String(last)}`;
};

/** "days 2, 5 and 8"; the first few where there are many. */
export const daysInWords = (days: readonly number[]): string =>
  `${days.length === 1 ? 'day' : 'days'} ${listText(days.map(String))}`;

const TOLD = 6;

/** "a, b and c", "a, b, c and 4 more" */
export const listText = (parts: readonly string[]): string => {
  const told = parts.length > TOLD + 1 ? [...parts.slice(0, TOLD), `${String(parts.length - TOLD)} more`] : parts;
  return told.length < 2 ? told.join('') : `${told.slice(0, -1).join(', ')} and ${told.at(-1) ?? ''}`;
};

/** What keeps a draft from being published, and what to do about it. */
export const problemText = (problem: PublishProblem): string => {
  switch (problem.code) {
    case 'no_tasks':
      return 'It has no tasks yet. Add at least one.';
    case 'day_out_of_range': {
      const { days } = problem;
      return `There are tasks on ${daysInWords(days)}, after the last day. Move or delete them, or make the program longer.`;
    }
    case 'undeclared_parameter':
      return `Texts ask for ${listText(problem.keys.map((key) => `{${key}}`))}, which the settings do not have. Add the parameter, or change the text.`;
    case 'duplicate_key':
      return `${listText(problem.keys)} ${problem.keys.length === 1 ? 'is' : 'are'} in the settings twice. Remove one.`;
  }
};
