import * as z from 'zod';
import { expect, test, vi } from 'vitest';
import { send } from '../../supabase/functions/_shared/send-query.ts';

const SUCCESS = { data: { created: 3 }, error: null, status: 200 };
const failure = (code: string) => ({ data: null, error: { code, message: 'ended', details: null }, status: 500 });

/** A query whose responses are these, one after the other. */
const queryOf = (...responses: object[]) => {
  const retry = vi.fn((_enabled: boolean) => Promise.resolve(responses.shift() as typeof SUCCESS));
  return { retry };
};
const sendTo = (query: ReturnType<typeof queryOf>) => send(z.object({ created: z.number() }), query);

test.each(['40P01', '40001'])('a function sends a transaction again that others have ended (%s)', async (code) => {
  const query = queryOf(failure(code), failure(code), SUCCESS);
  expect(await sendTo(query)).toEqual({ created: 3 });
  expect(query.retry).toHaveBeenCalledTimes(3);
});

test.each([
  ['a transaction that is ended again and again', '40P01', 3],
  ['a statement that took too long', '57014', 1],
])('a function gives up %s as unavailable', async (_, code, times) => {
  vi.spyOn(console, 'error').mockReturnValue();
  const query = queryOf(failure(code), failure(code), failure(code), SUCCESS);
  await expect(sendTo(query)).rejects.toMatchObject({ code: 'unavailable' });
  expect(query.retry).toHaveBeenCalledTimes(times);
});
