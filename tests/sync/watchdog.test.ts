import { beforeEach, describe, expect, it } from 'vitest';
import { startWatchdog } from '../../src/sync/watchdog.ts';
import { FakeClock } from '../fixtures/simulation/fake-clock.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T09:00:00Z');

let clock: FakeClock;
let isCutOff: boolean;
let said: (string | null)[];
let restarts: number;
let watchdog: ReturnType<typeof startWatchdog>;

beforeEach(() => {
  clock = new FakeClock(START);
  [isCutOff, said, restarts] = [false, [], 0];
  watchdog = startWatchdog({
    scheduler: clock.scheduler(() => 0.5),
    now: () => clock.now,
    isDisconnected: () => isCutOff,
    onOverdue: (since) => said.push(since?.toISOString() ?? null),
    restart: () => {
      restarts += 1;
    },
  });
});

const pass = (minutes: number) => {
  for (let n = 0; n < minutes; n += 1) clock.advance(MINUTE);
};

describe('a change that waits for its verdict', () => {
  it('is nothing to talk about for ten minutes, then it is said and the engine starts anew', () => {
    watchdog.setOldestPending(START);
    pass(9);
    expect([said.every((since) => since === null), restarts]).toEqual([true, 0]);
    pass(1);
    expect([said.at(-1), restarts]).toEqual([new Date(START).toISOString(), 1]);
  });

  it('restarts the engine again only after as long a time', () => {
    watchdog.setOldestPending(START);
    pass(19);
    expect(restarts).toBe(1);
    pass(1);
    expect(restarts).toBe(2);
  });

  it('is not said any more once it is decided', () => {
    watchdog.setOldestPending(START);
    pass(11);
    watchdog.setOldestPending(null);
    expect(said.at(-1)).toBeNull();
    pass(30);
    expect(restarts).toBe(1);
  });

  it('may wait for a day where nothing can be sent', () => {
    isCutOff = true;
    watchdog.setOldestPending(START);
    pass(24 * 60 - 1);
    expect([said.every((since) => since === null), restarts]).toEqual([true, 0]);
    pass(1);
    expect([said.at(-1), restarts]).toEqual([new Date(START).toISOString(), 1]);
  });

  it('has its ten minutes from when there is a connection again', () => {
    isCutOff = true;
    watchdog.setOldestPending(START);
    pass(60);
    isCutOff = false;
    watchdog.setOldestPending(START);
    pass(9);
    expect([said.every((since) => since === null), restarts]).toEqual([true, 0]);
    pass(1);
    expect([said.at(-1), restarts]).toEqual([new Date(START).toISOString(), 1]);
  });

  it('is nothing to anybody once the watchdog is stopped', () => {
    watchdog.setOldestPending(START);
    watchdog.stop();
    pass(60);
    expect(restarts).toBe(0);
  });
});
