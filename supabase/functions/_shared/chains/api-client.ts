import type * as z from 'zod';
import { retryAfterSeconds } from '../retry-after-seconds.ts';
import { reasonOf, shortQuote } from '../outside-text.ts';
import { sleep } from '../sleep.ts';
import { ApiFailure, TooManyRequests } from './api-failure.ts';

/** Milliseconds before each retry of a request. With the timeouts, all attempts end before a lease does. */
const RETRY_DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
const TIMEOUT_MS = 8_000;

export interface ApiRequest {
  /** Below the base URL. */
  path: string;
  method?: 'GET' | 'PATCH';
  /** Sent as JSON. */
  body?: unknown;
}

export interface ApiOptions {
  /** Asked for before each attempt: credentials may have been renewed since. */
  settings: () => { baseUrl: string; headers: Record<string, string> };
  /** Resolves when the next request may be sent. */
  nextSlot: () => Promise<void>;
}

/** An API over HTTP, with its rate, its retries and its shapes. Only JSON of the expected shape is returned. */
export class ApiClient {
  readonly #options: ApiOptions;
  #refusal: TooManyRequests | null = null;
  /** Requests that were sent, attempts included. */
  requests = 0;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /** @throws ApiFailure, TooManyRequests */
  async send<T>(request: ApiRequest, shape: z.ZodType<T>): Promise<T> {
    let refused = false;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#attempt(request, shape);
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error;
        // Once more, with the credentials as they are then.
        const isFirstRefusal = error.code === 'unauthorized' && !refused;
        refused ||= error.code === 'unauthorized';
        const delay = RETRY_DELAYS_MS[attempt];
        if (delay === undefined || !(error.isRetryable || isFirstRefusal)) throw error;
        await sleep(delay);
      }
    }
  }

  async #attempt<T>({ path, method = 'GET', body }: ApiRequest, shape: z.ZodType<T>): Promise<T> {
    await this.#options.nextSlot();
    // Requests that are waiting beside one that was refused are not sent any more.
    if (this.#refusal) throw this.#refusal;
    const { baseUrl, headers } = this.#options.settings();
    this.requests += 1;
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        // Another host never gets the credentials.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      text = await response.text();
    } catch (error) {
      throw new ApiFailure('unreachable', `There was no response: ${reasonOf(error)}.`, true);
    }
    if (!response.ok) {
      const failure = failureOf(response, text);
      if (failure instanceof TooManyRequests) this.#refusal = failure;
      throw failure;
    }
    return parse(text, response.headers.get('content-type') ?? '', shape);
  }
}

const parse = <T>(text: string, type: string, shape: z.ZodType<T>): T => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ApiFailure(
      'unreadable_response',
      `The response is no JSON (${type === '' ? 'no type' : type}): ${shortQuote(text)}`,
      true,
    );
  }
  const read = shape.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ApiFailure(
    'unexpected_shape',
    `The response has another shape: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`,
    true,
  );
};

const failureOf = (response: Response, text: string): Error => {
  const { status } = response;
  const message = `The API responded with status ${String(status)}: ${shortQuote(text)}`;
  if (status === 429) return new TooManyRequests(retryAfterSeconds(response.headers));
  if (status >= 500 || status === 408) return new ApiFailure('server_error', message, true);
  if (status === 401) return new ApiFailure('unauthorized', message, false);
  if (status === 403) return new ApiFailure('forbidden', message, false);
  if (status === 404) return new ApiFailure('not_found', message, false);
  return new ApiFailure('bad_request', message, false);
};
