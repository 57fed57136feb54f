import { create } from 'zustand';
import { type Role, ROLES } from '../domain/profile.ts';

/** Who works on this device. Remembered without a network, until they sign out. */
export interface Person {
  id: string;
  email: string;
  role: Role;
}

interface SessionState {
  person: Person | null;
  /**
   * False once the cloud no longer knows this person's session: they keep working on the device, and
   * are asked to sign in again so that their work syncs.
   */
  connected: boolean;
}

const PERSON_KEY = 'cadence.person';

/** Where supabase-js keeps the session on this device. */
export const SESSION_KEY = 'cadence.session';

export const hasKeptSession = (): boolean => localStorage.getItem(SESSION_KEY) !== null;

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

/** Who is here. Read synchronously at start, so that no screen waits for the network to know. */
export const useSession = create<SessionState>()(() => ({ person: readPerson(), connected: hasKeptSession() }));

/** From now on, in every tab, this device works for `person`. */
export const rememberPerson = (person: Person): void => {
  localStorage.setItem(PERSON_KEY, JSON.stringify(person));
  useSession.setState({ person, connected: true });
};

/** Follows a role that an admin has set. Ignored if somebody else is here by now. */
export const followRole = (id: string, role: Role): void => {
  const { person, connected } = useSession.getState();
  if (person?.id !== id || person.role === role) return;
  rememberPerson({ ...person, role });
  useSession.setState({ connected });
};

/** From now on, in every tab, nobody is here. Nothing of their work is touched. */
export const forgetPerson = (): void => {
  localStorage.removeItem(PERSON_KEY);
  useSession.setState({ person: null, connected: true });
};

export const setConnected = (connected: boolean): void => {
  if (useSession.getState().connected !== connected) useSession.setState({ connected });
};

/** Follows sign-ins and sign-outs of other tabs. Returns how to stop. */
export const followOtherTabs = (): (() => void) => {
  const onStorage = ({ key }: StorageEvent) => {
    if (key === PERSON_KEY || key === null) useSession.setState({ person: readPerson(), connected: hasKeptSession() });
  };
  window.addEventListener('storage', onStorage);
  return () => {
    window.removeEventListener('storage', onStorage);
  };
};
