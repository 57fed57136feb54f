import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PullRequest, PushRequest } from '../../src/contract/protocol.ts';
import type { TransferOptions } from '../../src/contract/transfer-options.ts';
import { TransportFailure } from '../../src/contract/transport-failure.ts';
import { bulkUpsertActivities } from '../../src/data/activities/activities.ts';
import { CadenceDatabase } from '../../src/store/database.ts';
import { countPending } from '../../src/store/outbox.ts';
import { runSyncCycle } from '../../src/sync/cycle.ts';
import type { SyncProgress } from '../../src/sync/ports.ts';
import { createTransferLimits } from '../../src/sync/transfer-limit.ts';
import { FakeServer } from '../fixtures/simulation/fake-server.ts';
import { person } from '../fixtures/simulation/world.ts';

const ROUND_TRIP_MS = 100;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** A line that moves `rate` bytes a millisecond, by a clock of its own, and the requests that were made over it. */
class SlowLine {
  ms = 0;
  requests: { direction: 'push' | 'pull'; ms: number; bytes: number; isLost: boolean }[] = [];
  progress: SyncProgress[] = [];
  readonly limits = createTransferLimits(() => this.ms);
  /** What breaks the next requests, in their order. */
  faults: ('none' | 'lost' | 'broken')[] = [];

  constructor(
    readonly server: FakeServer,
    public rate: number,
  ) {}

  get moved(): number {
    return this.requests.reduce((sum, { bytes, isLost }) => sum + (isLost ? 0 : bytes), 0);
  }

  private transfer(direction: 'push' | 'pull', bytes: number, limitMs = Infinity): void {
    const fault = this.faults.shift() ?? 'none';
    const needed = ROUND_TRIP_MS + bytes / this.rate;
    // Progress of a response is seen; of a request it is not.
    const isLost = fault !== 'none' || (direction === 'push' && needed > limitMs);
    const ms = fault === 'broken' ? Math.min(needed, limitMs) / 2 : isLost ? limitMs : needed;
    this.ms += ms;
    this.requests.push({ direction, ms, bytes, isLost });
    if (isLost) throw new TransportFailure(fault === 'broken' ? 'offline' : 'timeout', 'the line is slow');
  }

  newDevice() {
    const db = new CadenceDatabase(person(1), { indexedDB: new IDBFactory(), IDBKeyRange });
    const transport = {
      push: async (request: PushRequest, options?: TransferOptions) => {
        await Promise.resolve();
        this.transfer('push', bytesOf(request), options?.timeLimitMs);
        return this.server.push(person(1), structuredClone(request));
      },
      pull: async (request: PullRequest, options?: TransferOptions) => {
        await Promise.resolve();
        const response = this.server.pull(person(1), structuredClone(request));
        this.transfer('pull', bytesOf(response), options?.timeLimitMs);
        options?.onReceived?.(bytesOf(response));
        return response;
      },
      check: () => Promise.reject(new TransportFailure('offline', 'not part of this')),
    };
    const cycle = () =>
      runSyncCycle({
        db,
        transport,
        environment: db.environment,
        appVersion: '1',
        transferLimits: this.limits,
        onProgress: (progress) => this.progress.push(progress),
      });
    /** Repeats failed cycles as the sync loop does; resolves with their number. */
    const sync = async (): Promise<number> => {
      for (let failures = 0; ; failures += 1) {
        if (failures === 60) throw new Error('60 sync cycles failed');
        const failure = await cycle().then(
          () => null,
          (error: unknown) => error,
        );
        if (failure === null) return failures;
        if (!(failure instanceof TransportFailure)) throw new Error('a sync cycle failed', { cause: failure });
        this.ms += 500;
      }
    };
    return { db, sync };
  }
}

const newLine = (rate: number): SlowLine => {
  const server = new FakeServer({ now: () => Date.parse('2026-03-02T09:00:00Z') });
  server.signUp(person(1));
  return new SlowLine(server, rate);
};

