import type * as z from 'zod/mini';
import { request } from './request.ts';

/**
 * Calls an edge function and parses its response with `schema`.
 * @throws TransportFailure; for `rejected` its message is the function's error code, such as `not_connected`.
 */
export const invokeFunction = <Schema extends z.ZodMiniType>(
  schema: Schema,
  name: string,
  body: object,
): Promise<z.infer<Schema>> =>
  request(schema, async (client, signal) => {
    const result: { data: unknown; error: unknown; response?: Response } = await client.functions.invoke(name, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      signal,
    });
    const { response } = result;
    if (result.error === null && response) return { data: result.data, error: null, status: response.status };
    return { data: null, error: await errorCodeOf(response), status: response?.status ?? 0 };
  });

/** The error code in a function's response, in the form of a PostgREST error with a `PT` code. */
const errorCodeOf = async (response: Response | undefined): Promise<{ message: string; code: string }> => {
  const body: unknown = await response?.json().catch(() => null);
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
  return typeof code === 'string'
    ? { message: code, code: 'PT' }
    : { message: 'no error code in the response', code: '' };
};
