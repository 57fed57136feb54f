import { beforeEach, vi } from 'vitest';

/** On the clocks of TEST_TIME_ZONE. */
const start = new Date(process.env.TEST_NOW ?? '2026-11-20T12:30');
if (Number.isNaN(start.getTime())) throw new Error('TEST_NOW must be a date and time such as 2027-02-28T23:30.');

/** Every test and what its file prepares starts at the same instant. Timers are real: only `Date` stands still. */
const fixDate = () => vi.useFakeTimers({ toFake: ['Date'], now: start });

fixDate();
beforeEach(() => {
  fixDate();
});