const drafts = (sizes: readonly number[]) =>
  sizes.map((size, number) => ({
    type: 'call',
    title: String(number),
    date: '2026-03-02',
    ...(size > 0 && { notes: 'n'.repeat(size) }),
  }));

const rowsOnServer = (line: SlowLine) => line.server.visibleRows(person(1), 'program_activities').length;

describe('over a slow line', () => {
  it.each([
    [1, 100],
    [5, 100],
    [20, 100],
    [60, 200],
  ])('at %d kB/s, %d long notes take hardly longer there and back than their bytes need', async (rate, count) => {
    const line = newLine(rate);
    const phone = line.newDevice();
    await bulkUpsertActivities(phone.db, drafts(Array.from({ length: count }, () => 5_000)));
    await phone.sync();
    expect([await countPending(phone.db), rowsOnServer(line)]).toEqual([0, count]);
    expect(line.ms).toBeLessThan((1.3 * count * 5_000 * 2) / rate);

    for (const { ms, isLost } of line.requests) expect(isLost && ms > line.ms / 4).toBe(false);
    const sending = line.progress.filter(({ direction }) => direction === 'sending');
    expect(sending.at(-1)).toMatchObject({ done: count, total: count, isSlow: rate < 40 });
  });

  it('a page that breaks off costs a few seconds, and what was received before it is kept', async () => {
    const line = newLine(20);
    const phone = line.newDevice();
    await bulkUpsertActivities(phone.db, drafts(Array.from({ length: 200 }, () => 2_500)));
    await phone.sync();
    line.requests = [];
    const laptop = line.newDevice();
    line.faults = ['none', 'none', 'broken', 'none', 'none', 'lost'];
    await laptop.sync();
    expect(await laptop.db.rows('program_activities').count()).toBe(200);
    const lost = line.requests.filter(({ isLost }) => isLost).map(({ ms }) => ms);
    expect(lost).toHaveLength(2);
    expect(Math.max(...lost)).toBeLessThanOrEqual(15_000);
    expect(line.moved).toBeLessThan(1.15 * 200 * 3_000);
  });

  it('that was fast before, one timeout is enough', async () => {
    const line = newLine(5_000);
    const phone = line.newDevice();
    await bulkUpsertActivities(phone.db, drafts(Array.from({ length: 100 }, () => 5_000)));
    await phone.sync();
    line.requests = [];
    line.rate = 20;
    await bulkUpsertActivities(phone.db, drafts(Array.from({ length: 100 }, () => 5_000)));
    expect(await phone.sync()).toBe(1);
    expect(rowsOnServer(line)).toBe(200);
  });

  it('sends small changes in few requests once it is fast again', async () => {
    const line = newLine(1);
    const phone = line.newDevice();
    await bulkUpsertActivities(phone.db, drafts(Array.from({ length: 20 }, () => 5_000)));
    await phone.sync();
    line.rate = 5_000;
    await bulkUpsertActivities(phone.db, drafts(Array.from({ length: 1_000 }, () => 0)));
    line.requests = [];
    await phone.sync();
    expect(line.requests.filter(({ direction }) => direction === 'push').length).toBeLessThanOrEqual(12);
  });

  it('or one that fails in any order, makes progress and moves everything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.4, max: 3_000, noNaN: true }),
        fc.array(fc.integer({ min: 0, max: 18_000 }), { minLength: 1, maxLength: 40 }),
        fc.array(fc.constantFrom('none' as const, 'lost' as const, 'broken' as const), { maxLength: 25 }),
        async (rate, sizes, faults) => {
          const line = newLine(rate);
          const phone = line.newDevice();
          await bulkUpsertActivities(phone.db, drafts(sizes));
          line.faults = [...faults];
          await phone.sync();
          const laptop = line.newDevice();
          await laptop.sync();
          expect([await countPending(phone.db), rowsOnServer(line)]).toEqual([0, sizes.length]);
          expect(await laptop.db.rows('program_activities').count()).toBe(sizes.length);
          phone.db.close();
          laptop.db.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});
