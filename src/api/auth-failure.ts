/** Why signing in, signing up or setting a password failed. */
export type AuthFailureCode =
  | 'invalid_credentials'
  | 'email_taken'
  | 'email_invalid'
  | 'email_unconfirmed'
  | 'weak_password'
  | 'same_password'
  /** The mailed link was used before, has expired or is invalid. */
  | 'link_expired'
  | 'offline'
  | 'throttled'
  /** The server failed (5xx). */
  | 'unavailable'
  | 'unknown';

export class AuthFailure extends Error {
  override readonly name = 'AuthFailure';

  constructor(readonly code: AuthFailureCode) {
    super(code);
  }
}

const BY_CODE: Record<string, AuthFailureCode> = {
  invalid_credentials: 'invalid_credentials',
  user_not_found: 'invalid_credentials',
  user_already_exists: 'email_taken',
  email_exists: 'email_taken',
  email_address_invalid: 'email_invalid',
  email_not_confirmed: 'email_unconfirmed',
  weak_password: 'weak_password',
  same_password: 'same_password',
  otp_expired: 'link_expired',
  session_not_found: 'link_expired',
  over_request_rate_limit: 'throttled',
  over_email_send_rate_limit: 'throttled',
};

const BY_NAME: Record<string, AuthFailureCode> = {
  AuthWeakPasswordError: 'weak_password',
  AuthSessionMissingError: 'link_expired',
  AuthInvalidCredentialsError: 'invalid_credentials',
};

/** Maps an error of supabase-js, or of loading its code, to an AuthFailure. */
export const toAuthFailure = (error: unknown): AuthFailure => {
  if (error instanceof AuthFailure) return error;
  const { code, name, status } = (typeof error === 'object' && error !== null ? error : {}) as {
    code?: string;
    name?: string;
    status?: number;
  };
  const known = BY_CODE[code ?? ''] ?? BY_NAME[name ?? ''];
  if (known) return new AuthFailure(known);
  if (status === 429) return new AuthFailure('throttled');
  // supabase-js reports a request that reached no server with status 0; a failed import is a TypeError.
  if (status === 0 || error instanceof TypeError) return new AuthFailure('offline');
  return new AuthFailure(status !== undefined && status >= 500 ? 'unavailable' : 'unknown');
};
