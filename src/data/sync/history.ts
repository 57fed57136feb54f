import * as z from 'zod/mini';
import { request } from '../../api/request.ts';

const values = z.nullable(z.record(z.string(), z.unknown()));

const entry = z.object({
  id: z.number(),
  table_name: z.string(),
  row_id: z.string(),
  op: z.enum(['insert', 'update', 'delete', 'lost']),
  before: values,
  after: values,
  actor: z.nullable(z.string()),
  device_id: z.nullable(z.string()),
  at: z.string(),
});

/** One entry of the history; see supabase/schemas/sync/history.sql for what its fields mean. */
export type HistoryEntry = z.infer<typeof entry>;

const FIELDS = 'id,table_name,row_id,op,before,after,actor,device_id,at';

/** At most this many of the newest entries are read. */
export const HISTORY_LIMIT = 100;

const getEntries = (column: 'row_id' | 'user_id', id: string): Promise<HistoryEntry[]> =>
  request(z.array(entry), (client, signal) =>
    client
      .from('row_history')
      .select(FIELDS)
      .eq(column, id)
      .order('id', { ascending: false })
      .limit(HISTORY_LIMIT)
      .retry(false)
      .abortSignal(signal),
  );

/** The history of one row, newest first. For its owner and for admins. @throws TransportFailure */
export const getRowHistory = (rowId: string): Promise<HistoryEntry[]> => getEntries('row_id', rowId);

/** The history of all of a person's rows, newest first. For themselves and for admins. @throws TransportFailure */
export const getUserHistory = (userId: string): Promise<HistoryEntry[]> => getEntries('user_id', userId);
