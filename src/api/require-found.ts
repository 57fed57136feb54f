import { TransportFailure } from '../contract/transport-failure.ts';

/** @throws TransportFailure `rejected` with the error code `not_found`, as the server's functions do, where there is nothing. */
export const requireFound = <Found>(found: Found | null | undefined): Found => {
  if (found === null || found === undefined) throw new TransportFailure('rejected', 'not_found');
  return found;
};
