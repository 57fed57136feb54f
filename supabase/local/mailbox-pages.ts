import { escapeHtml } from '../../src/domain/mail/html.ts';
import type { MailboxMail } from './mailbox-store.ts';

/* The pages of the local mailbox. What mails contain is somebody else's text: it is escaped, and HTML runs no scripts. */

/** The page that shows what would have been sent. */
export const MAILBOX_PATH = '/mailbox';

/** The mails, in the order in which they are given. */
export const mailboxPage = (mails: readonly MailboxMail[]): Response =>
  page(
    200,
    'Mailbox',
    mails.length === 0
      ? '<p>No mail has been sent yet. What Cadence sends appears here and goes nowhere else.</p>'
      : `<p>What Cadence would have sent, the newest first. It goes nowhere else.</p><table><tr><th>To<th>Subject<th>At</tr>${mails
          .map(
            ({ id, to, subject, at }) =>
              `<tr><td>${escapeHtml(to.join(', '))}<td><a href="${MAILBOX_PATH}?mail=${escapeHtml(id)}">${escapeHtml(subject)}</a><td>${timeOf(at)}</tr>`,
          )
          .join('')}</table>`,
  );

export const mailPage = ({ from, to, subject, html, text, at }: MailboxMail): Response =>
  page(
    200,
    subject,
    `<p><a href="${MAILBOX_PATH}">All mails</a></p><p>From ${escapeHtml(from)} to ${escapeHtml(to.join(', '))}, ${timeOf(at)}</p>` +
      (html === null
        ? ''
        : `<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(`<base target="_blank">${html}`)}"></iframe>`) +
      (text === null ? '' : `<h2>As text</h2><pre>${escapeHtml(text)}</pre>`),
  );

export const notHerePage = (): Response =>
  page(404, 'There is no mail here', '<p>The mailbox is open on the machine that Cadence runs on, at localhost.</p>');

const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:0 auto;padding:1rem;box-sizing:border-box}h1{font-size:1.5rem;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.5rem .75rem .5rem 0;border-bottom:1px solid #8888;overflow-wrap:anywhere}
iframe{width:100%;height:36rem;border:1px solid #8888;border-radius:.5rem;background:#fff;color-scheme:light}
pre{white-space:pre-wrap;overflow-wrap:anywhere}`;

const page = (status: number, title: string, content: string): Response =>
  new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>` +
      `<style>${STYLE}</style><main><h1>${escapeHtml(title)}</h1>${content}</main></html>`,
    {
      status,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        // A mail in its frame inherits it.
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
      },
    },
  );
