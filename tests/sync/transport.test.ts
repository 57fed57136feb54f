import { createServer, type Server } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { AddressInfo } from 'node:net';
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TransportFailure } from '../../src/contract/transport-failure.ts';
import { PROTOCOL, type PushRequest } from '../../src/contract/protocol.ts';
import { createTransport } from '../../src/api/sync-transport.ts';
import { retryAfterMs } from '../../src/domain/values/retry-after.ts';

const ORIGIN = 'https://cadence.example';
const PUSH = `${ORIGIN}/rest/v1/rpc/sync_push`;

const request: PushRequest = {
  protocol: PROTOCOL,
  device: { id: '01900000-0000-7000-8000-000000000001', name: 'd', app_version: '1', pending: 0, rejected: 0 },
  epoch: null,
  token: null,
  changes: [],
};
const response = { epoch: 'e', xid: '7', server_time: 1, restored: false, token: null, verdicts: [] };

const backend = setupServer();
beforeAll(() => {
  backend.listen({ onUnhandledRequest: 'bypass' });
});
afterEach(() => {
  backend.resetHandlers();
});
afterAll(() => {
  backend.close();
});

const push = (more: Partial<Parameters<typeof createTransport>[0]> = {}) =>
  createTransport({
    url: ORIGIN,
    publishableKey: 'key',
    accessToken: () => Promise.resolve('token'),
    ...more,
  }).push(request);

/** How a push failed. Anything but a TransportFailure is passed on, and fails the test. */
const failureOf = async (attempt: Promise<unknown>): Promise<{ code: string; retryAfterMs: number | null }> => {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof TransportFailure)) throw error;
    return { code: error.code, retryAfterMs: error.retryAfterMs };
  }
  throw new Error('it did not fail');
};

describe('the transport', () => {
  it('sends the request with the key and the token, and returns the response', async () => {
    let seen: Request | undefined;
    backend.use(
      http.post(PUSH, ({ request: sent }) => {
        seen = sent.clone();
        return HttpResponse.json(response);
      }),
    );
    expect(await push()).toEqual(response);
    expect(seen?.headers.get('apikey')).toBe('key');
    expect(seen?.headers.get('authorization')).toBe('Bearer token');
    expect(await seen?.json()).toEqual({ request });
  });

  it.each([
    ['a page of HTML', HttpResponse.html('<!doctype html><title>Welcome to the hotel</title>')],
    ['an empty body', new HttpResponse('')],
    ['half a response', new HttpResponse(JSON.stringify(response).slice(0, 20))],
    ['JSON of something else', HttpResponse.json({ ok: true })],
    ['an unknown verdict', HttpResponse.json({ ...response, verdicts: [{ seq: 1, verdict: 'maybe' }] })],
    ['null', HttpResponse.json(null)],
  ])('treats %s as a server error', async (_, response) => {
    backend.use(http.post(PUSH, () => response));
    expect(await failureOf(push())).toMatchObject({ code: 'server' });
  });

  it.each([
    [400, 'unreadable'],
    [403, 'rejected'],
    [404, 'server'],
    [409, 'rejected'],
    [413, 'unreadable'],
    [426, 'outdated'],
    [500, 'server'],
    [502, 'server'],
    [503, 'server'],
    [408, 'throttled'],
    [429, 'throttled'],
  ])('maps the status %i to %s', async (status, code) => {
    backend.use(http.post(PUSH, () => HttpResponse.json({ message: 'no' }, { status })));
    expect(await failureOf(push())).toMatchObject({ code });
  });

  it.each([429, 503])('reads Retry-After of a response with %i, in seconds or as a date', async (status) => {
    const respond = (header: string) => {
      backend.use(http.post(PUSH, () => new HttpResponse(null, { status, headers: { 'retry-after': header } })));
      return failureOf(push());
    };
    expect(await respond('7')).toEqual({ code: 'throttled', retryAfterMs: 7_000 });
    const { code, retryAfterMs: wait } = await respond(new Date(Date.now() + 90_000).toUTCString());
    expect(code).toBe('throttled');
    expect(wait).toBeGreaterThan(80_000);
    expect(wait).toBeLessThanOrEqual(90_000);
  });

  it('renews the token once when the server rejects it', async () => {
    const renewals: boolean[] = [];
    const tokens: (string | null)[] = [];
    backend.use(
      http.post(PUSH, ({ request: sent }) => {
        tokens.push(sent.headers.get('authorization'));
        return tokens.length === 1 ? new HttpResponse(null, { status: 401 }) : HttpResponse.json(response);
      }),
    );
    const accessToken = (renew: boolean) => {
      renewals.push(renew);
      return Promise.resolve(renew ? 'new' : 'old');
    };
    expect(await push({ accessToken })).toEqual(response);
    expect(renewals).toEqual([false, true]);
    expect(tokens).toEqual(['Bearer old', 'Bearer new']);
  });

  it('fails as unauthorized when the server rejects the renewed token too', async () => {
    let calls = 0;
    backend.use(
      http.post(PUSH, () => {
        calls += 1;
        return new HttpResponse(null, { status: 401 });
      }),
    );
    expect(await failureOf(push())).toMatchObject({ code: 'unauthorized' });
    expect(calls).toBe(2);
  });

  it('sends nothing when nobody is signed in', async () => {
    expect(await failureOf(push({ accessToken: () => Promise.resolve(null) }))).toMatchObject({ code: 'unauthorized' });
  });

  it('fails with the reason why the session could not be renewed', async () => {
    const accessToken = () => Promise.reject(new TransportFailure('offline', 'no connection'));
    expect(await failureOf(push({ accessToken }))).toMatchObject({ code: 'offline' });
  });

  it('compresses requests once the server says that it accepts that, and stops when it does no longer', async () => {
    const seen: [encoding: string | null, body: unknown][] = [];
    let accepted = 'gzip, deflate';
    backend.use(
      http.post(PUSH, async ({ request: sent }) => {
        const encoding = sent.headers.get('content-encoding');
        if (encoding !== null && accepted === '') return new HttpResponse(null, { status: 415 });
        const bytes = Buffer.from(await sent.arrayBuffer());
        seen.push([encoding, JSON.parse(String(encoding === 'gzip' ? gunzipSync(bytes) : bytes))]);
        return HttpResponse.json(response, { headers: accepted === '' ? {} : { 'accept-encoding': accepted } });
      }),
    );
    const transport = createTransport({ url: ORIGIN, publishableKey: 'key', accessToken: () => Promise.resolve('t') });
    const large = { ...request, epoch: 'e'.repeat(5_000) };
    await transport.push(large, { compress: true });
    await transport.push(large, { compress: true });
    await transport.push(large, { compress: false });
    await transport.push(request, { compress: true });
    expect(seen).toEqual([
      [null, { request: large }],
      ['gzip', { request: large }],
      [null, { request: large }],
      [null, { request }],
    ]);
    accepted = '';
    expect(await failureOf(transport.push(large, { compress: true }))).toMatchObject({ code: 'server' });
    expect(await transport.push(large, { compress: true })).toEqual(response);
  });

  it('times out when the server does not respond', async () => {
    backend.use(
      http.post(PUSH, async () => {
        await delay('infinite');
        return HttpResponse.json(response);
      }),
    );
    expect(await failureOf(push({ timeoutMs: 20 }))).toMatchObject({ code: 'timeout' });
  });

  it('treats a request that never arrives as a lost connection', async () => {
    backend.use(http.post(PUSH, () => HttpResponse.error()));
    expect(await failureOf(push())).toMatchObject({ code: 'offline' });
  });
});

