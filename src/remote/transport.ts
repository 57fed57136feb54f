import * as z from 'zod/mini';
import { TransportFailure } from '../contract/failure.ts';
import {
  type CheckAnswer,
  type CheckRequest,
  checkAnswer,
  type PullAnswer,
  type PullRequest,
  type PushAnswer,
  type PushRequest,
  pullAnswer,
  pushAnswer,
} from '../contract/protocol.ts';
import type { SentReport } from '../contract/report.ts';

/** A push of a thousand changes over a slow phone connection takes its time; a dead connection must not. */
const TIMEOUT_MS = 45_000;

export interface TransportOptions {
  url: string;
  publishableKey: string;
  /**
   * The session's token, refreshed if it has run out or if `renew` says that the server refused it;
   * `null` where nobody is signed in any more. Rejects with a TransportFailure when it cannot be told.
   */
  accessToken: (renew: boolean) => Promise<string | null>;
  timeoutMs?: number;
  /** How to reach the server; the browser's own way where it is not said. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export interface HttpTransport {
  push: (request: PushRequest) => Promise<PushAnswer>;
  pull: (request: PullRequest) => Promise<PullAnswer>;
  check: (request: CheckRequest) => Promise<CheckAnswer>;
  /** Which feature flags are on for the person. */
  askFlags: () => Promise<Record<string, boolean>>;
  /** Tells admins of a device's drains: at most REPORTS_LIMIT at once. */
  sendReports: (device: string, reports: SentReport[]) => Promise<void>;
}

/** The sync protocol over HTTP, with what goes along with it. Every failure is a TransportFailure; no answer is trusted unread. */
export const createTransport = (options: TransportOptions): HttpTransport => ({
  push: async (request) => read(pushAnswer, await call(options, 'sync_push', { request })),
  pull: async (request) => read(pullAnswer, await call(options, 'sync_pull', { request })),
  check: async (request) => read(checkAnswer, await call(options, 'sync_check', { request })),
  askFlags: async () => read(flags, await call(options, 'my_flags', {})),
  sendReports: async (device, reports) => {
    await call(options, 'report_sync', { device, reports });
  },
});

const flags = z.record(z.string(), z.boolean());

const call = async (options: TransportOptions, name: string, parameters: object): Promise<string> => {
  const body = JSON.stringify(parameters);
  const first = await send(options, name, body, await tokenOf(options, false));
  const response = first.status === 401 ? await send(options, name, body, await tokenOf(options, true)) : first;
  if (!response.ok) throw failureOf(response);
  return bodyOf(response);
};

const tokenOf = async (options: TransportOptions, renew: boolean): Promise<string> => {
  const token = await options.accessToken(renew);
  if (token === null) throw new TransportFailure('unauthorized', 'nobody is signed in');
  return token;
};

const send = async (options: TransportOptions, name: string, body: string, token: string): Promise<Response> => {
  try {
    return await (options.fetch ?? fetch)(`${options.url}/rest/v1/rpc/${name}`, {
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
  } catch (error) {
    throw connectionFailure(error);
  }
};

const bodyOf = async (response: Response): Promise<string> => {
  try {
    return await response.text();
  } catch (error) {
    throw connectionFailure(error);
  }
};

const connectionFailure = (error: unknown): TransportFailure =>
  error instanceof DOMException && error.name === 'TimeoutError'
    ? new TransportFailure('timeout', 'no answer in time')
    : new TransportFailure('offline', 'no connection');

const failureOf = (response: Response): TransportFailure => {
  const { status } = response;
  const said = `the server answered ${String(status)}`;
  if (status === 401) return new TransportFailure('unauthorized', said);
  if (status === 426) return new TransportFailure('outdated', said);
  if (status === 408 || status === 425 || status === 429 || status === 503) {
    const retryAfter = retryAfterMs(response.headers.get('retry-after'), Date.now());
    return new TransportFailure(status === 503 && retryAfter === null ? 'server' : 'throttled', said, retryAfter);
  }
  if (status === 400 || status === 413 || status === 422) return new TransportFailure('unreadable', said);
  return new TransportFailure(status >= 400 && status < 500 ? 'refused' : 'server', said);
};

/** Reads a Retry-After header, seconds or a date, as milliseconds from `now`; `null` where it says nothing. */
export const retryAfterMs = (header: string | null, now: number): number | null => {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
};

const read = <Schema extends z.ZodMiniType>(schema: Schema, body: string): z.infer<Schema> => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new TransportFailure('server', 'the answer is not JSON');
  }
  const result = schema.safeParse(json);
  if (!result.success) throw new TransportFailure('server', 'the answer is not of the protocol');
  return result.data;
};
