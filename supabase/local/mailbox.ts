import { createHash, randomUUID } from 'node:crypto';
import { escapeHtml } from '../../src/domain/mail/html.ts';
import type { Mail } from './mail.ts';
import { type MailboxMail, MailboxStore } from './mailbox-store.ts';
import { MAILBOX_PATH, mailboxPage, mailPage, notHerePage } from './mailbox-pages.ts';
import { problemOf, readMails } from './mailbox-requests.ts';
import { rateLimit } from './vendors/rate-limit.ts';

/** Below it is the API of a mail provider: `/emails` and `/emails/batch`. */
export const MAIL_PROVIDER_PATH = '/mail-provider';

export interface MailboxOptions {
  /** Where mails are kept; `null`: in memory. */
  file: string | null;
  /** What requests to the provider have to carry. */
  key: string;
  /** `null`: any number. */
  requestsPerSecond: number | null;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** What a request gets in place of its response. `response_lost`: the mail is taken, and a gateway gives up. */
export type MailFault = 'too_many_requests' | 'server_error' | 'refused' | 'unauthorized' | 'response_lost';

export interface LocalMailbox {
  /** `null` where the path is neither the provider's nor the page. */
  handle: (request: Request) => Promise<Response> | null;
  /** Every mail that was taken, the oldest first. */
  mails: () => readonly MailboxMail[];
  /** Adds a mail of the auth server. */
  keepAuthMail: (mail: Mail) => void;
  /** The next requests get these, one each. */
  failNext: (...faults: MailFault[]) => void;
  /** How many requests came to the provider, whatever they got. */
  requests: () => number;
}

/** As long as Resend keeps idempotency keys. */
const KEY_MS = 24 * 3_600_000;

/**
 * A mail provider that sends nothing and shows what it would have sent: Resend's protocol with its keys, its idempotency, its
 * limit and its errors, and a page for whoever runs the server.
 */
export const localMailbox = ({ file, key, requestsPerSecond, now }: MailboxOptions): LocalMailbox => {
  const store = new MailboxStore(file);
  const mayPass = rateLimit(requestsPerSecond, now);
  const faults: MailFault[] = [];
  let requests = 0;

  const accept = async (request: Request, isBatch: boolean): Promise<Response> => {
    const idempotencyKey = request.headers.get('idempotency-key');
    if (idempotencyKey !== null && (idempotencyKey === '' || idempotencyKey.length > 256)) {
      return problemOf(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars.');
    }
    const body = await request.text();
    const payload = createHash('sha256').update(body).digest('hex');
    const known = store
      .all()
      .filter((mail) => mail.key !== null && mail.key === idempotencyKey && mail.at > now() - KEY_MS);
    if (known.some((mail) => mail.payload !== payload)) {
      return problemOf(
        409,
        'invalid_idempotent_request',
        'Same idempotency key used with a different request payload.',
      );
    }
    if (known.length > 0) return takenResponse(known, isBatch);
    const read = readMails(body, isBatch);
    if (read instanceof Response) return read;
    const taken = read.map((mail) => ({
      ...mail,
      id: randomUUID(),
      at: now(),
      key: idempotencyKey,
      payload,
    }));
    store.add(taken);
    return takenResponse(taken, isBatch);
  };

  const provide = async (request: Request, path: string): Promise<Response> => {
    requests += 1;
    const given = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    if (given === undefined) return problemOf(401, 'missing_api_key', 'Missing API key in the authorization header.');
    if (given !== key) return problemOf(403, 'invalid_api_key', 'API key is invalid.');
    if (!mayPass()) return tooMany();
    if (path !== '/emails' && path !== '/emails/batch') {
      return problemOf(404, 'not_found', 'The requested endpoint does not exist.');
    }
    if (request.method !== 'POST')
      return problemOf(405, 'method_not_allowed', 'Method is not allowed for the requested path.');
    const isBatch = path === '/emails/batch';
    switch (faults.shift()) {
      case 'too_many_requests':
        return tooMany();
      case 'server_error':
        return problemOf(500, 'application_error', 'An unexpected error occurred.');
      case 'refused':
        return problemOf(422, 'validation_error', 'Invalid `to` field.');
      case 'unauthorized':
        return problemOf(403, 'validation_error', 'The domain is not verified.');
      case 'response_lost':
        await accept(request, isBatch);
        return problemOf(504, 'application_error', 'The gateway timed out.');
      case undefined:
        return accept(request, isBatch);
    }
  };

  const show = ({ hostname, searchParams }: URL): Response => {
    // Whoever reaches the server from elsewhere, or makes a browser take another name for it, sees nobody's mail.
    if (!/^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)) return notHerePage();
    const id = searchParams.get('mail');
    if (id === null) return mailboxPage([...store.all()].reverse());
    const mail = store.all().find((one) => one.id === id);
    return mail ? mailPage(mail) : notHerePage();
  };

  return {
    handle: (request) => {
      const url = new URL(request.url);
      if (url.pathname === MAILBOX_PATH) return Promise.resolve(show(url));
      if (!url.pathname.startsWith(`${MAIL_PROVIDER_PATH}/`)) return null;
      return provide(request, url.pathname.slice(MAIL_PROVIDER_PATH.length));
    },
    mails: () => store.all(),
    keepAuthMail: ({ to, subject, text, link }) => {
      const html = `<p>${escapeHtml(text)}</p>${link === null ? '' : `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`}`;
      const content = { from: 'auth', to: [to], subject, html, text: link === null ? text : `${text}\n\n${link}` };
      store.add([{ ...content, id: randomUUID(), at: now(), key: null, payload: '' }]);
    },
    failNext: (...next) => {
      faults.push(...next);
    },
    requests: () => requests,
  };
};

const takenResponse = (mails: readonly MailboxMail[], isBatch: boolean): Response =>
  Response.json(isBatch ? { data: mails.map(({ id }) => ({ id })) } : { id: mails[0]?.id });

const tooMany = (): Response =>
  problemOf(429, 'rate_limit_exceeded', 'Too many requests. Please limit the number of requests per second.', {
    'retry-after': '1',
    'ratelimit-limit': '2',
    'ratelimit-remaining': '0',
    'ratelimit-reset': '1',
  });
