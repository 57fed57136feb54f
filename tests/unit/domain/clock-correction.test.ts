import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateEditTimes, estimateOffset } from '../../../src/domain/sync/clock-correction.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-03-02T09:00:00Z');

test('an offset that agrees with a response stays, however slow the line is', () => {
  const slow = { serverMs: NOW + 5_000, sentAt: NOW, receivedAt: NOW + 4 * MINUTE };
  expect(estimateOffset(0, slow)).toBe(0);
});

test('an offset that does not is within what the response allows', () => {
  const instant = fc.integer({ min: 0, max: 2 * NOW });
  const delay = fc.integer({ min: 0, max: HOUR });
  fc.assert(
    fc.property(instant, fc.integer({ min: -NOW, max: NOW }), delay, delay, (sentAt, trueOffset, there, back) => {
      const response = { serverMs: sentAt + there + trueOffset, sentAt, receivedAt: sentAt + there + back };
      const offset = estimateOffset(0, response);
      expect(Math.abs(offset - trueOffset)).toBeLessThanOrEqual(there + back);
    }),
  );
});

const period = { from: NOW - 10 * HOUR, to: NOW };

test.each([
  ['made by a clock that is still a year ahead', 365 * 24 * HOUR, -365 * 24 * HOUR],
  ['made by a clock that is still a year behind', -365 * 24 * HOUR, 365 * 24 * HOUR],
])('edits %s get the time at which they were made', (_, skew, offset) => {
  const made = [NOW - 3 * HOUR, NOW - 2 * HOUR, NOW - HOUR];
  const edits = made.map((time) => ({ ms: Math.max(time + skew, period.from), madeAt: time + skew }));
  expect(estimateEditTimes(edits, offset, period)).toEqual(made);
});

test('edits made by a right clock keep their time where the clock is wrong only now', () => {
  const made = [NOW - 3 * HOUR, NOW - 2 * HOUR];
  const edits = made.map((time) => ({ ms: time, madeAt: time }));
  for (const offset of [-365 * 24 * HOUR, 365 * 24 * HOUR]) {
    expect(estimateEditTimes(edits, offset, period)).toEqual(made);
  }
});

test('an edit from the future that nothing is known about is taken to have been made before the next edit', () => {
  const future = { ms: NOW + HOUR, madeAt: NOW + HOUR };
  const later = { ms: NOW + HOUR, madeAt: NOW - HOUR };
  expect(estimateEditTimes([future, later], 0, period)).toEqual([NOW - HOUR, NOW - HOUR]);
});

test('whatever clocks say, times are between the last contact and now, and in the order of the edits', () => {
  const instant = fc.integer({ min: 0, max: 2 * NOW });
  const edits = fc.array(fc.record({ ms: instant, madeAt: instant }), { maxLength: 20 });
  fc.assert(
    fc.property(edits, fc.integer({ min: -NOW, max: NOW }), (all, offset) => {
      const times = estimateEditTimes(all, offset, period);
      expect(times).toHaveLength(all.length);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.every((time) => time >= period.from && time <= period.to)).toBe(true);
    }),
  );
});
