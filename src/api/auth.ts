import type { Session } from '@supabase/supabase-js';
import { TransportFailure } from '../contract/transport-failure.ts';
import type { Role } from '../domain/profiles/profile.ts';
import { AuthFailure, toAuthFailure } from './auth-failure.ts';
import { cancelSessionWork, supabase } from './client.ts';
import { isOffline } from './reachability.ts';
import {
  clearPerson,
  hasStoredSession,
  type Person,
  rememberPerson,
  SESSION_KEY,
  setConnected,
  useSession,
} from './session.ts';

export interface SignUpProfile {
  display_name: string;
  /** Only an admin can give the role `admin`. */
  role: Exclude<Role, 'admin'>;
  time_zone: string;
}

/**
 * Creates an account. Resolves with `signed-in`, or with `confirm` where the project requires the address to be
 * confirmed by mail first; after that the person goes on to `returnPath` in this app.
 * @throws AuthFailure
 */
export const signUp = (
  email: string,
  password: string,
  profile: SignUpProfile,
  returnPath = '/',
): Promise<'signed-in' | 'confirm'> =>
  withAuthFailure(async () => {
    const { auth } = await supabase();
    const { data, error } = await auth.signUp({
      email,
      password,
      options: { data: profile, emailRedirectTo: `${location.origin}${returnPath}` },
    });
    if (error) throw error;
    if (!data.session) return 'confirm';
    await rememberSession(data.session, profile.role);
    return 'signed-in';
  });

/** @throws AuthFailure */
export const signIn = (email: string, password: string): Promise<void> =>
  withAuthFailure(async () => {
    const { auth } = await supabase();
    const { data, error } = await auth.signInWithPassword({ email, password });
    if (error) throw error;
    await rememberSession(data.session);
  });

/**
 * Sends the mail with the link for a new password. The outcome is the same whether or not the address has an account.
 * @throws AuthFailure
 */
export const requestPasswordReset = (email: string): Promise<void> =>
  withAuthFailure(async () => {
    const { auth } = await supabase();
    const { error } = await auth.resetPasswordForEmail(email, { redirectTo: `${location.origin}/reset-password` });
    if (error) throw error;
  });

/**
 * Sends the mail that confirms a new account's address again. The outcome is the same whether or not the address has an
 * unconfirmed account.
 *
 * @param returnPath the path in this app to go to after confirming.
 * @throws AuthFailure
 */
export const resendConfirmation = (email: string, returnPath = '/'): Promise<void> =>
  withAuthFailure(async () => {
    const { auth } = await supabase();
    const { error } = await auth.resend({
      type: 'signup',
      email,
      options: { emailRedirectTo: `${location.origin}${returnPath}` },
    });
    if (error) throw error;
  });

/** Imports its module on demand, since only signing out needs it. */
const clearPersistedQueries = async (): Promise<void> => {
  try {
    const { clearPersistedResponses } = await import('./persisted-responses.ts');
    await clearPersistedResponses();
  } catch {
    // Entries that remain are keyed by person and shown to nobody else.
  }
};

/** The longest wait for the server when signing out, in milliseconds. */
const SIGN_OUT_TIMEOUT_MS = 5_000;
const signOutTimeout = () => new Promise((resolve) => setTimeout(resolve, SIGN_OUT_TIMEOUT_MS));

/**
 * Signs out on this device, also offline; never rejects. The person's database is not changed: pending changes stay in
 * it until they sign in on this device again (INV-12).
 */
export const signOut = async (): Promise<void> => {
  try {
    const { auth } = await supabase();
    if (!(await isOffline())) await Promise.race([auth.signOut({ scope: 'local' }), signOutTimeout()]);
  } catch {
    // The session on this device ends below in any case.
  }
  cancelSessionWork();
  for (const key of Object.keys(localStorage)) if (key.startsWith(SESSION_KEY)) localStorage.removeItem(key);
  await clearPersistedQueries();
  clearPerson();
};

/**
 * Follows the session while the app runs. One that the server has ended only sets `connected` to false; no data is
 * deleted (INV-12).
 *
 * @returns a function that stops it.
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
        // While the token cannot be refreshed offline, supabase-js reports no session, but keeps it in storage.
        setConnected(session ? session.user.id === useSession.getState().person?.id : hasStoredSession());
      });
      stop = () => {
        data.subscription.unsubscribe();
      };
    },
    // Offline its code may not load. getAccessToken reports that.
    () => undefined,
  );
  return () => {
    stop();
  };
};

/**
 * The access token of `userId`'s session, refreshed where it has expired, or with `renew` in any case; `null` where
 * that session has ended or another person has signed in.
 * @throws TransportFailure; `removed` where the session has ended because the account was removed, any other where the token cannot be refreshed now; the session may still be valid.
 */
export const getAccessToken = async (userId: string, renew = false): Promise<string | null> => {
  if (await isOffline()) throw new TransportFailure('offline', 'There is no connection.');
  try {
    const { auth } = await supabase();
    const { data, error } = renew ? await auth.refreshSession() : await auth.getSession();
    if (error && !isSessionEnded(error)) throw error;
    const token = data.session?.user.id === userId ? data.session.access_token : null;
    if (useSession.getState().person?.id !== userId) return token;
    setConnected(token !== null);
    if (token === null && !(await accountExists(userId))) {
      throw new TransportFailure('removed', 'The account was removed.');
    }
    return token;
  } catch (error) {
    throw error instanceof TransportFailure ? error : transportFailure(error);
  }
};

/** Whether the server has the account of a person whose session has ended. Unknown counts as yes. */
const accountExists = async (userId: string): Promise<boolean> => {
  const client = await supabase();
  const { data, error } = await client.rpc('account_exists', { account: userId });
  return error !== null || data;
};

/** Whether an error means that the session has ended, rather than that a retry may succeed. */
const isSessionEnded = (error: { name: string; status?: number | undefined }): boolean =>
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

/**
 * Remembers the person of the stored session. The role is the profile's; where it cannot be read, the last known or the requested
 * one.
 */
export const rememberSession = async (session: Session, requestedRole: Person['role'] = 'rep'): Promise<void> => {
  const { id, email = '' } = session.user;
  const known = useSession.getState().person;
  const client = await supabase();
  const { data } = await client.from('profiles').select('role').eq('id', id).maybeSingle();
  const role = (data?.role as Role | undefined) ?? (known?.id === id ? known.role : requestedRole);
  rememberPerson({ id, email, role });
};

/** Runs an action of supabase-js. @throws AuthFailure, where it fails for any reason. */
export const withAuthFailure = async <T>(action: () => Promise<T>): Promise<T> => {
  if (await isOffline()) throw new AuthFailure('offline');
  try {
    return await action();
  } catch (error) {
    throw toAuthFailure(error);
  }
};