describe('over a real connection, the transport', () => {
  let server: Server;
  let url: string;
  let respond: (write: (chunk: string) => void, cut: () => void) => void;
  beforeAll(async () => {
    server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '10000' });
      respond(
        (chunk) => response.write(chunk),
        () => response.destroy(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('treats a truncated response as a lost connection', async () => {
    respond = (write, cut) => {
      write('{"epoch":');
      setImmediate(cut);
    };
    expect(await failureOf(push({ url }))).toMatchObject({ code: 'offline' });
  });

  it('times out when a response stops in the middle', async () => {
    respond = (write) => {
      write('{"epoch":');
    };
    expect(await failureOf(push({ url, timeoutMs: 50 }))).toMatchObject({ code: 'timeout' });
  });

  it('does not time out while a response arrives, however slowly, and says how much has', async () => {
    const text = JSON.stringify(response).padEnd(10_000);
    respond = (write) => {
      let sent = 0;
      const timer = setInterval(() => {
        write(text.slice(sent, sent + 400));
        sent += 400;
        if (sent >= text.length) clearInterval(timer);
      }, 80);
    };
    const received: number[] = [];
    const transport = createTransport({
      url,
      publishableKey: 'key',
      accessToken: () => Promise.resolve('token'),
    });
    // Less than the whole takes, and far more than a part does, however busy the machine is.
    const options = { timeLimitMs: 1_500, onReceived: (bytes: number) => received.push(bytes) };
    expect(await transport.push(request, options)).toEqual(response);
    expect(received.at(-1)).toBe(10_000);
    expect(received).toEqual([...received].sort((a, b) => a - b));
  });

  it('treats a closed port as a lost connection', async () => {
    expect(await failureOf(push({ url: 'http://127.0.0.1:9' }))).toMatchObject({ code: 'offline' });
  });
});

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 60_000],
    ['Wed, 21 Oct 2015 07:26:00 GMT', 0],
    ['soon', null],
    ['', null],
    [null, null],
  ])('%j means %j milliseconds', (header, expected) => {
    expect(retryAfterMs(header, Date.parse('2015-10-21T07:27:00Z'))).toBe(expected);
  });
});
