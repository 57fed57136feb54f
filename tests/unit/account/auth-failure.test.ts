import { describe, expect, test } from 'vitest';
import { authErrorMessage } from '../../../src/features/account/auth/messages.ts';
import { AuthFailure, toAuthFailure } from '../../../src/api/auth-failure.ts';

describe('the code of an authentication error', () => {
  test.each([
    [{ name: 'AuthApiError', status: 400, code: 'invalid_credentials' }, 'invalid_credentials'],
    [{ name: 'AuthApiError', status: 422, code: 'user_already_exists' }, 'email_taken'],
    [{ name: 'AuthApiError', status: 422, code: 'email_exists' }, 'email_taken'],
    [{ name: 'AuthWeakPasswordError', status: 422, code: 'weak_password' }, 'weak_password'],
    [{ name: 'AuthApiError', status: 403, code: 'otp_expired' }, 'link_expired'],
    [{ name: 'AuthSessionMissingError', status: 400 }, 'link_expired'],
    [{ name: 'AuthApiError', status: 429, code: 'over_request_rate_limit' }, 'throttled'],
    [{ name: 'AuthApiError', status: 429 }, 'throttled'],
    [{ name: 'AuthRetryableFetchError', status: 0 }, 'offline'],
    [new TypeError('Failed to fetch dynamically imported module'), 'offline'],
    [{ name: 'AuthRetryableFetchError', status: 503 }, 'unavailable'],
    [{ name: 'AuthUnknownError' }, 'unknown'],
    ['a string that somebody threw', 'unknown'],
    [null, 'unknown'],
  ])('in %o is %s', (error, code) => {
    expect(toAuthFailure(error).code).toBe(code);
  });

  test('of an AuthFailure is kept', () => {
    const failure = new AuthFailure('email_taken');
    expect(toAuthFailure(failure)).toBe(failure);
  });
});

test('no message contains an error text of a server or a library', () => {
  expect(authErrorMessage(new Error('duplicate key value violates unique constraint'))).toBe(
    authErrorMessage(new AuthFailure('unknown')),
  );
});
