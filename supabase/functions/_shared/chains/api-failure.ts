import { storableText } from '../outside-text.ts';

/** An API did not give what was asked for, after its retries. `code` is what the step shows. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';

  constructor(
    readonly code: ApiFailureCode,
    message: string,
    /** Whether the same request may succeed within minutes. */
    readonly isRetryable: boolean,
  ) {
    super(storableText(message));
  }
}

export type ApiFailureCode =
  | 'not_configured'
  | 'unreachable'
  | 'server_error'
  | 'unreadable_response'
  | 'unexpected_shape'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'bad_request';

/** The API refuses requests for now: nobody sends it any for `seconds`, where it says so. */
export class TooManyRequests extends Error {
  override readonly name = 'TooManyRequests';

  constructor(readonly seconds: number | null) {
    super('too many requests');
  }
}
