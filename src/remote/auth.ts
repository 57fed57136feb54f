import type { Session } from '@supabase/supabase-js';
import { TransportFailure } from '../contract/failure.ts';
import type { Role } from '../domain/profile.ts';
import { AuthFailure, toAuthFailure } from './auth-failure.ts';
import { supabase } from './client.ts';
import {
  forgetPerson,
  hasKeptSession,
  type Person,
  rememberPerson,
  SESSION_KEY,
  setConnected,
  useSession,
} from './session.ts';

export interface SignUpWishes {
  display_name: string;
  /** Only an admin makes an admin. */
  role: Exclude<Role, 'admin'>;
  time_zone: string;
}

/**
 * Makes an account. Answers `signed-in`, or `confirm` where the project wants the address confirmed
 * by mail first; its link leads to `place` in this app.
 * @throws AuthFailure
 */
export const signUp = (
  email: string,
  password: string,
  wishes: SignUpWishes,
  place = '/',
): Promise<'signed-in' | 'confirm'> =>
  attempt(async () => {
    const { auth } = await supabase();
    const { data, error } = await auth.signUp({
      email,
      password,
      options: { data: wishes, emailRedirectTo: `${location.origin}${place}` },
    });
    if (error) throw error;
    if (!data.session) return 'confirm';
    await welcome(data.session, wishes.role);
    return 'signed-in';
  });

/** @throws AuthFailure */
export const signIn = (email: string, password: string): Promise<void> =>
  attempt(async () => {
    const { auth } = await supabase();
    const { data, error } = await auth.signInWithPassword({ email, password });
    if (error) throw error;
    await welcome(data.session);
  });

/**
 * Sends the mail with the link to a new password. Says the same whether the address is known or not.
 * @throws AuthFailure
 */
export const requestPasswordReset = (email: string): Promise<void> =>
  attempt(async () => {
    const { auth } = await supabase();
    const { error } = await auth.resetPasswordForEmail(email, { redirectTo: `${location.origin}/reset-password` });
    if (error) throw error;
  });

/**
 * The address of the account that the mailed link opens; `null` where the link is no good any more.
 * Call it on the page that the link leads to.
 * @throws AuthFailure
 */
export const openResetLink = (): Promise<string | null> =>
  attempt(async () => {
    const { auth } = await supabase();
    const { error } = await auth.initialize();
    if (error) return null;
    const { data } = await auth.getSession();
    return data.session?.user.email ?? null;
  });

/** Sets the password of the account whose link was opened, and signs in as its person. @throws AuthFailure */
export const setNewPassword = (password: string): Promise<void> =>
  attempt(async () => {
    const { auth } = await supabase();
    const { error } = await auth.updateUser({ password });
    if (error) throw error;
    const { data } = await auth.getSession();
    if (!data.session) throw new AuthFailure('link_expired');
    await welcome(data.session);
  });

/** Fetched only now: somebody who signs in has nothing to drop. */
const dropKeptAnswers = async (): Promise<void> => {
  try {
    const { dropAllAnswers } = await import('./kept-answers.ts');
    await dropAllAnswers();
  } catch {
    // They are named after the person who asked, and shown to nobody else.
  }
};

/** How long a server may hold up a sign-out, in milliseconds. */
const PATIENCE_MS = 5_000;
const patience = () => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));

/**
 * Signs out on this device, with or without a network; never fails. The person's database is not
 * touched: what has not synced waits there until they sign in again here.
 */
export const signOut = async (): Promise<void> => {
  try {
    const { auth } = await supabase();
    if (navigator.onLine) await Promise.race([auth.signOut({ scope: 'local' }), patience()]);
  } catch {
    // Without the cloud the session still ends here, below.
  }
  for (const key of Object.keys(localStorage)) if (key.startsWith(SESSION_KEY)) localStorage.removeItem(key);
  await dropKeptAnswers();
  forgetPerson();
};

/**
 * Watches the session for as long as the app runs: one that the cloud has ended says so on screen and
 * nothing more (law 12). Returns how to stop.
 */
export const watchSession = (): (() => void) => {
  let stopped = false;
  let stop = (): void => {
    stopped = true;
  };
  supabase().then(
    ({ auth }) => {
      if (stopped) return;
      const { data } = auth.onAuthStateChange((_event, session) => {
        // While the token cannot be refreshed for want of a network there is no session, but it is still kept.
        setConnected(session ? session.user.id === useSession.getState().person?.id : hasKeptSession());
      });
      stop = () => {
        data.subscription.unsubscribe();
      };
    },
    // Without a network its code may not load; every question for a token says the same.
    () => undefined,
  );
  return () => {
    stop();
  };
};

/**
 * The token of `userId`'s session, refreshed if it has run out or if `renew` says that the server
 * refused it; `null` where that person's session has ended or somebody else has signed in.
 * @throws TransportFailure where it cannot be told because the cloud cannot be asked.
 */
export const getAccessToken = async (userId: string, renew = false): Promise<string | null> => {
  if (!navigator.onLine) throw new TransportFailure('offline', 'There is no connection.');
  try {
    const { auth } = await supabase();
    const { data, error } = renew ? await auth.refreshSession() : await auth.getSession();
    if (error && !isEnd(error)) throw error;
    const token = data.session?.user.id === userId ? data.session.access_token : null;
    if (useSession.getState().person?.id === userId) setConnected(token !== null);
    return token;
  } catch (error) {
    throw transportFailure(error);
  }
};

/** True for errors that mean "this session is over", not "ask again later". */
const isEnd = (error: { name: string; status?: number | undefined }): boolean =>
  error.name === 'AuthSessionMissingError' || error.status === 400 || error.status === 401 || error.status === 403;

const transportFailure = (error: unknown): TransportFailure => {
  switch (toAuthFailure(error).code) {
    case 'offline':
      return new TransportFailure('offline', 'The session could not be refreshed.');
    case 'throttled':
      return new TransportFailure('throttled', 'The session was refreshed too often.');
    default:
      return new TransportFailure('server', 'The session could not be refreshed.');
  }
};

/** The profile decides the role; until it can be read, the role that was asked for or remembered. */
const welcome = async (session: Session, wished: Person['role'] = 'rep'): Promise<void> => {
  const { id, email = '' } = session.user;
  const known = useSession.getState().person;
  const client = await supabase();
  const { data } = await client.from('profiles').select('role').eq('id', id).maybeSingle();
  const role = (data?.role as Role | undefined) ?? (known?.id === id ? known.role : wished);
  rememberPerson({ id, email, role });
};

const attempt = async <T>(deed: () => Promise<T>): Promise<T> => {
  if (!navigator.onLine) throw new AuthFailure('offline');
  try {
    return await deed();
  } catch (error) {
    throw toAuthFailure(error);
  }
};
