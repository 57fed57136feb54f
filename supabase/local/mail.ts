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

const requestedRedirect = new AsyncLocalStorage<string | null>();

/**
 * Runs the handling of `request` so that mails sent by it lead where the request asked for (`redirect_to`), if that is
 * within `siteUrl`.
 */
export const rememberingRedirect = <T>(request: Request, siteUrl: string, handle: () => T): T => {
  const requested = new URL(request.url).searchParams.get('redirect_to');
  const isAllowed =
    requested !== null && URL.canParse(requested) && new URL(requested).origin === new URL(siteUrl).origin;
  return requestedRedirect.run(isAllowed ? requested : null, handle);
};

/** Fills a template of `supabase/templates` in: `{{ .Email }}`. */
export const fillTemplate = (template: string, values: Record<string, string>): string =>
  template.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (placeholder, name: string) => values[name] ?? placeholder);

const LINK = /<a href="([^"]+)"/;

/**
 * Reads a mail of the library. It ignores `redirect_to` and names the site itself as the place to go on to; Supabase
 * names what the request asked for.
 */
export const readMail = ({ to, subject, text, html }: EmailMessage): Mail => {
  const found = LINK.exec(html ?? '')?.[1];
  const redirect = requestedRedirect.getStore();
  const link =
    found === undefined ? null : redirect ? found.replace(/next=.*$/, `next=${encodeURIComponent(redirect)}`) : found;
  return { to, subject, text: html === undefined ? (text ?? '') : textOf(html), link };
};

const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
