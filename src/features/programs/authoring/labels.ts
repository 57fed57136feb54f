import { formatCount, formatList } from '../../../ui/format.ts';
import type { PublishError } from '../../../domain/programs/draft.ts';
import type { DraftProblem } from '../../../domain/programs/draft-plan.ts';
import { PROGRAM_LIMITS, type TaskLevel } from '../../../domain/programs/program.ts';

export const TASK_LEVEL_LABELS: Record<TaskLevel, string> = {
  program_day: 'Its day',
  program_week: 'The whole week',
  program: 'The whole program',
};

/** "Day 5", "Days 1–7" */
export const dayRangeLabel = (days: readonly number[]): string => {
  const [first] = days;
  const last = days.at(-1);
  return first === last ? `Day ${String(first)}` : `Days ${String(first)}–${String(last)}`;
};

/** "days 2, 5 and 8" */
export const dayListLabel = (days: readonly number[]): string =>
  `${days.length === 1 ? 'day' : 'days'} ${formatList(days.map(String))}`;

export const publishProblemMessage = (problem: PublishError): string => {
  switch (problem.code) {
    case 'no_tasks':
      return 'There are no tasks yet. Add at least one.';
    case 'too_many_tasks':
      return `There are more than ${formatCount(PROGRAM_LIMITS.tasks)} tasks. Delete some, or make two programs of it.`;
    case 'day_out_of_range': {
      const { days } = problem;
      return `There are tasks on ${dayListLabel(days)}, after the last day. Move or delete them, or make the program longer.`;
    }
    case 'undeclared_parameter':
      return `Tasks use ${formatList(problem.keys.map((key) => `{${key}}`))}, which the settings don’t define. Add the parameter, or change the text.`;
    case 'invalid_key':
      return `A placeholder must begin with a letter and have only letters, digits and “_”: change ${formatList(problem.keys.map((key) => `“${key}”`))} in the settings.`;
    case 'duplicate_key':
      return `${formatList(problem.keys)} ${problem.keys.length === 1 ? 'is' : 'are'} defined twice in the settings. Remove one.`;
  }
};

/** Why an edit was not made. */
export const draftProblemMessage = (problem: DraftProblem): string => {
  switch (problem.code) {
    case 'too_long':
      return `A program has at most ${formatCount(PROGRAM_LIMITS.days)} days. Nothing was changed.`;
    case 'too_short':
      return 'A program has at least one day. Nothing was changed.';
    case 'too_many_tasks':
      return `A program has at most ${formatCount(PROGRAM_LIMITS.tasks)} tasks. Nothing was changed.`;
    case 'no_such_day':
      return problem.day < 1
        ? 'That would be before day 1. Nothing was changed.'
        : `That needs day ${String(problem.day)}, which the program doesn’t have. Insert days first. Nothing was changed.`;
  }
};
