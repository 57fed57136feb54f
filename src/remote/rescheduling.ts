import * as z from 'zod/mini';
import type { CalendarDate } from '../domain/calendar.ts';
import { ask } from './ask.ts';

const rescheduled = z.object({ moved: z.number(), stayed: z.number(), members: z.number() });

/**
 * How many tasks move, or would, how many of those ahead stay where they are because their new day would not be ahead
 * any more, and how many members it concerns.
 */
export type Rescheduled = z.infer<typeof rescheduled>;

/**
 * Has a cohort start on another day, with those who started with it; a dry run only tells. Only tasks that are ahead
 * and that nobody has touched move. Twice is once.
 * @throws TransportFailure; refused with `not_found`, `forbidden` or `malformed_request`.
 */
export const rescheduleCohort = (cohort: string, startDate: CalendarDate, dryRun: boolean): Promise<Rescheduled> =>
  ask(rescheduled, (client, signal) =>
    client.rpc('reschedule_cohort', { cohort, start_date: startDate, dry_run: dryRun }).abortSignal(signal),
  );
