import { describe, expect, it } from 'vitest';
import { TransportFailure } from '../../src/contract/transport-failure.ts';
import { type LoopState, SyncLoop } from '../../src/sync/loop.ts';
import { FakeClock } from '../fixtures/simulation/fake-clock.ts';

const MINUTE = 60_000;

/** A loop whose drains end when the test says so. */
const newLoop = (random: () => number = () => 1) => {
  const clock = new FakeClock(0);
  const states: LoopState[] = [];
  const drains: { at: number; succeed: () => Promise<void>; fail: (error: Error) => Promise<void> }[] = [];
  const loop = new SyncLoop({
    scheduler: clock.scheduler(random),
    onState: (state) => states.push(state),
    run: () =>
      new Promise<void>((resolve, reject) => {
        const turn = () => new Promise<void>((next) => setImmediate(next));
        drains.push({
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
  const drain = (index: number) => {
    const found = drains[index];
    if (!found) throw new Error(`there was no drain ${String(index)}`);
    return found;
  };
  return { loop, clock, states, drains, drain };
};

const offline = () => new TransportFailure('offline', 'no connection');

describe('the sync loop', () => {
  it('puts writes in quick succession into one drain', () => {
    const { loop, clock, drains } = newLoop();
    loop.request('write');
    clock.advance(200);
    loop.request('write');
    expect(drains).toHaveLength(0);
    clock.advance(50);
    expect(drains).toHaveLength(1);
  });

  it('drains at once for what is urgent, even while a pause is under way', () => {
    const { loop, clock, drains } = newLoop();
    loop.request('write');
    loop.request('manual');
    clock.advance(0);
    expect(drains).toHaveLength(1);
    clock.advance(MINUTE);
    expect(drains).toHaveLength(1);
  });

  it('answers any number of requests during a drain with exactly one more', async () => {
    const { loop, clock, drains, drain } = newLoop();
    loop.request('start');
    clock.advance(0);
    loop.request('write');
    loop.request('manual');
    loop.request('realtime');
    expect(drains).toHaveLength(1);
    await drain(0).succeed();
    clock.advance(0);
    expect(drains).toHaveLength(2);
    await drain(1).succeed();
    clock.advance(10 * MINUTE);
    expect(drains).toHaveLength(2);
  });

  it('doubles the longest wait from one second to a minute with each failure', async () => {
    const { loop, clock, drains, drain } = newLoop();
    loop.request('start');
    clock.advance(0);
    const waits: number[] = [];
    for (let failure = 0; failure < 9; failure += 1) {
      await drain(failure).fail(offline());
      const failedAt = clock.now;
      clock.advance(MINUTE);
      waits.push(drain(failure + 1).at - failedAt);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(drains).toHaveLength(10);
  });

  it('waits anything from nothing to the longest wait, as chance has it', async () => {
    for (const share of [0, 0.25, 0.99]) {
      const { loop, clock, drain } = newLoop(() => share);
      loop.request('start');
      clock.advance(0);
      await drain(0).fail(offline());
      clock.advance(MINUTE);
      expect(drain(1).at).toBe(1_000 * share);
    }
  });

  it('waits no less than the server asked for', async () => {
    const { loop, clock, drains, drain } = newLoop(() => 0);
    loop.request('start');
    clock.advance(0);
    await drain(0).fail(new TransportFailure('throttled', '429', 30_000));
    clock.advance(29_999);
    expect(drains).toHaveLength(1);
    clock.advance(1);
    expect(drains).toHaveLength(2);
  });

  it.each(['start', 'online', 'visible', 'manual'] as const)(
    'cuts the wait short and starts over for %s',
    async (reason) => {
      const { loop, clock, drain } = newLoop();
      loop.request('start');
      clock.advance(0);
      for (let failure = 0; failure < 5; failure += 1) {
        await drain(failure).fail(offline());
        clock.advance(MINUTE);
      }
      await drain(5).fail(offline());
      const asked = clock.now;
      loop.request(reason);
      clock.advance(0);
      expect(drain(6).at).toBe(asked);
      await drain(6).fail(offline());
      clock.advance(MINUTE);
      expect(drain(7).at - asked).toBe(1_000);
    },
  );

  it.each(['write', 'interval', 'realtime'] as const)('lets %s join a wait that is under way', async (reason) => {
    const { loop, clock, drains, drain } = newLoop();
    loop.request('start');
    clock.advance(0);
    await drain(0).fail(offline());
    loop.request(reason);
    clock.advance(999);
    expect(drains).toHaveLength(1);
    clock.advance(1);
    expect(drains).toHaveLength(2);
  });

  it('says what it does, and a failure that is not the network is the device', async () => {
    const { loop, clock, states, drain } = newLoop();
    loop.request('start');
    clock.advance(0);
    await drain(0).fail(offline());
    clock.advance(MINUTE);
    await drain(1).fail(new Error('the disk is full'));
    clock.advance(MINUTE);
    await drain(2).succeed();
    expect(states).toEqual([
      { is: 'running' },
      { is: 'waiting', failure: 'offline' },
      { is: 'running' },
      { is: 'waiting', failure: 'device' },
      { is: 'running' },
      { is: 'idle' },
    ]);
  });

  it('is still for good once it is stopped, also in the middle of a drain', async () => {
    const { loop, clock, states, drains, drain } = newLoop();
    loop.request('start');
    clock.advance(0);
    loop.request('manual');
    loop.stop();
    await drain(0).fail(offline());
    loop.request('manual');
    clock.advance(10 * MINUTE);
    expect(drains).toHaveLength(1);
    expect(states).toEqual([{ is: 'running' }]);
  });
});
