import * as z from 'zod/mini';
import { TransportFailure } from '../contract/failure.ts';
import { type CloudClient, supabase } from './client.ts';

const TIMEOUT_MS = 30_000;

/** The most rows that are asked for at once; a server may give fewer, and is asked again. */
const PAGE_ROWS = 1_000;

/** What supabase-js resolves with: `status` is 0 where no answer came. */
interface Answer {
  data: unknown;
  error: { message: string; code?: string } | null;
  status: number;
  count?: number | null;
}

type Question = (client: CloudClient, signal: AbortSignal) => PromiseLike<Answer>;

/**
 * Asks the cloud one thing and reads the answer by `schema`.
 * @throws TransportFailure; for `refused` its message is the server's own word, such as `last_admin`.
 */
export const ask = async <Schema extends z.ZodMiniType>(schema: Schema, question: Question): Promise<z.infer<Schema>> =>
  read(schema, (await answerTo(question)).data);

/** Like `ask`, for how many rows there are: `question` selects with `{ count: 'exact', head: true }`. */
export const askCount = async (question: Question): Promise<number> =>
  read(z.number(), (await answerTo(question)).count);

/**
 * Every row of a query, however many the server gives at once. `question` asks for the rows after the id
 * `after`, in the order of their ids, with `{ count: 'exact' }`.
 * @throws TransportFailure
 */
export const askAll = async <Row extends { id: string }>(
  row: z.ZodMiniType<Row>,
  question: (client: CloudClient, signal: AbortSignal, page: { after: string; rows: number }) => PromiseLike<Answer>,
): Promise<Row[]> => {
  const rows: Row[] = [];
  for (;;) {
    const after = rows.at(-1)?.id ?? FIRST_ID;
    const { data, count } = await answerTo((client, signal) => question(client, signal, { after, rows: PAGE_ROWS }));
    const page = read(z.array(row), data);
    rows.push(...page);
    if (page.length === 0 || page.length >= read(z.number(), count)) return rows;
  }
};

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const answerTo = async (question: Question): Promise<Answer> => {
  if (!navigator.onLine) throw new TransportFailure('offline', 'there is no connection');
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await supabase()
    .then((client) => question(client, signal))
    .catch((): never => {
      throw new TransportFailure('offline', 'the connection broke');
    });
  if (answer.error) throw failureOf(answer.error, answer.status, signal.aborted);
  return answer;
};

const failureOf = ({ code = '', message }: NonNullable<Answer['error']>, status: number, late: boolean) => {
  const said = `the server answered ${String(status)}`;
  if (status === 0)
    return late ? new TransportFailure('timeout', 'no answer in time') : new TransportFailure('offline', said);
  if (status === 401) return new TransportFailure('unauthorized', said);
  if (status === 426) return new TransportFailure('outdated', said);
  if (status === 429) return new TransportFailure('throttled', said);
  if (status >= 400 && status < 500) return new TransportFailure('refused', code.startsWith('PT') ? message : said);
  return new TransportFailure('server', said);
};

const read = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> => {
  const result = schema.safeParse(value);
  if (!result.success) throw new TransportFailure('server', 'the answer is not what was asked for');
  return result.data;
};
