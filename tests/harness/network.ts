import type { CheckRequest, PullRequest, PushRequest } from '../../src/contract/protocol.ts';
import { type FakeServer, HttpProblem, type OpenTransaction } from './fake-server.ts';

/** What becomes of one call. */
export type Fate =
  | 'ok'
  /** The request never arrives. */
  | 'lost-request'
  /** It takes effect, and the answer never arrives. */
  | 'lost-answer'
  /** It takes effect, and the connection breaks in the middle of the answer. */
  | 'cut-answer'
  /** It takes effect and is answered, and a copy of it is still on its way. */
  | 'duplicated'
  /** The device hears of a broken connection while the request is still on its way. */
  | 'delayed'
  /** The server takes it up and commits it later; the device waits. */
  | 'held'
  /** It takes effect at once, and the answer is slow: others overtake it. */
  | 'slow-answer'
  | 'unauthorized'
  | 'throttled'
  | 'failing'
  | 'html'
  | 'empty';

export interface Call {
  rpc: string;
  /** The sender's token; the person in it. */
  token: string;
  body: string;
  resolve: (response: Response) => void;
  reject: (error: Error) => void;
}

/** What the transport uses of a response; a real one would cost more than the rest of a call. */
const responseOf = (status: number, body: string, headers: Record<string, string> = {}): Response => {
  const response: Pick<Response, 'ok' | 'status' | 'headers' | 'text'> = {
    ok: status >= 200 && status < 300,
    status,
    headers: new Headers(headers),
    text: () => Promise.resolve(body),
  };
  return response as Response;
};

const brokenConnection = () => new TypeError('fetch failed');

const cutResponse = (): Response => {
  const response = responseOf(200, '');
  response.text = () => Promise.reject(new TypeError('terminated'));
  return response;
};

/** Calls wait here until the script says what becomes of them. */
export class Network {
  readonly waiting: Call[] = [];
  /** Copies that are still on their way; nobody waits for their answers. */
  readonly astray: Call[] = [];
  /** Pushes that the server has taken up and not committed. */
  readonly held: { call: Call; transaction: OpenTransaction<unknown>; device: string }[] = [];
  /** Answers that are still on their way. */
  readonly slow: { call: Call; response: Response }[] = [];
  /** Changes with everything that happens. */
  activity = 0;
  /** Tokens that the server no longer takes. */
  readonly expired = new Set<string>();

  constructor(
    private readonly server: FakeServer,
    private readonly passTime: () => void,
  ) {}

  send(call: Call): void {
    this.activity += 1;
    this.waiting.push(call);
  }

  /** Carries out the fate of a waiting call. */
  deliver(call: Call, fate: Fate): void {
    this.activity += 1;
    this.passTime();
    this.waiting.splice(this.waiting.indexOf(call), 1);
    switch (fate) {
      case 'ok':
        this.answer(call);
        return;
      case 'lost-request':
        call.reject(brokenConnection());
        return;
      case 'lost-answer':
        this.serve(call);
        call.reject(brokenConnection());
        return;
      case 'cut-answer':
        this.serve(call);
        call.resolve(cutResponse());
        return;
      case 'duplicated':
        this.answer(call);
        this.astray.push(call);
        return;
      case 'delayed':
        this.astray.push(call);
        call.reject(brokenConnection());
        return;
      case 'held':
        if (!this.hold(call)) this.answer(call);
        return;
      case 'slow-answer':
        this.slow.push({ call, response: this.serve(call) });
        return;
      case 'unauthorized':
        call.resolve(responseOf(401, '{"message":"JWT expired"}'));
        return;
      case 'throttled':
        call.resolve(responseOf(429, '', { 'retry-after': '7' }));
        return;
      case 'failing':
        call.resolve(responseOf(500, '{"message":"oops"}'));
        return;
      case 'html':
        call.resolve(responseOf(200, '<!doctype html><title>Welcome to the hotel</title>'));
        return;
      case 'empty':
        call.resolve(responseOf(200, ''));
        return;
    }
  }

  /** A copy arrives at last. */
  deliverAstray(call: Call): void {
    this.passTime();
    this.astray.splice(this.astray.indexOf(call), 1);
    this.serve(call);
  }

  /** A push that was held commits, and is answered. */
  commitHeld(index: number): void {
    const [held] = this.held.splice(index, 1);
    if (!held) return;
    this.activity += 1;
    this.passTime();
    held.call.resolve(responseOf(200, JSON.stringify(held.transaction.commit())));
  }

  /** A slow answer arrives. */
  deliverSlow(index: number): void {
    const [late] = this.slow.splice(index, 1);
    if (!late) return;
    this.activity += 1;
    this.passTime();
    late.call.resolve(late.response);
  }

  /** The server dies and comes back: what was under way is undone, and whoever waits hears of it. */
  dropHeld(): void {
    for (const { call, transaction } of this.held.splice(0)) {
      transaction.rollBack();
      call.reject(brokenConnection());
    }
    this.activity += 1;
  }

  /** Whether the server would make the call wait for an open transaction. */
  isBlocked(call: Call): boolean {
    return call.rpc === 'sync_push' && this.server.isHeld(requestOf(call).device.id);
  }

  private hold(call: Call): boolean {
    if (call.rpc !== 'sync_push' || this.isBlocked(call) || this.expired.has(call.token)) return false;
    if (call.body.includes(String.raw`\u0000`)) return false;
    const request = requestOf(call) as PushRequest;
    this.held.push({
      call,
      transaction: this.server.beginPush(personOf(call), request),
      device: request.device.id,
    });
    return true;
  }

  private answer(call: Call): void {
    call.resolve(this.serve(call));
  }

  private serve(call: Call): Response {
    // Whoever finds the device held has been waiting; here the holder is done first.
    const holder = this.isBlocked(call)
      ? this.held.findIndex(({ device }) => device === requestOf(call).device.id)
      : -1;
    if (holder >= 0) this.commitHeld(holder);
    if (this.expired.has(call.token)) return responseOf(401, '{"message":"JWT expired"}');
    // What no Postgres text can hold makes the whole request unreadable.
    if (call.body.includes(String.raw`\u0000`)) return responseOf(400, '{"code":"22P05"}');
    try {
      const request = requestOf(call);
      return responseOf(200, JSON.stringify(answerTo(this.server, call.rpc, personOf(call), request)));
    } catch (problem) {
      if (!(problem instanceof HttpProblem)) throw problem;
      return responseOf(problem.status, JSON.stringify({ message: problem.code }));
    }
  }
}

/** A token is the person's id and the number of its renewal. */
const personOf = (call: Call): string => call.token.split('#')[0] ?? '';

const requestOf = (call: Call): SyncRequest => (JSON.parse(call.body) as { request: SyncRequest }).request;

type SyncRequest = PushRequest | PullRequest | CheckRequest;

/** @param request what `rpc` takes. */
export const answerTo = (server: FakeServer, rpc: string, person: string, request: unknown): unknown => {
  if (rpc === 'sync_push') return server.push(person, request as PushRequest);
  if (rpc === 'sync_pull') return server.pull(person, request as PullRequest);
  return server.digest(person, request as CheckRequest);
};
