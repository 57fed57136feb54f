import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatHlcTimestamp,
  HLC_TIMESTAMP_PATTERN,
  hlcTimestampMs,
  sendTimestamp,
  receiveTimestamp,
} from '../../../src/domain/sync/hlc.ts';

const DEVICE = '01a1fd8d-b9f9-7139-b03d-2c3de7127a00';

describe('HLC timestamps', () => {
  test('are strictly ascending, whatever the wall clock and the received timestamps are', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ now: fc.integer({ min: 0, max: 2 ** 44 }) }),
        fc.record({ seen: fc.integer({ min: 0, max: 2 ** 44 }) }),
      ),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(steps, (events) => {
        let clock = { ms: 0, counter: 0 };
        const timestamps: string[] = [];
        for (const event of events) {
          clock = 'seen' in event ? receiveTimestamp(clock, event.seen) : sendTimestamp(clock, event.now);
          if ('now' in event) timestamps.push(formatHlcTimestamp(clock, DEVICE));
        }
        expect(timestamps).toEqual([...new Set(timestamps)].sort());
        expect(timestamps.filter((timestamp) => !HLC_TIMESTAMP_PATTERN.test(timestamp))).toEqual([]);
      }),
    );
  });

  test('of edits made after a response are later than every timestamp of the server by then', () => {
    const server = Date.parse('2026-11-21T12:00:00Z');
    const behind = server - 3_600_000;
    const clock = sendTimestamp(receiveTimestamp({ ms: 0, counter: 0 }, server), behind);
    expect(formatHlcTimestamp(clock, DEVICE) > formatHlcTimestamp({ ms: server, counter: 0 }, 'ffffffff')).toBe(true);
  });

  test('continue in the next millisecond when the counter overflows', () => {
    expect(sendTimestamp({ ms: 5, counter: 0xffff }, 5)).toEqual({ ms: 6, counter: 0 });
  });

  test('contain the time of the edit', () => {
    expect(hlcTimestampMs(formatHlcTimestamp({ ms: 1_795_000_000_123, counter: 7 }, DEVICE))).toBe(1_795_000_000_123);
  });
});
