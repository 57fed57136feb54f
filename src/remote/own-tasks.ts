import * as z from 'zod/mini';
import type { CalendarDate } from '../domain/calendar.ts';
import { ask } from './ask.ts';

const made = z.object({ created: z.number() });

/** Has the cloud make what is missing of one day in the person's own programs; how many tasks. @throws TransportFailure */
export const openDay = async (day: CalendarDate): Promise<number> => {
  const { created } = await ask(made, (client, signal) => client.rpc('open_day', { day }).abortSignal(signal));
  return created;
};

/** Has the cloud go on making the tasks of one of the person's enrollments; how many tasks. @throws TransportFailure */
export const resumeEnrollment = async (enrollment: string): Promise<number> => {
  const { created } = await ask(made, (client, signal) =>
    client.rpc('sync_enrollment_tasks', { enrollment }).abortSignal(signal),
  );
  return created;
};
