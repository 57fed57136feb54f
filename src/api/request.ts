import * as z from 'zod/mini';
import { TransportFailure } from '../contract/transport-failure.ts';
import { type CloudClient, supabase } from './client.ts';
import { isOffline } from './reachability.ts';

const TIMEOUT_MS = 30_000;

/** Rows in one page. A server may be configured to return fewer. */
const PAGE_ROWS = 1_000;

/** What supabase-js resolves with; `status` is 0 where there was no response. */
interface SupabaseResponse {
  data: unknown;
  error: { message: string; code?: string } | null;
  status: number;
  count?: number | null;
}

type Query = (client: CloudClient, signal: AbortSignal) => PromiseLike<SupabaseResponse>;

/**
 * Runs a query on the server and parses the response with `schema`.
 * @throws TransportFailure; for `rejected` its message is the server's error code, such as `last_admin`.
 */
export const request = async <Schema extends z.ZodMiniType>(schema: Schema, query: Query): Promise<z.infer<Schema>> =>
  parseResponse(schema, (await send(query)).data);

/** A `select` of supabase-js with `{ count: 'exact' }` of rows that have a column of ids. */
interface RowQuery extends PromiseLike<SupabaseResponse> {
  gt(column: string, value: string): RowQuery;
  order(column: string): RowQuery;
  limit(count: number): RowQuery;
  retry(enabled: boolean): RowQuery;
  abortSignal(signal: AbortSignal): RowQuery;
}

/**
 * The number of rows of `query`, which must select with `{ count: 'exact' }` and a limit of one row. No HEAD request:
 * browsers report those as aborted where the server closes the connection after the headers.
 * @throws TransportFailure
 */
export const requestCount = async (query: Query): Promise<number> =>
  parseResponse(z.number(), (await send(query)).count);

/** As `fetchAllBy`, of rows whose ids are in the column `id`. */
export const fetchAll = <Row extends { id: string }>(
  row: z.ZodMiniType<Row>,
  query: (client: CloudClient) => RowQuery,
): Promise<Row[]> => fetchAllBy('id', row, query);

/**
 * All rows of a query, in pages by the ids in the column `key`, which no two rows have in common. `query` must select with
 * `{ count: 'exact' }`, in no order and without a limit.
 * @throws TransportFailure
 */
export const fetchAllBy = async <Key extends string, Row extends Record<Key, string>>(
  key: Key,
  row: z.ZodMiniType<Row>,
  query: (client: CloudClient) => RowQuery,
): Promise<Row[]> => {
  const rows: Row[] = [];
  for (;;) {
    const after = rows.at(-1)?.[key] ?? FIRST_ID;
    const { data, count } = await send((client, signal) =>
      query(client).gt(key, after).order(key).limit(PAGE_ROWS).retry(false).abortSignal(signal),
    );
    const page = parseResponse(z.array(row), data);
    rows.push(...page);
    if (page.length === 0 || page.length >= parseResponse(z.number(), count)) return rows;
  }
};

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Postgres ended the transaction because of others that ran at the same time: a deadlock, or a conflict of serializable ones.
 * It has done nothing, and may succeed when it is sent again.
 */
const ROLLED_BACK = new Set(['40P01', '40001']);

const MAX_REPEATS = 2;

const send = async (query: Query): Promise<SupabaseResponse> => {
  if (await isOffline()) throw new TransportFailure('offline', 'there is no connection');
  for (let repeats = 0; ; repeats += 1) {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await supabase()
      .then((client) => query(client, signal))
      .catch((): never => {
        throw new TransportFailure('offline', 'the connection broke', null, 'unknown');
      });
    if (!response.error) return response;
    if (!ROLLED_BACK.has(response.error.code ?? '') || repeats === MAX_REPEATS)
      throw toTransportFailure(response.error, response.status, signal.aborted);
  }
};

const toTransportFailure = (
  { code = '', message }: NonNullable<SupabaseResponse['error']>,
  status: number,
  isTimedOut: boolean,
) => {
  const description = `the server responded with status ${String(status)}`;
  if (status === 0)
    return isTimedOut
      ? new TransportFailure('timeout', 'no response in time', null, 'unknown')
      : new TransportFailure('offline', description, null, 'unknown');
  if (status === 401) return new TransportFailure('unauthorized', description);
  if (status === 426) return new TransportFailure('outdated', description);
  if (status === 429) return new TransportFailure('throttled', description);
  // PostgREST's schema cache lacks the function or table, as after a migration.
  if (code === 'PGRST202' || code === 'PGRST205') return new TransportFailure('server', description);
  if (status >= 400 && status < 500)
    return new TransportFailure('rejected', code.startsWith('PT') ? message : description);
  return new TransportFailure('server', description, null, 'unknown');
};

const parseResponse = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> => {
  const result = schema.safeParse(value);
  if (!result.success) throw new TransportFailure('server', 'the response does not match its schema', null, 'unknown');
  return result.data;
};
