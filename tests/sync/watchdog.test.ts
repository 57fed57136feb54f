import { beforeEach, describe, expect, it } from 'vitest';
import { startWatchdog } from '../../src/sync/watchdog.ts';
import { FakeClock } from '../fixtures/simulation/fake-clock.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T09:00:00Z');

let clock: FakeClock;
let isDisconnected: boolean;
let said: (string | null)[];
let restarts: number;
let watchdog: ReturnType<typeof startWatchdog>;

beforeEach(() => {
  clock = new FakeClock(START);
  [isDisconnected, said, restarts] = [false, [], 0];
  watchdog = startWatchdog({
    scheduler: clock.scheduler(() => 0.5),
    now: () => clock.now,
    isDisconnected: () => isDisconnected,
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
  it('is not overdue for ten minutes, then it is shown as overdue and the sync loop is restarted', () => {
    watchdog.setOldestPending(START);
    pass(9);
    expect([said.every((since) => since === null), restarts]).toEqual([true, 0]);
    pass(1);
    expect([said.at(-1), restarts]).toEqual([new Date(START).toISOString(), 1]);
  });

  it('restarts the sync loop again only after another ten minutes', () => {
    watchdog.setOldestPending(START);
    pass(19);
    expect(restarts).toBe(1);
    pass(1);
    expect(restarts).toBe(2);
  });

  it('does not restart a sync loop that makes progress over a slow line', () => {
    watchdog.setOldestPending(START);
    for (let part = 0; part < 10; part += 1) {
      pass(9);
      watchdog.noteProgress();
    }
    expect([said.at(-1), restarts]).toEqual([new Date(START).toISOString(), 0]);
    pass(10);
    expect(restarts).toBe(1);
  });

  it('is not overdue any more once it is decided', () => {
    watchdog.setOldestPending(START);
    pass(11);
    watchdog.setOldestPending(null);
    expect(said.at(-1)).toBeNull();
    pass(30);
    expect(restarts).toBe(1);
  });

  it('may wait for a day without a connection', () => {
    isDisconnected = true;
    watchdog.setOldestPending(START);
    pass(24 * 60 - 1);
    expect([said.every((since) => since === null), restarts]).toEqual([true, 0]);
    pass(1);
    expect([said.at(-1), restarts]).toEqual([new Date(START).toISOString(), 1]);
  });

  it('may wait ten minutes after the connection is back', () => {
    isDisconnected = true;
    watchdog.setOldestPending(START);
    pass(60);
    isDisconnected = false;
    watchdog.setOldestPending(START);
    pass(9);
    expect([said.every((since) => since === null), restarts]).toEqual([true, 0]);
    pass(1);
    expect([said.at(-1), restarts]).toEqual([new Date(START).toISOString(), 1]);
  });

  it('causes nothing after the watchdog is stopped', () => {
    watchdog.setOldestPending(START);
    watchdog.stop();
    pass(60);
    expect(restarts).toBe(0);
  });
});
