import { AuthFailure, type AuthFailureCode } from '../../../api/auth-failure.ts';

/** Each says what happened and what to do. */
const AUTH_ERROR_MESSAGES: Record<AuthFailureCode, string> = {
  invalid_credentials: 'The email or password is incorrect. Check both and try again.',
  email_taken: 'An account with this email already exists. Sign in instead, or reset your password.',
  email_invalid: 'This email address is not valid. Correct it and try again.',
  email_unconfirmed: 'Confirm your email first: open the link in the email we sent you.',
  weak_password: 'This password is too easy to guess. Use at least 8 characters, ideally several words.',
  same_password: 'This is your current password. Choose a different one, or sign in with it.',
  link_expired: 'This link has expired or was already used. Request a new one.',
  offline: 'There is no connection. Try again when you’re online.',
  throttled: 'Too many attempts in a short time. Wait a minute and try again.',
  unavailable: 'The server has a problem right now. Nothing was changed; try again in a minute.',
  unknown: 'Something went wrong. Try again; if it keeps happening, contact your admin.',
};

/** What the page that the person came for is, where they were invited; `undefined` elsewhere. */
export const invitationMessage = (from: string | undefined): string | undefined =>
  from?.startsWith('/join/')
    ? 'You have been invited to join a cohort. The invitation opens as soon as you are signed in.'
    : from?.startsWith('/program/')
      ? 'The program that was shared with you opens as soon as you are signed in.'
      : from?.startsWith('/coaches')
        ? COACH_INVITATION_MESSAGE
        : undefined;

/** The same for everybody: whether an address is invited is nothing that a page says before its owner has signed in. */
const COACH_INVITATION_MESSAGE =
  'Has a coach invited you? Use the email address that they invited. You see the invitation, and what it shares, once you are signed in.';

/** The token of the cohort's link that the person came by. */
export const cohortTokenOf = (from: string | undefined): string | null =>
  /^\/join\/([\w-]{1,200})(?![^/?#])/.exec(from ?? '')?.[1] ?? null;

export const CLOSED_INVITATION_MESSAGE =
  'This link no longer works, or its cohort is closed to new people; ask the coach. If you have joined already, sign in.';

export const authErrorMessage = (error: unknown): string =>
  AUTH_ERROR_MESSAGES[error instanceof AuthFailure ? error.code : 'unknown'];
