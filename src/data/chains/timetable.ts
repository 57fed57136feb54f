import * as z from 'zod/mini';
import { orderedTimetable, type Schedule, type Slot, type TimetableEntry } from '../../domain/chains/timetable.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';
import { runSummarySchema } from './runs.ts';

/* When chains run by themselves, for admins. All throw TransportFailure. */

const entry = z.object({
  name: z.string(),
  title: labelSchema,
  job: z.nullable(z.string()),
  mode: z.enum(['full', 'incremental']),
  local_times: z.array(z.string()),
  weekdays: z.array(z.number()),
  time_zone: z.string(),
  after_task: z.nullable(z.string()),
  enabled: z.boolean(),
  skipped_slot: z.nullable(z.string()),
  updated_at: z.string(),
  updated_by: z.nullable(labelSchema),
  next_at: z.nullable(z.string()),
  steps: z.array(
    z.object({
      name: z.string(),
      title: labelSchema,
      job: z.string(),
      chain_order: z.number(),
      required: z.boolean(),
      enabled: z.boolean(),
    }),
  ),
  last_run: z.nullable(runSummarySchema),
  last_success_at: z.nullable(z.string()),
}) satisfies z.ZodMiniType<TimetableEntry>;

/** In the order of `orderedTimetable`. */
export const getTimetable = async (): Promise<TimetableEntry[]> =>
  orderedTimetable(await request(z.array(entry), (client, signal) => client.rpc('timetable').abortSignal(signal)));

/** When the clock of the server side last ticked; null: never. */
export const getLastTick = (): Promise<string | null> =>
  request(z.nullable(z.string()), (client, signal) => client.rpc('last_tick').abortSignal(signal));

const slots = z.array(z.object({ slot: z.string(), at: z.string() })) satisfies z.ZodMiniType<Slot[]>;

/** When a schedule would start its next runs: at most five. */
export const previewSlots = ({ local_times, weekdays, time_zone }: Omit<Schedule, 'enabled'>): Promise<Slot[]> =>
  request(slots, (client, signal) =>
    client.rpc('preview_slots', { local_times, weekdays, time_zone }).abortSignal(signal),
  );

export const editSchedule = async (task: string, schedule: Schedule): Promise<void> => {
  const { local_times, weekdays, time_zone, enabled } = schedule;
  await request(z.unknown(), (client, signal) =>
    client.rpc('edit_schedule', { task, local_times, weekdays, time_zone, enabled }).abortSignal(signal),
  );
};
