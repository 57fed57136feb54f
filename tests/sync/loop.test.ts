import { describe, expect, it } from 'vitest';
import { TransportFailure } from '../../src/contract/transport-failure.ts';
import { type LoopState, SyncLoop } from '../../src/sync/loop.ts';
import { FakeClock } from '../fixtures/simulation/fake-clock.ts';

const MINUTE = 60_000;

/** A loop whose cycles end when the test says so. */
const newLoop = (random: () => number = () => 1) => {
  const clock = new FakeClock(0);
  const states: LoopState[] = [];
  const cycles: { at: number; succeed: () => Promise<void>; fail: (error: Error) => Promise<void> }[] = [];
  const loop = new SyncLoop({
    scheduler: clock.scheduler(random),
    onState: (state) => states.push(state),
    run: () =>
      new Promise<void>((resolve, reject) => {
        const turn = () => new Promise<void>((next) => setImmediate(next));
        cycles.push({
          at: clock.now,
          succeed: () => {
            resolve();
            return turn();
          },
          fail: (error) => {
            reject(error);
            return turn();
          },
        });
      }),
  });
  const cycle = (index: number) => {
    const found = cycles[index];
    if (!found) throw new Error(`there was no cycle ${String(index)}`);
    return found;
  };
  return { loop, clock, states, cycles, cycle };
};

const offline = () => new TransportFailure('offline', 'no connection');

describe('the sync loop', () => {
  it('syncs writes in quick succession in one cycle', () => {
    const { loop, clock, cycles } = newLoop();
    loop.request('write');
    clock.advance(200);
    loop.request('write');
    expect(cycles).toHaveLength(0);
    clock.advance(50);
    expect(cycles).toHaveLength(1);
  });

  it('runs at once for an urgent reason, also during the delay after a write', () => {
    const { loop, clock, cycles } = newLoop();
    loop.request('write');
    loop.request('manual');
    clock.advance(0);
    expect(cycles).toHaveLength(1);
    clock.advance(MINUTE);
    expect(cycles).toHaveLength(1);
  });

  it('runs exactly one more cycle for any number of requests during a cycle', async () => {
    const { loop, clock, cycles, cycle } = newLoop();
    loop.request('start');
    clock.advance(0);
    loop.request('write');
    loop.request('manual');
    loop.request('realtime');
    expect(cycles).toHaveLength(1);
    await cycle(0).succeed();
    clock.advance(0);
    expect(cycles).toHaveLength(2);
    await cycle(1).succeed();
    clock.advance(10 * MINUTE);
    expect(cycles).toHaveLength(2);
  });

  it('doubles the longest backoff with each failure, from one second to a minute', async () => {
    const { loop, clock, cycles, cycle } = newLoop();
    loop.request('start');
    clock.advance(0);
    const waits: number[] = [];
    for (let failure = 0; failure < 9; failure += 1) {
      await cycle(failure).fail(offline());
      const failedAt = clock.now;
      clock.advance(MINUTE);
      waits.push(cycle(failure + 1).at - failedAt);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(cycles).toHaveLength(10);
  });

  it('waits a random part of the longest backoff', async () => {
    for (const share of [0, 0.25, 0.99]) {
      const { loop, clock, cycle } = newLoop(() => share);
      loop.request('start');
      clock.advance(0);
      await cycle(0).fail(offline());
      clock.advance(MINUTE);
      expect(cycle(1).at).toBe(1_000 * share);
    }
  });

  it('waits at least as long as Retry-After says', async () => {
    const { loop, clock, cycles, cycle } = newLoop(() => 0);
    loop.request('start');
    clock.advance(0);
    await cycle(0).fail(new TransportFailure('throttled', '429', 30_000));
    clock.advance(29_999);
    expect(cycles).toHaveLength(1);
    clock.advance(1);
    expect(cycles).toHaveLength(2);
  });

  it.each(['start', 'online', 'visible', 'manual'] as const)(
    'ends the backoff and resets it for %s',
    async (reason) => {
      const { loop, clock, cycle } = newLoop();
      loop.request('start');
      clock.advance(0);
      for (let failure = 0; failure < 5; failure += 1) {
        await cycle(failure).fail(offline());
        clock.advance(MINUTE);
      }
      await cycle(5).fail(offline());
      const requestedAt = clock.now;
      loop.request(reason);
      clock.advance(0);
      expect(cycle(6).at).toBe(requestedAt);
      await cycle(6).fail(offline());
      clock.advance(MINUTE);
      expect(cycle(7).at - requestedAt).toBe(1_000);
    },
  );

  it.each(['write', 'interval', 'realtime'] as const)('does not shorten the backoff for %s', async (reason) => {
    const { loop, clock, cycles, cycle } = newLoop();
    loop.request('start');
    clock.advance(0);
    await cycle(0).fail(offline());
    loop.request(reason);
    clock.advance(999);
    expect(cycles).toHaveLength(1);
    clock.advance(1);
    expect(cycles).toHaveLength(2);
  });

  it('begins the backoff anew after a cycle that moved something before it failed', async () => {
    const { loop, clock, cycles, cycle } = newLoop();
    loop.request('start');
    clock.advance(0);
    for (let failure = 0; failure < 5; failure += 1) {
      await cycle(failure).fail(offline());
      clock.advance(MINUTE);
    }
    loop.noteProgress();
    await cycle(5).fail(offline());
    const failedAt = clock.now;
    clock.advance(MINUTE);
    expect([cycle(6).at - failedAt, cycles.length]).toEqual([1_000, 7]);
  });

  it('reports its state, and an unknown error as a failure of the device', async () => {
    const { loop, clock, states, cycle } = newLoop();
    loop.request('start');
    clock.advance(0);
    await cycle(0).fail(offline());
    clock.advance(MINUTE);
    await cycle(1).fail(new Error('the disk is full'));
    clock.advance(MINUTE);
    await cycle(2).succeed();
    expect(states).toEqual([
      { is: 'running' },
      { is: 'waiting', failure: 'offline' },
      { is: 'running' },
      { is: 'waiting', failure: 'device' },
      { is: 'running' },
      { is: 'idle' },
    ]);
  });

  it('does nothing after it is stopped, also during a cycle', async () => {
    const { loop, clock, states, cycles, cycle } = newLoop();
    loop.request('start');
    clock.advance(0);
    loop.request('manual');
    loop.stop();
    await cycle(0).fail(offline());
    loop.request('manual');
    clock.advance(10 * MINUTE);
    expect(cycles).toHaveLength(1);
    expect(states).toEqual([{ is: 'running' }]);
  });
});
