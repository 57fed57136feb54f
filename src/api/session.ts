import { create } from 'zustand';
import { type Role, ROLES } from '../domain/profiles/profile.ts';
import { rememberFormerAccount } from './former-account.ts';

/** The person signed in on this device. Stored until they sign out, so that the app starts offline. */
export interface Person {
  id: string;
  email: string;
  role: Role;
  /** Their account was removed on the server, as far as this device knows. */
  removed?: true;
}

interface SessionState {
  person: Person | null;
  /**
   * False where the session has ended on the server: the person keeps working on this device, sync pauses, and the app
   * asks them to sign in again (INV-12).
   */
  connected: boolean;
}

const PERSON_KEY = 'cadence.person';

/** The `localStorage` key under which supabase-js stores the session. */
export const SESSION_KEY = 'cadence.session';

export const hasStoredSession = (): boolean => localStorage.getItem(SESSION_KEY) !== null;

const isPerson = (value: unknown): value is Person =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'email' in value &&
  typeof value.email === 'string' &&
  'role' in value &&
  ROLES.some((role) => role === value.role);

const readPerson = (): Person | null => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PERSON_KEY) ?? 'null');
    return isPerson(value) ? value : null;
  } catch {
    return null;
  }
};

/** The signed-in person. Read synchronously at start, so that no screen waits for the network. */
export const useSession = create<SessionState>()(() => ({ person: readPerson(), connected: hasStoredSession() }));

/** The id of the signed-in person; empty without one, on screens that need none. */
export const useCurrentUserId = (): string => useSession(({ person }) => person?.id ?? '');

/** Signs `person` in on this device, in all tabs. */
export const rememberPerson = (person: Person): void => {
  rememberFormerAccount(useSession.getState().person, person);
  localStorage.setItem(PERSON_KEY, JSON.stringify(person));
  useSession.setState({ person, connected: true });
};

/** Applies a role that an admin has set. Ignored where another person is signed in by now. */
export const followRole = (id: string, role: Role): void => {
  const { person, connected } = useSession.getState();
  if (person?.id !== id || person.role === role) return;
  rememberPerson({ ...person, role });
  useSession.setState({ connected });
};

/** Signs the person out on this device, in all tabs. Their database is not changed. */
export const clearPerson = (): void => {
  localStorage.removeItem(PERSON_KEY);
  useSession.setState({ person: null, connected: true });
};

/** Remembers whether the account of `id` was removed. Ignored where another person is signed in by now. */
export const setRemoved = (id: string, removed: boolean): void => {
  const { person } = useSession.getState();
  if (person?.id !== id || (person.removed ?? false) === removed) return;
  const { removed: _, ...rest } = person;
  const updated: Person = removed ? { ...rest, removed } : rest;
  localStorage.setItem(PERSON_KEY, JSON.stringify(updated));
  useSession.setState({ person: updated });
};

export const setConnected = (connected: boolean): void => {
  if (useSession.getState().connected !== connected) useSession.setState({ connected });
};

/** Follows sign-ins and sign-outs in other tabs. Returns a function that stops it. */
export const followOtherTabs = (): (() => void) => {
  const onStorage = ({ key }: StorageEvent) => {
    if (key === PERSON_KEY || key === null)
      useSession.setState({ person: readPerson(), connected: hasStoredSession() });
  };
  window.addEventListener('storage', onStorage);
  return () => {
    window.removeEventListener('storage', onStorage);
  };
};
