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
import { TransportFailure } from '../contract/transport-failure.ts';
import { learnFromResponse } from './server-clock.ts';

/** Long enough to push a thousand changes over a slow connection. */
const TIMEOUT_MS = 45_000;

export interface TransportOptions {
  url: string;
  publishableKey: string;
  /**
   * The session's access token, refreshed where it has expired, or with `renew` in any case; `null` where the session
   * has ended. Rejects with a TransportFailure where it cannot be refreshed now.
   */
  accessToken: (renew: boolean) => Promise<string | null>;
  timeoutMs?: number;
  /** Replaces the browser's `fetch`, for tests. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export interface HttpTransport {
  push: (request: PushRequest) => Promise<PushResponse>;
  pull: (request: PullRequest) => Promise<PullResponse>;
  check: (request: CheckRequest) => Promise<CheckResponse>;
  /** Which feature flags are on for the person. */
  fetchFlags: () => Promise<Record<string, boolean>>;
  /** Sends sync reports of a device, at most REPORTS_LIMIT at once. */
  sendReports: (device: string, reports: SyncReportMessage[]) => Promise<void>;
}

/**
 * The sync protocol, flags and sync reports over HTTP. Rejects only with TransportFailure; validates every response.
 */
export const createTransport = (options: TransportOptions): HttpTransport => ({
  push: async (request) => parseBody(pushResponseSchema, await call(options, 'sync_push', { request })),
  pull: async (request) => parseBody(pullResponseSchema, await call(options, 'sync_pull', { request })),
  check: async (request) => parseBody(checkResponseSchema, await call(options, 'sync_check', { request })),
  fetchFlags: async () => parseBody(flagsSchema, await call(options, 'my_flags', {})),
  sendReports: async (device, reports) => {
    await call(options, 'report_sync', { device, reports });
  },
});

const flagsSchema = z.record(z.string(), z.boolean());

const call = async (options: TransportOptions, name: string, parameters: object): Promise<string> => {
  const body = JSON.stringify(parameters);
  const first = await send(options, name, body, await requireToken(options, false));
  const response = first.status === 401 ? await send(options, name, body, await requireToken(options, true)) : first;
  if (!response.ok) throw failureFromResponse(response);
  return readBody(response);
};

const requireToken = async (options: TransportOptions, renew: boolean): Promise<string> => {
  const token = await options.accessToken(renew);
  if (token === null) throw new TransportFailure('unauthorized', 'the session has ended');
  return token;
};

const send = async (options: TransportOptions, name: string, body: string, token: string): Promise<Response> => {
  const sentAt = Date.now();
  try {
    const response = await (options.fetch ?? fetch)(`${options.url}/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: {
        apikey: options.publishableKey,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body,
      cache: 'no-store',
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    });
    learnFromResponse(response, sentAt);
    return response;
  } catch (error) {
    throw connectionFailure(error);
  }
};

const readBody = async (response: Response): Promise<string> => {
  try {
    return await response.text();
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
  if (status === 400 || status === 413 || status === 422) return new TransportFailure('unreadable', description);
  // PostgREST responds with 404 while its schema cache lacks a function, as after a migration.
  const isRejected = status >= 400 && status < 500 && status !== 404;
  return new TransportFailure(isRejected ? 'rejected' : 'server', description);
};

/**
 * Parses a Retry-After header, in seconds or a date, to milliseconds from `now`; `null` where it is absent or invalid.
 */
export const retryAfterMs = (header: string | null, now: number): number | null => {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
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
