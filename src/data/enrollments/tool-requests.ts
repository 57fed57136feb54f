import * as z from 'zod/mini';
import { request } from '../../api/request.ts';
import { TransportFailure } from '../../contract/transport-failure.ts';

/** What came of a request of the task tools, once it has ended; null where nothing was done by it. */
const getToolResult = <Schema extends z.ZodMiniType>(schema: Schema, requestId: string) =>
  request(z.nullable(schema), (client, signal) =>
    client.rpc('tool_result', { request: requestId }).abortSignal(signal),
  ) as Promise<z.infer<Schema> | null>;

interface ToolRequest<Schema extends z.ZodMiniType, Result> {
  /** The same id makes a repeated request harmless. */
  requestId: string;
  send: () => Promise<Result>;
  /** Of the result as the database stores it. */
  stored: Schema;
  resultOf: (stored: z.infer<Schema>) => Result;
}

/**
 * Sends a request of the task tools. Where its response is lost, asks the server what was done.
 * @throws TransportFailure, whose outcome is `not_done` where the server says so, and `repeatable` where it could not be
 *   asked.
 */
export const sendToolRequest = async <Schema extends z.ZodMiniType, Result>({
  requestId,
  send,
  stored,
  resultOf,
}: ToolRequest<Schema, Result>): Promise<Result> => {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof TransportFailure && error.outcome === 'unknown')) throw error;
    const result = await getToolResult(stored, requestId).catch((): never => {
      throw new TransportFailure(error.code, error.message, null, 'repeatable');
    });
    if (result === null) throw new TransportFailure(error.code, error.message);
    return resultOf(result);
  }
};
