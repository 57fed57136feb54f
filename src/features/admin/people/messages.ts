import { TransportFailure } from '../../../contract/transport-failure.ts';
import { displayName, type Profile, type Role } from '../../../domain/profiles/profile.ts';
import { requestErrorMessage } from '../../../shared/errors/request-error-message.ts';

export const roleErrorMessage = (error: unknown, person: Pick<Profile, 'display_name' | 'email' | 'role'>): string => {
  const failure = error instanceof TransportFailure ? error : null;
  return requestErrorMessage(
    failure?.code ?? null,
    `${displayName(person)} is still ${roleWithArticle(person.role)}.`,
    ROLE_ERROR_MESSAGES[failure?.message ?? ''],
  );
};

const ROLE_ERROR_MESSAGES: Record<string, string> = {
  last_admin: 'At least one admin is required. Make someone else an admin first.',
  forbidden: 'Only admins can set roles, and you are no longer one.',
  unknown_person: 'This account no longer exists.',
};

export const roleWithArticle = (role: Role): string => (role === 'admin' ? 'an admin' : `a ${role}`);
