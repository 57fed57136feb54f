import { TransportFailure } from '../../contract/transport-failure.ts';

/**
 * The message of a failed request.
 *
 * @param code a code of TransportFailure; null for any other error.
 * @param errorDetail a sentence about the state after the failure.
 * @param refusalMessage why the server refused it.
 */
export const requestErrorMessage = (
  code: string | null,
  errorDetail: string,
  refusalMessage = 'The server did not accept this.',
): string => {
  switch (code) {
    case null:
      return `Something went wrong. ${errorDetail} Try again; if it keeps happening, contact your admin.`;
    case 'offline':
      return `There is no connection. ${errorDetail} Try again when you’re online.`;
    case 'timeout':
      // It may have been done all the same; every request is idempotent.
      return 'The server took too long to respond. Check whether it was done before you try again.';
    case 'unauthorized':
      return `Your session has ended. ${errorDetail} Sign in and try again.`;
    case 'throttled':
      return `There were too many requests. ${errorDetail} Try again in a minute.`;
    case 'outdated':
      return `This version of Cadence is too old. ${errorDetail} Reload to update.`;
    case 'rejected':
      return `${refusalMessage} ${errorDetail}`;
    default:
      return `The server couldn’t do this. ${errorDetail} Try again in a moment.`;
  }
};

export type RequestErrorMessage = (error: unknown, errorDetail: string) => string;

interface ErrorMessages {
  /** By the error codes with which the server refuses requests. */
  refusals: Readonly<Record<string, string>>;
}

/** `requestErrorMessage` for the requests of one area. */
export const createRequestErrorMessage =
  ({ refusals }: ErrorMessages): RequestErrorMessage =>
  (error, errorDetail) => {
    const failure = error instanceof TransportFailure ? error : null;
    if (failure?.outcome === 'repeatable') {
      return 'Cadence didn’t hear back, and couldn’t ask what was done. Try again: nothing is done twice.';
    }
    if (failure?.code === 'timeout' && failure.outcome === 'not_done') {
      return `The server took too long to respond. ${errorDetail} Try again in a moment.`;
    }
    if (failure?.code === 'offline' && failure.outcome === 'unknown') {
      return 'The connection broke before the server responded. Check whether it was done before you try again.';
    }
    return requestErrorMessage(failure?.code ?? null, errorDetail, refusals[failure?.message ?? '']);
  };
