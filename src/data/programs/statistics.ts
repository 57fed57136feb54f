import * as z from 'zod/mini';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';

/* What becomes of programs. All throw TransportFailure; the message of a `rejected` one is an error code. */

const totals = z.object({
  /** People who viewed it, each once a day. */
  viewed: z.number(),
  /** Views without an account, of which only so many count a day. */
  viewed_anonymously: z.number(),
  /** Enrollments of people by themselves. */
  imported: z.number(),
  /** Enrollments by a coach or through a cohort. */
  used: z.number(),
  /** The enrollments that `started` and `completed` count. */
  people: z.number(),
  /** Those that are too few to be counted without telling of one person. */
  withheld: z.number(),
  started: z.number(),
  completed: z.number(),
});

export type ProgramTotals = z.infer<typeof totals>;

const statistics = z.object({
  title: labelSchema,
  length_days: z.number(),
  totals,
  /** Days that anybody has come to. `active` of the `reached` people did a task of that day or a later one. */
  days: z.array(z.object({ day: z.number(), reached: z.number(), active: z.number() })),
});

export type ProgramStatistics = z.infer<typeof statistics>;

/** Of an own program; for admins, of any. */
export const getProgramStatistics = (program: string): Promise<ProgramStatistics> =>
  request(statistics, (client, signal) => client.rpc('program_statistics', { program }).abortSignal(signal));

const overview = z.array(z.object({ program_id: z.string(), title: labelSchema, coach: labelSchema, totals }));

export type ProgramsOverview = z.infer<typeof overview>;

/** Admins only: all programs that have been published, the most used first. */
export const getAllProgramStatistics = (): Promise<ProgramsOverview> =>
  request(overview, (client, signal) => client.rpc('all_program_statistics').abortSignal(signal));
