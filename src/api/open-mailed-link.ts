import { rememberSession, withAuthFailure } from './auth.ts';
import { AuthFailure } from './auth-failure.ts';
import { openLinkClient } from './client.ts';
import type { MailedLink } from './mailed-link.ts';
import { SESSION_KEY } from './session.ts';

/** A mailed link that has been used. Nobody is signed in by it yet. */
export interface OpenedLink {
  userId: string;
  email: string;
  /** Sets the account's password. @throws AuthFailure */
  setPassword: (password: string) => Promise<void>;
  /** Signs the account in on this device, in the place of whoever is signed in. @throws AuthFailure */
  signIn: () => Promise<void>;
  /** Ends the link's session, and leaves this device as it is; never rejects. */
  discard: () => Promise<void>;
}

/**
 * Uses a mailed link: its address is confirmed, and it cannot be used again. Resolves with `null` where that signs nobody
 * in, as when a change of address has to be confirmed at the other address too.
 * @throws AuthFailure; `link_expired` where the link has expired or was used before.
 */
export const openMailedLink = ({ tokenHash, type }: MailedLink): Promise<OpenedLink | null> =>
  withAuthFailure(async () => {
    const { auth } = await openLinkClient();
    const { data, error } = await auth.verifyOtp({ token_hash: tokenHash, type });
    if (error) throw error;
    if (!data.session) return null;
    const { id, email = '' } = data.session.user;
    return {
      userId: id,
      email,
      setPassword: (password) =>
        withAuthFailure(async () => {
          const { error: refusal } = await auth.updateUser({ password });
          if (refusal) throw refusal;
        }),
      signIn: () =>
        withAuthFailure(async () => {
          const { data: latest } = await auth.getSession();
          if (!latest.session) throw new AuthFailure('link_expired');
          // This tab's client and those of other tabs read it from there.
          localStorage.setItem(SESSION_KEY, JSON.stringify(latest.session));
          await rememberSession(latest.session);
        }),
      discard: async () => {
        await auth.signOut({ scope: 'local' }).catch(() => undefined);
      },
    };
  });
