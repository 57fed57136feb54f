/** Why the cloud could not be asked. None of these decides a change's fate (law 4). */
export type TransportFailureCode =
  /** No connection, or it broke before the whole answer was here. */
  | 'offline'
  | 'timeout'
  /** The session is no longer good: sign in again. */
  | 'unauthorized'
  /** Too many requests; see `retryAfterMs`. */
  | 'throttled'
  /** 5xx, or an answer that is not of the protocol (a proxy's page, an empty body). */
  | 'server'
  /** The server refused the request itself (4xx): this version and it do not understand each other. */
  | 'refused'
  /** The server could not read what was sent (400, 413, 422): something in it may be at fault. */
  | 'unreadable'
  /** The server no longer speaks this version's protocol: update the app. */
  | 'outdated';

export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';

  constructor(
    readonly code: TransportFailureCode,
    message: string,
    /** For `throttled`: the least wait that the server asked for, in milliseconds. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}
