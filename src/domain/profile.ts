export const ROLES = ['rep', 'coach', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A person; the fields are the columns of `profiles`. */
export interface Profile {
  id: string;
  email: string;
  display_name: string;
  role: Role;
  /** IANA name: what "today" means to this person. */
  time_zone: string;
  created_at: string;
  updated_at: string;
}

/** A type of activity that a person added; the fields are the columns of `program_custom_activity_types`. */
export interface CustomActivityType {
  id: string;
  user_id: string;
  type_name: string;
  created_at: string;
}

export const TYPE_NAME_LIMIT = 50;
