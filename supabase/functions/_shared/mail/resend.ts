import * as z from 'zod';
import type { Mail } from '../../../../src/domain/mail/mail.ts';
import { retryAfterSeconds } from '../retry-after-seconds.ts';
import { reasonOf, shortQuote } from '../outside-text.ts';
import type { MailSettings } from './settings.ts';

/** Less than a mail's lease. */
const TIMEOUT_MS = 15_000;

export interface OutgoingMail extends Mail {
  /** The idempotency key: with the same one and the same content, Resend sends nothing again for 24 hours. */
  id: string;
  recipient: string;
}

/** What came of one request. `mayBeSent`: Resend may have taken the mail although the request failed. */
export type Outcome =
  | { kind: 'sent'; providerId: string }
  | { kind: 'failed'; code: string; message: string; isRetryable: boolean; mayBeSent: boolean }
  /** There were too many requests; again in `seconds`, where it says so. */
  | { kind: 'too_many_requests'; seconds: number | null }
  /** Resend takes no mail at all from us: the key or the sender's domain is not right. */
  | { kind: 'unauthorized'; message: string };

/** Sends a mail by Resend's HTTP API, with one request. Never throws. */
export const sendByResend = async (settings: MailSettings, mail: OutgoingMail): Promise<Outcome> => {
  const { id, recipient, subject, html, text } = mail;
  let response: Response;
  let body: string;
  try {
    response = await fetch(`${settings.url}/emails`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${settings.key}`,
        'content-type': 'application/json',
        'idempotency-key': id,
      },
      body: JSON.stringify({ from: settings.from, to: [recipient], subject, html, text }),
      // Another host never gets the key.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    body = await response.text();
  } catch (error) {
    return failure('unreachable', `There was no response: ${reasonOf(error)}.`, { isRetryable: true, mayBeSent: true });
  }
  return outcomeOf(response, body);
};

const accepted = z.object({ id: z.string().min(1) });
const problem = z.object({ name: z.string().catch(''), message: z.string().catch('') });

const outcomeOf = ({ status, ok, headers }: Response, body: string): Outcome => {
  const json = parsed(body);
  if (ok) {
    const read = accepted.safeParse(json);
    if (read.success) return { kind: 'sent', providerId: read.data.id };
    return failure('unreadable_response', `The response names no mail: ${shortQuote(body)}`, {
      isRetryable: true,
      mayBeSent: true,
    });
  }
  const { name, message } = problem.safeParse(json).data ?? { name: '', message: '' };
  const sentence = `Resend responded with status ${String(status)}: ${shortQuote(message || body)}`;
  if (status === 429) return { kind: 'too_many_requests', seconds: retryAfterSeconds(headers) };
  if (status === 401 || status === 403 || /_api_key$/.test(name)) return { kind: 'unauthorized', message: sentence };
  if (status >= 500 || status === 408) {
    return failure('server_error', sentence, { isRetryable: true, mayBeSent: true });
  }
  // An earlier request with this key is still being worked on, or was taken with other settings.
  if (name === 'concurrent_idempotent_requests') {
    return failure('server_error', sentence, { isRetryable: true, mayBeSent: true });
  }
  if (name === 'invalid_idempotent_request') {
    return failure('outcome_unknown', sentence, { isRetryable: false, mayBeSent: true });
  }
  return failure('refused', sentence, { isRetryable: false, mayBeSent: false });
};

const failure = (
  code: string,
  message: string,
  { isRetryable, mayBeSent }: { isRetryable: boolean; mayBeSent: boolean },
): Outcome => ({ kind: 'failed', code, message, isRetryable, mayBeSent });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
