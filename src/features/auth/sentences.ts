import { AuthFailure, type AuthFailureCode } from '../../remote/auth-failure.ts';

/** What a failed attempt says: what happened, and what to do. */
const SENTENCES: Record<AuthFailureCode, string> = {
  invalid_credentials: 'The email or the password is not right. Check both and try again.',
  email_taken: 'There is already an account with this email. Sign in instead, or ask for a new password.',
  email_invalid: 'This does not look like an email address that can receive mail.',
  email_unconfirmed: 'Confirm your email address first: the link is in the mail we sent you.',
  weak_password: 'This password is too easy to guess. Use at least 8 characters, better a few words.',
  same_password: 'This is your current password. Choose another one, or just sign in.',
  link_expired: 'This link has been used or has run out. Ask for a new one.',
  offline: 'There is no connection right now. Try again when you are online.',
  throttled: 'Too many attempts in a short time. Wait a minute and try again.',
  unavailable: 'The cloud is having trouble right now. Nothing was changed; try again in a minute.',
  unknown: 'That did not work, and nothing was changed. Try again; if it stays, ask your admin.',
};

export const sentenceOf = (failure: unknown): string =>
  SENTENCES[failure instanceof AuthFailure ? failure.code : 'unknown'];
