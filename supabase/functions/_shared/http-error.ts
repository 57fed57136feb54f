/** A failure as the response reports it: `{code, message}` with the status. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** Whether the same request may succeed later: the database is unavailable or overloaded. */
  get isRetryable(): boolean {
    return this.status >= 500;
  }
}
