import { asLabel } from '../values/text.ts';

export const ROLES = ['rep', 'coach', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A person; the fields are the columns of `profiles`. */
export interface Profile {
  id: string;
  email: string;
  display_name: string;
  role: Role;
  /** IANA name; decides the person's "today". */
  time_zone: string;
  created_at: string;
  updated_at: string;
}

export const ROLE_LABELS: Record<Role, string> = { rep: 'Rep', coach: 'Coach', admin: 'Admin' };
export const ROLE_PLURAL_LABELS: Record<Role, string> = { rep: 'Reps', coach: 'Coaches', admin: 'Admins' };

export const DISPLAY_NAME_LIMIT = 120;

/** The name of a person; their e-mail address until they have a visible one. */
export const displayName = ({ display_name, email }: { display_name: string | null; email: string }): string =>
  asLabel(display_name ?? '', DISPLAY_NAME_LIMIT) || email;
