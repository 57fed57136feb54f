import type { Role } from '../domain/profile.ts';

/*
 * Who may be where. A person's home always lies within what their role may see, so that no redirect
 * leads to another one. This only saves useless screens: what a person may read is decided by RLS.
 */

/** The parts of the app: the rep's screens, the coach's, the admin's, and those that everybody has. */
export type Area = 'work' | 'coaching' | 'admin' | 'everybody';

const AREAS: Record<Role, readonly Area[]> = {
  rep: ['work', 'everybody'],
  coach: ['work', 'coaching', 'everybody'],
  admin: ['coaching', 'admin', 'everybody'],
};

export const mayEnter = (role: Role, area: Area): boolean => AREAS[role].includes(area);

/** Where a person's work is. */
export const homeOf = (role: Role): '/today' | '/admin/reps' => (role === 'admin' ? '/admin/reps' : '/today');

/** Where a sign-in goes back to: a place in this app, or nothing. */
export const placeInApp = (path: unknown): string | undefined =>
  typeof path === 'string' && /^\/(?![/\\])/.test(path) ? path : undefined;
