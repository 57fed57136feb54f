import type { TransferOptions } from '../contract/transfer-options.ts';
import { TransportFailure } from '../contract/transport-failure.ts';

/** A request should take about this long: little is lost when it fails, and round trips cost little beside it. */
const TARGET_MS = 5_000;

/** A line of 20 kB/s sends this in 3 s, one of 5 kB/s within the time limit. */
const FIRST_BYTES = 64_000;
const LEAST_BYTES = 4_000;
const MOST_BYTES = 1_500_000;

/** How much more than before may be sent after one success, since a small request may have been lucky. */
const MOST_GROWTH = 16;

/** How much less of what failed is tried next. */
const SHRINKING = 4;

/** How much more may be sent after one success, near a size that has timed out. */
const CAREFUL_GROWTH = 1.25;

/** A request may take so many times what it should. */
const PATIENCE = 3;
const MOST_TIME_MS = 240_000;

/** Of a change or a row, before any has been seen. */
const FIRST_ITEM_BYTES = 400;

/** A line that moves less than this is called slow, in bytes a millisecond. */
const SLOW_RATE = 40;

/** On a line that moves more than this, compressing takes longer than it saves. */
const FAST_RATE = 1_000;

const between = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));

/**
 * How much one request moves in one direction, learned from what got through. Sizes are bytes of JSON, whatever a gateway
 * makes of them. Every failure lowers the limit, and a request that cannot be made smaller gets more time instead, so that
 * any line that moves something moves everything.
 */
export class TransferLimit {
  private limit = FIRST_BYTES;
  /** Well below what last timed out, and more with every success at it. */
  private ceiling = MOST_BYTES;
  private itemBytes = FIRST_ITEM_BYTES;
  private slow = false;
  private isFast = false;

  /** @param now milliseconds by a clock that is never set. */
  constructor(private readonly now: () => number) {}

  get bytes(): number {
    return Math.floor(this.limit);
  }

  /** How many changes or rows of the usual size fill a request, and some more. */
  get items(): number {
    return Math.ceil((1.25 * this.limit) / this.itemBytes);
  }

  /** Whether the last measurement was of a slow line, or the last request timed out. */
  get isSlow(): boolean {
    return this.slow;
  }

  /** How long a request of so many bytes may go without visible progress. */
  timeLimitMs(bytes: number): number {
    return between(PATIENCE * TARGET_MS, (PATIENCE * TARGET_MS * bytes) / this.limit, MOST_TIME_MS);
  }

  /**
   * Sends a request and learns from how it went.
   *
   * @param expected the bytes that it is known or expected to move.
   * @param send resolves with the result, and with the bytes and items that were moved.
   * @throws what `send` rejects with.
   */
  async measure<T>(
    expected: number,
    send: (options: TransferOptions) => Promise<{ result: T; bytes: number; items: number }>,
  ): Promise<T> {
    const startedAt = this.now();
    try {
      const { result, bytes, items } = await send({
        timeLimitMs: this.timeLimitMs(expected),
        compress: !this.isFast,
      });
      this.succeeded(bytes, this.now() - startedAt, items);
      return result;
    } catch (failure) {
      if (failure instanceof TransportFailure) this.failed(failure, expected, this.now() - startedAt);
      throw failure;
    }
  }

  private succeeded(bytes: number, ms: number, items: number): void {
    if (items > 0 && bytes > 0) this.itemBytes = bytes / items;
    const affordable = Math.min((bytes * TARGET_MS) / Math.max(1, ms), this.limit * MOST_GROWTH);
    if (bytes >= LEAST_BYTES) {
      this.slow = ms > 1_000 && bytes < SLOW_RATE * ms;
      this.isFast = bytes > FAST_RATE * ms;
    }
    if (ms > TARGET_MS) {
      // A small request was slow for another reason than its size.
      if (bytes >= LEAST_BYTES) this.set(affordable);
    } else if (2 * bytes >= this.limit) {
      if (this.limit >= this.ceiling) this.ceiling *= CAREFUL_GROWTH;
      this.set(Math.max(this.limit, affordable));
    }
  }

  private failed({ code }: TransportFailure, bytes: number, ms: number): void {
    if (code === 'timeout') {
      this.slow = true;
      this.ceiling = Math.max(LEAST_BYTES, Math.min(this.limit, bytes) / 2);
    }
    this.isFast = false;
    // A gateway or a database that gives up after a long time may manage less.
    if (code !== 'timeout' && code !== 'offline' && ms <= TARGET_MS) return;
    this.set(Math.min(this.limit, (bytes * TARGET_MS) / Math.max(1, ms)) / SHRINKING);
  }

  private set(bytes: number): void {
    this.limit = between(LEAST_BYTES, Math.min(bytes, this.ceiling), MOST_BYTES);
  }
}

/** The limits of one session of a tab, kept from one sync cycle to the next. */
export interface TransferLimits {
  push: TransferLimit;
  pull: TransferLimit;
}

/** @param now milliseconds by a clock that is never set. */
export const createTransferLimits = (now: () => number = () => performance.now()): TransferLimits => ({
  push: new TransferLimit(now),
  pull: new TransferLimit(now),
});
