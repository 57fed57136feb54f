import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fillTemplate, type Mail, readMail } from './mail.ts';

interface ResenderOptions {
  query: (sql: string, parameters: unknown[]) => Promise<unknown[]>;
  siteUrl: string;
  /** The mail that confirms an address, of `supabase/config.toml`. */
  template: { subject: string; content_path: string } | undefined;
  onMail: (mail: Mail) => void;
}

/**
 * Handles what the library refuses: sending the mail that confirms a new account's address again, with a new link. As
 * Supabase does, it responds alike whether or not there is such an account.
 *
 * @returns the response, or `null` for any other request.
 */
export const confirmationResender =
  ({ query, siteUrl, template, onMail }: ResenderOptions) =>
  async (request: Request): Promise<Response | null> => {
    if (request.method !== 'POST' || new URL(request.url).pathname !== '/auth/v1/resend') return null;
    const body: unknown = await request
      .clone()
      .json()
      .catch(() => null);
    const { type, email } = (body ?? {}) as Record<string, unknown>;
    if (type !== 'signup' || typeof email !== 'string' || !template) return null;
    const tokenHash = randomBytes(28).toString('hex');
    const [account] = await query(
      `update auth.users set confirmation_token = $1, confirmation_sent_at = now()
       where lower(email) = lower($2) and confirmation_token <> '' and confirmed_at is null returning email`,
      [tokenHash, email],
    );
    if (account) {
      const to = (account as { email: string }).email;
      const values = { SiteURL: siteUrl, TokenHash: tokenHash, RedirectTo: siteUrl, Email: to };
      const html = fillTemplate(await readFile(template.content_path, 'utf8'), values);
      onMail(readMail({ to, subject: template.subject, html }));
    }
    return Response.json({});
  };
