import { expect, test } from 'vitest';
import { serialQueue } from '../../supabase/local/serial-queue.ts';

test('a job begins when the one before it has ended, in order of arrival', async () => {
  const inTurn = serialQueue();
  const steps: string[] = [];
  const job = (name: string, ticks: number) => async () => {
    steps.push(`${name} begins`);
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    steps.push(`${name} ends`);
  };
  await Promise.all([inTurn(job('a', 9)), inTurn(job('b', 3)), inTurn(job('c', 0))]);
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('a job that fails rejects for its caller, and the next one runs', async () => {
  const inTurn = serialQueue();
  const failing = inTurn(() => Promise.reject(new Error('refused')));
  const next = inTurn(() => 'done');
  await expect(failing).rejects.toThrow('refused');
  await expect(next).resolves.toBe('done');
});
