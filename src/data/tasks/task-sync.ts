import * as z from 'zod/mini';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { request } from '../../api/request.ts';

const createdSchema = z.object({ created: z.number() });

/** Materializes missing tasks of one day of the person's own programs. Resolves to how many. @throws TransportFailure */
export const ensureDayTasks = async (day: CalendarDate): Promise<number> => {
  const { created } = await request(createdSchema, (client, signal) =>
    client.rpc('ensure_day_tasks', { day }).abortSignal(signal),
  );
  return created;
};

/** Continues to materialize one of the person's enrollments. Resolves to how many tasks were made. @throws TransportFailure */
export const resumeTaskSync = async (enrollment: string): Promise<number> => {
  const { created } = await request(createdSchema, (client, signal) =>
    client.rpc('sync_enrollment_tasks', { enrollment }).abortSignal(signal),
  );
  return created;
};
