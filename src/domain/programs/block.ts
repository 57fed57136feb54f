import { nextPosition, POSITION_STEP } from '../ordering/position.ts';
import type { TemplateTaskCopy } from './copy-tasks.ts';
import type { Draft, DraftPlanResult } from './draft-plan.ts';
import { type BlockTask, PROGRAM_LIMITS, type TemplateTask } from './program.ts';
import { tasksOfDay } from './task-order.ts';

/* Blocks: tasks over days that count from the first of them, as they are copied, or saved in a coach's library. */

/** The tasks of a draft as a block, in order. */
export const blockOf = (tasks: readonly TemplateTask[]): BlockTask[] => {
  const first = Math.min(...tasks.map(({ day_index }) => day_index));
  return [...new Set(tasks.map(({ day_index }) => day_index))]
    .sort((a, b) => a - b)
    .flatMap((day) => tasksOfDay(tasks, day))
    .map(({ title, notes, minutes, type, is_required, level, day_index }) => ({
      ...{ title, notes, minutes, type, is_required, level },
      day: day_index - first + 1,
    }));
};

/** How many days a block is long: 0 without tasks. */
export const blockDays = (block: readonly Pick<BlockTask, 'day'>[]): number =>
  block.reduce((last, { day }) => Math.max(last, day), 0);

type Placeable = Pick<Draft, 'tasks'> & { program: Pick<Draft['program'], 'length_days'> };

/** Adds the block from `day` on, on each day after the tasks already there. It never makes the program longer. */
export const placeBlock = (
  { program, tasks }: Placeable,
  block: readonly BlockTask[],
  day: number,
): DraftPlanResult => {
  const lastDay = day + blockDays(block) - 1;
  if (day < 1 || lastDay > program.length_days) return { problem: { code: 'no_such_day', day: lastDay } };
  if (tasks.length + block.length > PROGRAM_LIMITS.tasks) return { problem: { code: 'too_many_tasks' } };
  const next = new Map<number, number>();
  const added = block.map(({ day: relativeDay, ...content }): TemplateTaskCopy => {
    const day_index = day + relativeDay - 1;
    const position = next.get(day_index) ?? nextPosition(tasksOfDay(tasks, day_index));
    next.set(day_index, position + POSITION_STEP);
    return { ...content, day_index, position };
  });
  return { added };
};

/** In bytes of JSON: what the database takes for the tasks of one block of the library is a little more. */
const BLOCK_SIZE_LIMIT = 60_000;

/** Whether a block is too large for the library. */
export const isTooLarge = (block: readonly BlockTask[]): boolean =>
  utf8Length(JSON.stringify(block)) > BLOCK_SIZE_LIMIT;

const utf8Length = (text: string): number => encodeURIComponent(text).replace(/%../g, 'x').length;
