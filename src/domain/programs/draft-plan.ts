import type { TemplateTaskCopy } from './copy-tasks.ts';
import type { Program, ProgramFields, TemplateTask } from './program.ts';

/** What one edit does to a draft: pure functions make it, the store writes it as one transaction. */
export interface DraftPlan {
  program?: Partial<ProgramFields>;
  added?: readonly TemplateTaskCopy[];
  updated?: readonly { id: string; fields: Partial<TemplateTask> }[];
  /** Ids. */
  removed?: readonly string[];
}

export interface Draft {
  program: Program;
  /** By day and position. */
  tasks: readonly TemplateTask[];
}

/** Why an edit is not possible; nothing has changed then. */
export type DraftProblem =
  | { code: 'too_long' }
  | { code: 'too_short' }
  | { code: 'too_many_tasks' }
  /** It would need a day before the first or after the last. */
  | { code: 'no_such_day'; day: number };

export type DraftPlanResult = DraftPlan | { problem: DraftProblem };

export const isProblem = (result: DraftPlanResult): result is { problem: DraftProblem } => 'problem' in result;
