import * as z from 'zod/mini';
import { expect, test } from 'vitest';
import { request } from '../../../src/api/request.ts';
import { json, rest, server } from '../../fixtures/cloud.ts';

/** A database function that ends so many times with a code of Postgres before it succeeds, and how often it was called. */
const failing = (times: number, code: string) => {
  const calls = { count: 0 };
  server.use(
    rest('rpc/reschedule', () => {
      calls.count += 1;
      return calls.count > times
        ? json({ moved: 3 })
        : json({ code, message: 'ended', details: null, hint: null }, 500);
    }),
  );
  return calls;
};

const reschedule = () =>
  request(z.object({ moved: z.number() }), (client, signal) => client.rpc('reschedule', {}).abortSignal(signal));

test.each(['40P01', '40001'])('a transaction that others have ended (%s) is sent again', async (code) => {
  const calls = failing(2, code);
  expect(await reschedule()).toEqual({ moved: 3 });
  expect(calls.count).toBe(3);
});

test('a transaction that is ended again and again fails', async () => {
  const calls = failing(3, '40P01');
  await expect(reschedule()).rejects.toMatchObject({ code: 'server' });
  expect(calls.count).toBe(3);
});

test('a statement that took too long is not sent again', async () => {
  const calls = failing(1, '57014');
  await expect(reschedule()).rejects.toMatchObject({ code: 'server' });
  expect(calls.count).toBe(1);
});
