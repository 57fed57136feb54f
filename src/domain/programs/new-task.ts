import { nextPosition } from '../ordering/position.ts';
import type { Draft, DraftPlan } from './draft-plan.ts';
import { tasksOfDay } from './task-order.ts';

/** Adds a task to a day, after the ones there. */
export const addTask = ({ tasks }: Pick<Draft, 'tasks'>, day: number, title: string): DraftPlan => ({
  added: [{ ...NEW_TASK, title, day_index: day, position: nextPosition(tasksOfDay(tasks, day)) }],
});

const NEW_TASK = { notes: null, minutes: null, type: 'task', is_required: true, level: 'program_day' } as const;
