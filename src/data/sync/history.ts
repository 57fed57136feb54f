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

/** A history entry with what its row is known by: its title, name or week, also where the entry does not change that. */
type NamedHistoryEntry = HistoryEntry & { subject: Record<string, unknown> };

/** What the rows of each table are known by. */
const NAME_COLUMNS = {
  program_activities: 'title',
  submissions: 'name',
  tasks: 'title',
  program_weekly_goals: 'week_start',
  program_custom_activity_types: 'type_name',
  profiles: 'display_name',
  programs: 'title',
  program_tasks: 'title',
  library_blocks: 'title',
} as const;

/** The history of all of a person's rows, newest first. For themselves and for admins. @throws TransportFailure */
export const getUserHistory = async (userId: string): Promise<NamedHistoryEntry[]> => {
  const entries = await getEntries('user_id', userId);
  const named = new Map<string, unknown>();
  // Rows that were created or deleted in the entries that are shown are named by them: they may no longer exist.
  for (const { table_name, row_id, before, after } of entries) {
    const column = nameColumnOf(table_name);
    const name = column && (after?.[column] ?? before?.[column]);
    if (name !== undefined && !named.has(row_id)) named.set(row_id, name);
  }
  await Promise.all(
    Object.entries(NAME_COLUMNS).map(async ([table, column]) => {
      const ids = entries.flatMap(({ table_name, row_id }) =>
        table_name === table && !named.has(row_id) ? [row_id] : [],
      );
      for (const [id, name] of await getNames(table as keyof typeof NAME_COLUMNS, column, [...new Set(ids)])) {
        named.set(id, name);
      }
    }),
  );
  return entries.map((one) => {
    const column = nameColumnOf(one.table_name);
    return { ...one, subject: column && named.has(one.row_id) ? { [column]: named.get(one.row_id) } : {} };
  });
};

const nameColumnOf = (table: string): string | undefined => (NAME_COLUMNS as Record<string, string>)[table];

const getNames = async (
  table: keyof typeof NAME_COLUMNS,
  column: string,
  ids: readonly string[],
): Promise<[id: string, name: unknown][]> => {
  if (ids.length === 0) return [];
  const rows = await request(z.array(z.record(z.string(), z.unknown())), (client, signal) =>
    client
      .from(table)
      .select(`id,${column}` as '*')
      .in('id', [...ids])
      .retry(false)
      .abortSignal(signal),
  );
  return rows.map((row) => [String(row['id']), row[column]]);
};
