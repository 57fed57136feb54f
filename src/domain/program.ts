import type { CalendarDate } from './calendar.ts';

/** A program's draft: a coach's template of `length_days` numbered days. */
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
  /** In the smallest unit of `currency`; `null`: it costs nothing. */
  price: number | null;
  currency: string;
  /** Written by the server alone, as the two after it. `null`: not published. */
  published_version: number | null;
  /** When an admin let it into the gallery. */
  approved_at: string | null;
  link_token: string;
  created_at: string;
  updated_at: string;
}

/** What the coach writes of a program; the rest is the server's. */
export type ProgramFacts = Pick<
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
>;

export type ProgramKind = 'individual' | 'group';
/** Whether day 6 of a program that starts on a Monday is the Saturday or the Monday after. */
export type DayCounting = 'calendar' | 'weekdays';
export type ProgramVisibility = 'private' | 'link' | 'gallery';

/** A stretch of whole weeks, from `first_week` (1 and up) until the next module begins. */
export interface ProgramModule {
  title: string;
  first_week: number;
}

/** What an enrollment fills in; `{key}` in a task's texts stands for it. */
export interface ProgramParameter {
  key: string;
  label: string;
  /** What may be chosen; `null` where any text may. */
  options: string[] | null;
  required: boolean;
}

/** A task of a program's draft. */
export interface TemplateTask {
  id: string;
  user_id: string;
  program_id: string;
  /** 1 and up. */
  day_index: number;
  /** Order within the day, with room between. */
  position: number;
  title: string;
  notes: string | null;
  minutes: number | null;
  type: string;
  is_required: boolean;
  /** What it belongs to: its day, the whole week of its day, or the whole program. */
  level: TaskLevel;
  created_at: string;
  updated_at: string;
}

export type TaskLevel = 'program' | 'program_week' | 'program_day';

/** One person in one version of a program, from `start_date` on. */
export interface Enrollment {
  id: string;
  user_id: string;
  program_id: string;
  version_id: string;
  /** The person themselves where they took it for their own plan. */
  coach_id: string;
  cohort_id: string | null;
  program_title: string;
  start_date: CalendarDate;
  parameters: Record<string, string>;
  /** `pending`: to be paid for, or confirmed by the coach. */
  status: 'pending' | 'active' | 'ended';
  /** Who ended it; `null` until then. */
  ended_by: 'person' | 'coach' | null;
  /** Days of which the tasks have been made. */
  synced_days: number;
  sync_state: 'waiting' | 'running' | 'done' | 'failed';
  created_at: string;
  updated_at: string;
}
