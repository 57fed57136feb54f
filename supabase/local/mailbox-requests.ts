import * as z from 'zod/mini';
import { isEmailAddress } from '../../src/domain/values/email.ts';

/** An error as Resend sends it. */
export const problemOf = (
  status: number,
  name: string,
  message: string,
  headers: Record<string, string> = {},
): Response => Response.json({ statusCode: status, name, message }, { status, headers });

export interface RequestedMail {
  from: string;
  to: string[];
  subject: string;
  html: string | null;
  text: string | null;
}

/** Mails of one batch at most. */
const MOST_MAILS = 100;
const MOST_RECIPIENTS = 50;

const requestedMail = z.object({
  from: z.string(),
  to: z.union([z.string(), z.array(z.string())]),
  subject: z.string(),
  html: z.optional(z.string()),
  text: z.optional(z.string()),
});

/** The mails of a request's body, or the response to one that is not right. */
export const readMails = (body: string, isBatch: boolean): RequestedMail[] | Response => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return problemOf(400, 'validation_error', 'The body is not JSON.');
  }
  const items: unknown[] = isBatch && Array.isArray(json) ? json : [json];
  if (isBatch && (!Array.isArray(json) || items.length === 0 || items.length > MOST_MAILS)) {
    return problemOf(422, 'validation_error', `A batch has 1 to ${MOST_MAILS} emails.`);
  }
  const mails: RequestedMail[] = [];
  for (const item of items) {
    const read = requestedMail.safeParse(item);
    if (!read.success) {
      const [field] = read.error.issues[0]?.path ?? [];
      return problemOf(422, 'missing_required_field', `Missing or wrong \`${String(field ?? 'body')}\` field.`);
    }
    const { from, to, subject, html = null, text = null } = read.data;
    const recipients = typeof to === 'string' ? [to] : to;
    const wrong = wrongField({ from, to: recipients, subject, html, text });
    if (wrong !== null) return problemOf(422, 'validation_error', `Invalid \`${wrong}\` field.`);
    mails.push({ from, to: recipients, subject, html, text });
  }
  return mails;
};

const wrongField = ({ from, to, subject, html, text }: RequestedMail): string | null => {
  if (!isAddress(from)) return 'from';
  if (to.length === 0 || to.length > MOST_RECIPIENTS || !to.every(isAddress)) return 'to';
  if (subject === '' || /[\r\n]/.test(subject)) return 'subject';
  return html === null && text === null ? 'html' : null;
};

/** `ben@example.com` or `Ben <ben@example.com>`. */
const isAddress = (text: string): boolean => {
  const enclosed = /^[^<>\r\n]*<([^<>\s]+)>$/.exec(text)?.[1] ?? text;
  return isEmailAddress(enclosed.toLowerCase());
};
