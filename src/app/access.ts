import { cleanPath } from '../api/mailed-link.ts';
import type { Role } from '../domain/profiles/profile.ts';

/*
 * Which role may open which screens. A role's home is always within its own areas, so that no redirect leads to
 * another one. This is no protection: RLS decides what a person may read.
 */

/** The parts of the app: the rep's screens, the coach's, the admin's, and those that all roles have. */
export type Area = 'work' | 'coaching' | 'admin' | 'shared';

const AREAS: Record<Role, readonly Area[]> = {
  rep: ['work', 'shared'],
  coach: ['work', 'coaching', 'shared'],
  admin: ['coaching', 'admin', 'shared'],
};

export const areasOf = (role: Role): readonly Area[] => AREAS[role];

export const canAccess = (role: Role, area: Area): boolean => areasOf(role).includes(area);

export const homePathOf = (role: Role): '/today' | '/admin/reps' => (role === 'admin' ? '/admin/reps' : '/today');

/** The path to go to after the sign-in, if it is within this app: never another origin, and without anybody's tokens. */
export const safeRedirectPath = (path: unknown): string | undefined =>
  typeof path === 'string' && /^\/(?![/\\])/.test(path) ? cleanPath(path) : undefined;
