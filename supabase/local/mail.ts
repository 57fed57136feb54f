import { AsyncLocalStorage } from 'node:async_hooks';
import type { EmailMessage } from '@supabase/lite';

/** A mail that would have been sent. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** What the mail asks its reader to open; `null` where it only carries a code. */
  link: string | null;
}

const wishedRedirect = new AsyncLocalStorage<string | null>();

/** Runs the handling of `request` so that mails sent by it lead where the request asked for (`redirect_to`). */
export const rememberingRedirect = <T>(request: Request, handle: () => T): T =>
  wishedRedirect.run(new URL(request.url).searchParams.get('redirect_to'), handle);

const LINK = /https?:\/\/\S+/;

/**
 * Reads a mail of the library. It ignores `redirect_to` when it writes the link and always leads to the
 * site's first page; Supabase itself leads where the request asked. Whether that place is allowed is
 * decided by the library when the link is opened.
 */
export const readMail = ({ to, subject, text }: EmailMessage): Mail => {
  const found = LINK.exec(text ?? '')?.[0];
  const redirect = wishedRedirect.getStore();
  if (!found) return { to, subject, text: text ?? '', link: null };
  const link = new URL(found);
  if (redirect) link.searchParams.set('redirect_to', redirect);
  return { to, subject, text: (text ?? '').replace(LINK, () => link.href), link: link.href };
};
