import type * as z from 'zod/mini';
import { ask } from './ask.ts';

/**
 * Calls an edge function and reads its answer by `schema`.
 * @throws TransportFailure; for `refused` its message is the function's own word, such as `not_connected`.
 */
export const callFunction = <Schema extends z.ZodMiniType>(
  schema: Schema,
  name: string,
  body: object,
): Promise<z.infer<Schema>> =>
  ask(schema, async (client, signal) => {
    const answer: { data: unknown; error: unknown; response?: Response } = await client.functions.invoke(name, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      signal,
    });
    const { response } = answer;
    if (answer.error === null && response) return { data: answer.data, error: null, status: response.status };
    return { data: null, error: await wordOf(response), status: response?.status ?? 0 };
  });

/** A function says no as the database does: with a word of its own for the reason. */
const wordOf = async (response: Response | undefined): Promise<{ message: string; code: string }> => {
  const told: unknown = await response?.json().catch(() => null);
  const code = typeof told === 'object' && told !== null && 'code' in told ? told.code : null;
  return typeof code === 'string' ? { message: code, code: 'PT' } : { message: 'it said nothing', code: '' };
};
