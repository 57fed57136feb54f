import * as z from 'zod/mini';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';
import { enrollmentStatus } from '../enrollments/coached-enrollments.ts';

/* A client's own days, as their coach sees and changes them. All throw TransportFailure; the message of a `rejected` one is an error code. */

const client = z.object({ id: z.string(), display_name: z.nullable(labelSchema), email: z.string() });

const clientEnrollment = z.object({
  id: z.string(),
  program_id: z.string(),
  program_title: labelSchema,
  status: enrollmentStatus,
  start_date: z.string(),
  cohort: z.nullable(z.object({ id: z.string(), name: labelSchema })),
});

export type ClientEnrollment = z.infer<typeof clientEnrollment>;

const clientTask = z.object({
  id: z.string(),
  enrollment_id: z.string(),
  date: z.string(),
  position: z.number(),
  title: labelSchema,
  notes: z.nullable(z.string()),
  /** The client's own; only they write them. */
  client_notes: z.nullable(z.string()),
  minutes: z.nullable(z.number()),
  type: z.string(),
  status: z.enum(['open', 'done']),
  is_required: z.boolean(),
  source_type: z.enum(['coach', 'program', 'program_week', 'program_day']),
  client_locked: z.boolean(),
  program_day: z.nullable(z.number()),
  coach_edited_at: z.nullable(z.string()),
  coach_edit_seen_at: z.nullable(z.string()),
  /** What the copies of a task share that was added for a whole cohort. */
  cohort_task_id: z.nullable(z.string()),
  created_at: z.string(),
});

/** A task of a client in one of the coach's programs. */
export type ClientTask = z.infer<typeof clientTask>;

const clientDays = z.object({
  client,
  /** The client's. */
  today: z.string(),
  enrollments: z.array(clientEnrollment),
  tasks: z.array(clientTask),
});

export type ClientDays = z.infer<typeof clientDays>;

/** The days of a client from `first` to `last`, at most 62: tasks of the caller's programs, in their order. */
export const getClientDays = (id: string, first: CalendarDate, last: CalendarDate): Promise<ClientDays> =>
  request(clientDays, (supabase, signal) =>
    supabase.rpc('client_days', { client: id, first, last }).abortSignal(signal),
  );

const clientProgress = z.object({
  today: z.string(),
  /** When a device of the client last synced completely. */
  last_sync_at: z.nullable(z.string()),
  due: z.number(),
  done: z.number(),
  /** Newest first; `completed` counts optional tasks too. */
  weeks: z.array(
    z.object({
      week_start: z.string(),
      due: z.number(),
      done: z.number(),
      missed: z.number(),
      completed: z.number(),
    }),
  ),
  notes: z.array(z.object({ task_id: z.string(), date: z.string(), title: labelSchema, client_notes: z.string() })),
});

export type ClientProgress = z.infer<typeof clientProgress>;

/** What a client has done so far in the caller's programs. */
export const getClientProgress = (id: string): Promise<ClientProgress> =>
  request(clientProgress, (supabase, signal) => supabase.rpc('client_progress', { client: id }).abortSignal(signal));

/** What a coach writes of a client's task. */
export type ClientTaskFields = Pick<ClientTask, 'date' | 'title' | 'notes' | 'minutes' | 'is_required'>;

/** Whose days a task is added to. */
export type ClientTaskTarget = { enrollment: string } | { cohort: string };

const added = z.object({ added: z.number(), past: z.number() });

/**
 * Adds a task to the days of a client, or of all active members of a cohort. Idempotent by `id`, also after the task was
 * deleted. Resolves to how many have it, and for how many members the day is over.
 */
export const addClientTask = (
  id: string,
  target: ClientTaskTarget,
  task: ClientTaskFields,
): Promise<z.infer<typeof added>> =>
  request(added, (supabase, signal) => supabase.rpc('add_client_task', { id, task, ...target }).abortSignal(signal));

const changed = z.object({ changed: z.number(), done: z.number(), locked: z.number(), past: z.number() });

export type ChangedCounts = z.infer<typeof changed>;

/**
 * Changes fields of a task, or with `everyone` of what all members of its cohort have of it. Resolves to how many were changed,
 * and how many were not: done, locked, or moved to a day that is over. For one task these are refusals: `task_done`,
 * `task_locked`, `past_date`. Idempotent.
 */
export const changeClientTask = (
  task: string,
  fields: Partial<ClientTaskFields>,
  everyone: boolean,
): Promise<ChangedCounts> =>
  request(changed, (supabase, signal) =>
    supabase.rpc('change_client_task', { task, fields, everyone }).abortSignal(signal),
  );

const removed = z.object({ removed: z.number(), done: z.number(), locked: z.number(), noted: z.number() });

export type RemovedCounts = z.infer<typeof removed>;

/**
 * Removes a task, or with `everyone` what all members of its cohort have of it. Resolves to how many were removed, and how many
 * stay: done, locked, or with a note of their client. For one task these are refusals: `task_done`, `task_locked`,
 * `task_has_notes`; with `withNotes` it is removed with the note.
 */
export const removeClientTask = (task: string, everyone: boolean, withNotes: boolean): Promise<RemovedCounts> =>
  request(removed, (supabase, signal) =>
    supabase.rpc('remove_client_task', { task, everyone, with_notes: withNotes }).abortSignal(signal),
  );
