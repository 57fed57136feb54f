import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../fixtures/simulation/random.ts';

export type LinkMode =
  | 'open'
  /** Nobody can be reached. */
  | 'down'
  /** Requests go out and never arrive. */
  | 'lost-requests'
  /** Requests take effect, and their answers never arrive. */
  | 'lost-answers'
  /** Requests take effect, and the connection breaks in the middle of the answer. */
  | 'cut-answers'
  /** Requests arrive late, some of them after their sender has given up and sent another one. */
  | 'slow';

const SLOWEST_MS = 6_000;
/** How many reads of the feed an old answer is behind. */
const OLD = 3;

/** The way of one client to the backend: a proxy that can fail. */
export interface Link {
  /** Origin, without a slash at its end. */
  url: string;
  set: (mode: LinkMode) => void;
  /** From now on some reads of the feed are answered as they were a while ago. */
  repeatOldAnswers: () => void;
  close: () => Promise<void>;
}

/** @param target the backend's origin as of now; `null` while there is none. */
export const openLink = async (target: () => string | null, random: Random): Promise<Link> => {
  let mode: LinkMode = 'open';
  /** Requests that nobody will answer: they break when the link is mended. */
  const unanswered = new Set<IncomingMessage>();

  let isRepeating = false;
  const pulls: Forwarded[] = [];
  const current = (request: IncomingMessage, answer: Forwarded): Forwarded => {
    if (answer.status !== 200 || !request.url?.endsWith('/sync_pull')) return answer;
    pulls.push(answer);
    const old = pulls.length > OLD ? pulls.shift() : undefined;
    return old && isRepeating && random.chance(0.6) ? old : answer;
  };

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (mode === 'down') {
      request.destroy();
      return;
    }
    const body = await buffer(request);
    if (mode === 'lost-requests') {
      unanswered.add(request);
      return;
    }
    if (mode === 'slow') await wait(random.below(SLOWEST_MS));
    const answer = current(request, await forward(target(), request, body));
    if (mode === 'lost-answers') {
      unanswered.add(request);
      return;
    }
    response.writeHead(answer.status, { 'content-type': answer.type, 'content-length': answer.body.length });
    if (mode === 'cut-answers') {
      response.write(answer.body.subarray(0, answer.body.length / 2), () => request.destroy());
      return;
    }
    response.end(answer.body);
  };

  const server = createServer((request, response) => {
    pass(request, response).catch(() => request.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    set: (next) => {
      mode = next;
      for (const request of unanswered) request.destroy();
      unanswered.clear();
      if (mode === 'down') server.closeAllConnections();
    },
    repeatOldAnswers: () => {
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
    const answer = await fetch(`${origin ?? ''}${request.url ?? ''}`, {
      method: request.method ?? 'POST',
      headers: Object.fromEntries(
        ['apikey', 'authorization', 'content-type'].flatMap((name) => {
          const value = request.headers[name];
          return typeof value === 'string' ? [[name, value]] : [];
        }),
      ),
      body: new Uint8Array(body),
    });
    const type = answer.headers.get('content-type') ?? 'application/json';
    return { status: answer.status, type, body: Buffer.from(await answer.arrayBuffer()) };
  } catch {
    return { status: 502, type: 'text/html', body: Buffer.from('<!doctype html><title>Bad gateway</title>') };
  }
};
