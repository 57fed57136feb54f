/** Why a request failed. None of these decides a change (INV-4). */
export type TransportFailureCode =
  /** No connection, or it broke before the whole response had arrived. */
  | 'offline'
  | 'timeout'
  /** The session has ended: sign in again. */
  | 'unauthorized'
  /** The account was removed. */
  | 'removed'
  /** Too many requests; see `retryAfterMs`. */
  | 'throttled'
  /** 5xx, a function that PostgREST does not find, or a response that is not of the protocol (a proxy's page, an empty body). */
  | 'server'
  /** The server refused the request (another 4xx). */
  | 'rejected'
  /** The server could not read the request (400, 413, 422): one of its changes may be the cause. */
  | 'unreadable'
  /** 426: the server no longer supports this protocol version; update the app. */
  | 'outdated';

/** The only error that a transport rejects with. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';

  constructor(
    readonly code: TransportFailureCode,
    message: string,
    /** For `throttled`: the server's Retry-After, in milliseconds. */
    readonly retryAfterMs: number | null = null,
    /**
     * Whether what was asked for may have been done all the same. `repeatable`: it may, and the same request again does
     * nothing twice.
     */
    readonly outcome: 'not_done' | 'unknown' | 'repeatable' = 'not_done',
  ) {
    super(message);
  }
}
