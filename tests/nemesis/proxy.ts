import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../fixtures/simulation/random.ts';

export type ProxyMode =
  | 'ok'
  /** No connection. */
  | 'down'
  /** Requests go out and never arrive. */
  | 'lost-requests'
  /** Requests take effect, and their responses never arrive. */
  | 'lost-responses'
  /** Requests take effect, and the connection breaks in the middle of the response. */
  | 'truncated-responses'
  /** Requests arrive late, some of them after their sender has given up and sent another one. */
  | 'slow';

const SLOWEST_MS = 6_000;
/** How many pulls a stale response is behind. */
const STALE_PULLS = 3;

/** A proxy between one client and the backend that can fail. */
export interface FaultyProxy {
  /** Origin, without a slash at its end. */
  url: string;
  set: (mode: ProxyMode) => void;
  /** From now on some pulls get an earlier response. */
  repeatStaleResponses: () => void;
  close: () => Promise<void>;
}

/** @param target the backend's origin as of now; `null` while there is none. */
export const startProxy = async (target: () => string | null, random: Random): Promise<FaultyProxy> => {
  let mode: ProxyMode = 'ok';
  /** Requests without a response: their connections break when the mode changes. */
  const unfinished = new Set<IncomingMessage>();

  let isRepeating = false;
  const pulls: Forwarded[] = [];
  const current = (request: IncomingMessage, forwarded: Forwarded): Forwarded => {
    if (forwarded.status !== 200 || !request.url?.endsWith('/sync_pull')) return forwarded;
    pulls.push(forwarded);
    const old = pulls.length > STALE_PULLS ? pulls.shift() : undefined;
    return old && isRepeating && random.chance(0.6) ? old : forwarded;
  };

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (mode === 'down') {
      request.destroy();
      return;
    }
    const body = await buffer(request);
    if (mode === 'lost-requests') {
      unfinished.add(request);
      return;
    }
    if (mode === 'slow') await wait(random.below(SLOWEST_MS));
    const forwarded = current(request, await forward(target(), request, body));
    if (mode === 'lost-responses') {
      unfinished.add(request);
      return;
    }
    response.writeHead(forwarded.status, { 'content-type': forwarded.type, 'content-length': forwarded.body.length });
    if (mode === 'truncated-responses') {
      response.write(forwarded.body.subarray(0, forwarded.body.length / 2), () => request.destroy());
      return;
    }
    response.end(forwarded.body);
  };

  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    set: (next) => {
      mode = next;
      for (const request of unfinished) request.destroy();
      unfinished.clear();
      if (mode === 'down') server.closeAllConnections();
    },
    repeatStaleResponses: () => {
      isRepeating = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};

interface Forwarded {
  status: number;
  type: string;
  body: Buffer;
}

const forward = async (origin: string | null, request: IncomingMessage, body: Buffer): Promise<Forwarded> => {
  try {
    const forwarded = await fetch(`${origin ?? ''}${request.url ?? ''}`, {
      method: request.method ?? 'POST',
      headers: Object.fromEntries(
        ['apikey', 'authorization', 'content-type'].flatMap((name) => {
          const value = request.headers[name];
          return typeof value === 'string' ? [[name, value]] : [];
        }),
      ),
      body: new Uint8Array(body),
    });
    const type = forwarded.headers.get('content-type') ?? 'application/json';
    return { status: forwarded.status, type, body: Buffer.from(await forwarded.arrayBuffer()) };
  } catch {
    return { status: 502, type: 'text/html', body: Buffer.from('<!doctype html><title>Bad gateway</title>') };
  }
};
