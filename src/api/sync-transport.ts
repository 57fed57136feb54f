import * as z from 'zod/mini';
import {
  type CheckRequest,
  type CheckResponse,
  checkResponseSchema,
  type PullRequest,
  type PullResponse,
  pullResponseSchema,
  type PushRequest,
  type PushResponse,
  pushResponseSchema,
} from '../contract/protocol.ts';
import type { SyncReportMessage } from '../contract/sync-report.ts';
import { retryAfterMs } from '../domain/values/retry-after.ts';
import type { TransferOptions } from '../contract/transfer-options.ts';
import { TransportFailure } from '../contract/transport-failure.ts';
import { acceptsGzip, compressBody } from './compressed-body.ts';
import { learnFromResponse } from './server-clock.ts';

/** Of requests whose caller names no time limit. */
const TIMEOUT_MS = 30_000;

export interface TransportOptions {
  url: string;
  publishableKey: string;
  /**
   * The session's access token, refreshed where it has expired, or with `renew` in any case; `null` where the session
   * has ended. Rejects with a TransportFailure where it cannot be refreshed now.
   */
  accessToken: (renew: boolean) => Promise<string | null>;
  /** Replaces every time limit, for tests. */
  timeoutMs?: number;
  /** Replaces the browser's `fetch`, for tests. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export interface HttpTransport {
  push: (request: PushRequest, transfer?: TransferOptions) => Promise<PushResponse>;
  pull: (request: PullRequest, transfer?: TransferOptions) => Promise<PullResponse>;
  check: (request: CheckRequest) => Promise<CheckResponse>;
  /** Which feature flags are on for the person. */
  fetchFlags: () => Promise<Record<string, boolean>>;
  /** Sends sync reports of a device, at most REPORTS_LIMIT at once. */
  sendReports: (device: string, reports: SyncReportMessage[]) => Promise<void>;
}

/**
 * The sync protocol, flags and sync reports over HTTP. Rejects only with TransportFailure; validates every response.
 */
export const createTransport = (options: TransportOptions): HttpTransport => {
  const server: Server = { ...options, acceptsGzip: false };
  return {
    push: async (request, transfer) =>
      parseBody(pushResponseSchema, await call(server, 'sync_push', { request }, transfer)),
    pull: async (request, transfer) =>
      parseBody(pullResponseSchema, await call(server, 'sync_pull', { request }, transfer)),
    check: async (request) => parseBody(checkResponseSchema, await call(server, 'sync_check', { request })),
    fetchFlags: async () => parseBody(flagsSchema, await call(server, 'my_flags', {})),
    sendReports: async (device, reports) => {
      await call(server, 'report_sync', { device, reports });
    },
  };
};

/** `acceptsGzip`: the last response said that requests may be compressed. */
type Server = TransportOptions & { acceptsGzip: boolean };

const flagsSchema = z.record(z.string(), z.boolean());

const call = async (
  server: Server,
  name: string,
  parameters: object,
  transfer: TransferOptions = {},
): Promise<string> => {
  const body = JSON.stringify(parameters);
  const compressed = server.acceptsGzip && transfer.compress ? await compressBody(body) : null;
  const timeLimitMs = server.timeoutMs ?? transfer.timeLimitMs ?? TIMEOUT_MS;
  const attempt = async (token: string): Promise<string> => {
    const timer = startTimer(timeLimitMs);
    try {
      const response = await send(server, name, compressed ?? body, token, timer.signal);
      server.acceptsGzip = acceptsGzip(response);
      if (!response.ok) throw failureFromResponse(response);
      return await readBody(response, (bytes) => {
        timer.restart();
        transfer.onReceived?.(bytes);
      });
    } finally {
      timer.stop();
    }
  };
  const token = await requireToken(server, false);
  try {
    return await attempt(token);
  } catch (failure) {
    if (!(failure instanceof TransportFailure && failure.code === 'unauthorized')) throw failure;
  }
  return attempt(await requireToken(server, true));
};

/** Aborts `signal` with a TimeoutError when it has not been restarted for `ms` milliseconds. */
const startTimer = (ms: number) => {
  const controller = new AbortController();
  const start = () =>
    setTimeout(() => {
      controller.abort(new DOMException('no progress in time', 'TimeoutError'));
    }, ms);
  let timer = start();
  return {
    signal: controller.signal,
    restart: () => {
      clearTimeout(timer);
      timer = start();
    },
    stop: () => {
      clearTimeout(timer);
    },
  };
};

const requireToken = async (options: TransportOptions, renew: boolean): Promise<string> => {
  const token = await options.accessToken(renew);
  if (token === null) throw new TransportFailure('unauthorized', 'the session has ended');
  return token;
};

const send = async (
  options: TransportOptions,
  name: string,
  body: string | Uint8Array<ArrayBuffer>,
  token: string,
  signal: AbortSignal,
): Promise<Response> => {
  const sentAt = Date.now();
  try {
    const response = await (options.fetch ?? fetch)(`${options.url}/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: {
        apikey: options.publishableKey,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(typeof body !== 'string' && { 'content-encoding': 'gzip' }),
      },
      body,
      cache: 'no-store',
      signal,
    });
    learnFromResponse(response, sentAt);
    return response;
  } catch (error) {
    throw connectionFailure(error);
  }
};

/** @param onReceived called with the bytes received so far whenever some have arrived. */
const readBody = async ({ body }: Response, onReceived: (bytes: number) => void): Promise<string> => {
  if (!body) return '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let [text, bytes] = ['', 0];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
      bytes += value.length;
      onReceived(bytes);
    }
  } catch (error) {
    throw connectionFailure(error);
  }
};

const connectionFailure = (error: unknown): TransportFailure =>
  error instanceof DOMException && error.name === 'TimeoutError'
    ? new TransportFailure('timeout', 'no response in time')
    : new TransportFailure('offline', 'no connection');

const failureFromResponse = (response: Response): TransportFailure => {
  const { status } = response;
  const description = `the server responded with status ${String(status)}`;
  if (status === 401) return new TransportFailure('unauthorized', description);
  if (status === 410) return new TransportFailure('removed', description);
  if (status === 426) return new TransportFailure('outdated', description);
  if (status === 408 || status === 425 || status === 429 || status === 503) {
    const retryAfter = retryAfterMs(response.headers.get('retry-after'), Date.now());
    return new TransportFailure(
      status === 503 && retryAfter === null ? 'server' : 'throttled',
      description,
      retryAfter,
    );
  }
  // A request that the server no longer takes compressed is sent again as it is.
  if (status === 415) return new TransportFailure('server', description);
  if (status === 400 || status === 413 || status === 422) return new TransportFailure('unreadable', description);
  // PostgREST responds with 404 while its schema cache lacks a function, as after a migration.
  const isRejected = status >= 400 && status < 500 && status !== 404;
  return new TransportFailure(isRejected ? 'rejected' : 'server', description);
};

const parseBody = <Schema extends z.ZodMiniType>(schema: Schema, body: string): z.infer<Schema> => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new TransportFailure('server', 'the response is not JSON');
  }
  const result = schema.safeParse(json);
  if (!result.success) throw new TransportFailure('server', 'the response is not of the protocol');
  return result.data;
};
