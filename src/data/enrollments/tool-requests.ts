import * as z from 'zod/mini';
import { request } from '../../api/request.ts';
import { sendRepeatable } from '../../api/send-repeatable.ts';

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

/** Sends a request of the task tools; see sendRepeatable. */
export const sendToolRequest = <Schema extends z.ZodMiniType, Result>({
  requestId,
  send,
  stored,
  resultOf,
}: ToolRequest<Schema, Result>): Promise<Result> =>
  sendRepeatable(send, async () => {
    const result = await getToolResult(stored, requestId);
    return result === null ? null : resultOf(result);
  });

/** As sendToolRequest, where the response is the result as the database stores it. */
export const sendStoredToolRequest = <Schema extends z.ZodMiniType>(
  stored: Schema,
  requestId: string,
  send: () => Promise<z.infer<Schema>>,
): Promise<z.infer<Schema>> => sendToolRequest({ requestId, send, stored, resultOf: (result) => result });
