import * as z from 'zod/mini';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';
import { usePersistedQuery } from '../../api/use-persisted-query.ts';

const myCoach = z.object({
  enrollment_id: z.string(),
  /** Their name; empty where they have none. */
  coach: labelSchema,
  /** In whose place since when; null where nobody has handed the enrollment over. */
  former_coach: z.nullable(labelSchema),
  since: z.nullable(z.string()),
});

/** Who coaches the person in an enrollment. */
export type MyCoach = z.infer<typeof myCoach>;

/** The coaches of the person's enrollments that have not ended, by enrollment; the last known ones without a connection. */
export const useMyCoaches = (enabled: boolean): ReadonlyMap<string, MyCoach> => {
  const { data } = usePersistedQuery({
    key: ['my-coaches'],
    read: () => request(z.array(myCoach), (client, signal) => client.rpc('my_coaches').abortSignal(signal)),
    enabled,
  });
  return new Map(data?.map((item) => [item.enrollment_id, item]));
};
