import * as z from 'zod/mini';
import { ask } from './ask.ts';

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

/** One entry of the history; see supabase/migrations for what its fields mean. */
export type HistoryEntry = z.infer<typeof entry>;

const FIELDS = 'id,table_name,row_id,op,before,after,actor,device_id,at';

/** The newest entries come first, at most so many. */
export const HISTORY_PAGE = 100;

const entriesOf = (whose: 'row_id' | 'user_id', id: string): Promise<HistoryEntry[]> =>
  ask(z.array(entry), (client, signal) =>
    client
      .from('row_history')
      .select(FIELDS)
      .eq(whose, id)
      .order('id', { ascending: false })
      .limit(HISTORY_PAGE)
      .retry(false)
      .abortSignal(signal),
  );

/** What has happened to one row, the newest first. For its owner and for admins. @throws TransportFailure */
export const getRowHistory = (rowId: string): Promise<HistoryEntry[]> => entriesOf('row_id', rowId);

/** What has happened to everything of a person, the newest first. For themselves and for admins. @throws TransportFailure */
export const getPersonsHistory = (userId: string): Promise<HistoryEntry[]> => entriesOf('user_id', userId);
