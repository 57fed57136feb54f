import * as z from 'zod/mini';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';
import { usePersistedQuery } from '../../api/use-persisted-query.ts';

const entry = z.object({
  row_id: z.string(),
  before: z.object({ program_title: labelSchema, status: z.string(), coach_id: z.string() }),
  at: z.string(),
});

/** An enrollment that went with its program. */
export interface DeletedEnrollment {
  id: string;
  program_title: string;
  /** An instant. */
  deleted_at: string;
}

const DAYS_SHOWN = 90;
const MOST_SHOWN = 20;

const getDeletedEnrollments = async (person: string): Promise<DeletedEnrollment[]> => {
  const since = new Date(Date.now() - DAYS_SHOWN * 86_400_000).toISOString();
  const entries = await request(z.array(entry), (client, signal) =>
    client
      .from('row_history')
      .select('row_id,before,at')
      .match({ user_id: person, table_name: 'enrollments', op: 'delete' })
      .gte('at', since)
      .order('id', { ascending: false })
      .limit(MOST_SHOWN)
      .retry(false)
      .abortSignal(signal),
  );
  return entries
    .filter(({ before }) => before.status !== 'ended' && before.coach_id !== person)
    .map(({ row_id, before, at }) => ({ id: row_id, program_title: before.program_title, deleted_at: at }));
};

/**
 * The person's enrollments of the last 90 days that had not ended when a coach deleted their program, the latest first; the
 * last known ones without a connection.
 */
export const useDeletedEnrollments = (person: string): readonly DeletedEnrollment[] => {
  const { data } = usePersistedQuery({
    key: ['deleted-enrollments', person],
    read: () => getDeletedEnrollments(person),
  });
  return data ?? [];
};
