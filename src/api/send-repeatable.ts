import { TransportFailure } from '../contract/transport-failure.ts';

/**
 * Sends a request that the server knows by its id. Where its response is lost, asks the server what was done.
 *
 * @param getResult what came of it; null where nothing was done by it.
 * @throws TransportFailure, whose outcome is `not_done` where the server says so, and `repeatable` where it could not be
 *   asked.
 */
export const sendRepeatable = async <Result>(
  send: () => Promise<Result>,
  getResult: () => Promise<Result | null>,
): Promise<Result> => {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof TransportFailure && error.outcome === 'unknown')) throw error;
    const result = await getResult().catch((): never => {
      throw new TransportFailure(error.code, error.message, null, 'repeatable');
    });
    if (result === null) throw new TransportFailure(error.code, error.message);
    return result;
  }
};
