import * as z from 'zod';
import { renderMail } from '../../../../src/domain/mail/mail.ts';
import { LEASE_RETRY_DELAYS_MS, withRetry } from '../background.ts';
import { type Database, send } from '../database.ts';
import { HttpError } from '../http-error.ts';
import { mailData } from './mail-data.ts';
import { sleep } from '../sleep.ts';
import { type Outcome, sendByResend } from './resend.ts';
import { type MailSettings, mailSettings } from './settings.ts';

/** What one worker gives mails at most. */
const SLICE_MS = 30_000;

const takenMail = z.object({
  id: z.string(),
  token: z.int(),
  recipient: z.string(),
  data: z.unknown(),
  delay_ms: z.number(),
});
type TakenMail = z.infer<typeof takenMail>;

const stored = z.object({ subject: z.string(), html: z.string(), text: z.string() });

/**
 * Sends what is due of the mail outbox, one after the other at the provider's rate, for half a minute at most. Returns whether
 * there may be more. Where mail is not set up, everything waits for another hour.
 */
export const sendMails = async (database: Database): Promise<boolean> => {
  const call = <T>(shape: z.ZodType<T>, name: string, parameters: object = {}): Promise<T> =>
    withRetry(() => send(shape, database.rpc(name, parameters)), LEASE_RETRY_DELAYS_MS);
  const settings = mailSettings();
  if ('missing' in settings) {
    await call(z.int(), 'postpone_mails', {
      code: 'not_configured',
      message: `Mail is not set up: ${settings.missing.join(', ')}.`,
    });
    return false;
  }
  for (const end = Date.now() + SLICE_MS; Date.now() < end;) {
    const mail = await call(takenMail.nullable(), 'take_mail');
    if (mail === null) return false;
    const canGoOn = await sendOne(mail, settings, call).catch((error: unknown) => {
      // Somebody else has it: we were too slow.
      if (error instanceof HttpError && error.code === 'lease_lost') return true;
      throw error;
    });
    if (!canGoOn) return false;
  }
  return true;
};

type Call = <T>(shape: z.ZodType<T>, name: string, parameters?: object) => Promise<T>;

/** Sends one mail and stores the outcome. Returns whether the provider takes more. */
const sendOne = async (
  { id, token, recipient, data, delay_ms }: TakenMail,
  settings: MailSettings,
  call: Call,
): Promise<boolean> => {
  await sleep(delay_ms);
  const lease = { mail: id, token };
  let outcome: Outcome;
  try {
    const rendered = renderMail(mailData.parse(data), settings.appUrl);
    // An attempt before this one may have stored it: the provider has to get the same again.
    const mail = await call(stored, 'begin_mail', { ...lease, ...rendered });
    outcome = await sendByResend(settings, { id, recipient, ...mail });
  } catch (error) {
    if (error instanceof HttpError && (error.code === 'lease_lost' || error.isRetryable)) throw error;
    console.error('a mail could not be made:', id, error);
    const message = 'Cadence could not make this mail.';
    outcome = { kind: 'failed', code: 'internal', message, isRetryable: true, mayBeSent: false };
  }
  switch (outcome.kind) {
    case 'sent':
      await call(z.null(), 'mail_sent', { mail: id, provider: outcome.providerId });
      return true;
    case 'too_many_requests':
      await call(z.null(), 'pause_mails', { ...lease, seconds: outcome.seconds });
      return false;
    case 'unauthorized':
      await call(z.int(), 'postpone_mails', { code: 'unauthorized', message: outcome.message, token });
      return false;
    case 'failed': {
      const { code, message, isRetryable: retryable, mayBeSent: may_be_sent } = outcome;
      await call(z.null(), 'mail_failed', { ...lease, code, message, retryable, may_be_sent });
      return true;
    }
  }
};
