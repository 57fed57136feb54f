/** A program's draft: a coach's template of `length_days` days; the fields are the columns of `programs`. */
export interface Program {
  id: string;
  user_id: string;
  title: string;
  description: string | null;
  kind: ProgramKind;
  length_days: number;
  day_counting: DayCounting;
  modules: ProgramModule[];
  parameters: ProgramParameter[];
  visibility: ProgramVisibility;
  /** In the smallest unit of `currency`; `null` where it is free. */
  price: number | null;
  currency: string;
  /** Of a program with a price: how many days from the first are shown before it is paid for; `null`: none. */
  preview_days: number | null;
  /** Whether people get minor changes as soon as they are published. */
  minor_changes_follow: boolean;
  /** `null` until it is published. Only the server writes this field and the three after it. */
  published_version: number | null;
  /** When an admin approved the published version; `null` where none has. */
  approved_at: string | null;
  /** The newest version that an admin approved, which people can start: not always the published one. */
  approved_version: number | null;
  link_token: string;
  created_at: string;
  updated_at: string;
}

/** The fields that the coach edits. */
export type ProgramFields = Pick<
  Program,
  | 'title'
  | 'description'
  | 'kind'
  | 'length_days'
  | 'day_counting'
  | 'modules'
  | 'parameters'
  | 'visibility'
  | 'price'
  | 'currency'
  | 'preview_days'
  | 'minor_changes_follow'
>;

/** What a version freezes of them, and a file has: all but for whom the program is published, and how. */
export type ProgramContent = Omit<ProgramFields, 'visibility' | 'minor_changes_follow'>;

export const PROGRAM_KINDS = ['individual', 'group'] as const;
export type ProgramKind = (typeof PROGRAM_KINDS)[number];
/** Day 6 of a program that starts on a Monday: the Saturday, or with `weekdays` the next Monday. */
export const DAY_COUNTINGS = ['calendar', 'weekdays'] as const;
export type DayCounting = (typeof DAY_COUNTINGS)[number];
export type ProgramVisibility = 'private' | 'link' | 'gallery';

/** A module of whole weeks, from `first_week` (from 1) until the next module begins. */
export interface ProgramModule {
  title: string;
  first_week: number;
}

/** A value that each enrollment sets; it replaces `{key}` in the tasks' texts. */
export interface ProgramParameter {
  key: string;
  label: string;
  /** The allowed values; `null` where any text is allowed. */
  options: string[] | null;
  required: boolean;
}

/** A task of a program's draft; the fields are the columns of `program_tasks`. */
export interface TemplateTask {
  id: string;
  user_id: string;
  program_id: string;
  /** From 1. */
  day_index: number;
  /** Order within the day; see `ordering/position.ts`. */
  position: number;
  title: string;
  notes: string | null;
  minutes: number | null;
  type: string;
  is_required: boolean;
  level: TaskLevel;
  created_at: string;
  updated_at: string;
}

/** Tasks over relative days in a coach's library; the fields are the columns of `library_blocks`. */
export interface LibraryBlock {
  id: string;
  user_id: string;
  title: string;
  tasks: BlockTask[];
  created_at: string;
  updated_at: string;
}

/** A template task without its identity and its place. */
export type TemplateTaskContent = Pick<TemplateTask, 'title' | 'notes' | 'minutes' | 'type' | 'is_required' | 'level'>;

/** A task of a block. */
export interface BlockTask extends TemplateTaskContent {
  /** From 1, the first day of the block. */
  day: number;
}

/** Whether a task is for its day, for the week of its day, or for the whole program. */
export const TASK_LEVELS = ['program', 'program_week', 'program_day'] as const;
export type TaskLevel = (typeof TASK_LEVELS)[number];

/**
 * Lengths in characters, `price` in the smallest unit of the currency. The database's CHECK constraints have the same
 * limits.
 */
export const PROGRAM_LIMITS = {
  title: 200,
  /** Of a module, a parameter or one of its options. */
  name: 200,
  days: 366,
  price: 100_000_000,
  taskTitle: 255,
  taskType: 50,
  taskMinutes: 1_440,
  tasks: 5_000,
} as const;
