import { TransportFailure, type TransportFailureCode } from '../contract/transport-failure.ts';
import type { Scheduler } from './ports.ts';

/** Why a sync cycle is requested. Urgent reasons cancel the wait for a retry; the others wait for it. */
export type SyncReason = 'start' | 'write' | 'online' | 'visible' | 'interval' | 'manual' | 'realtime';

const URGENT: ReadonlySet<SyncReason> = new Set<SyncReason>(['start', 'online', 'visible', 'manual']);

/** Writes in quick succession are pushed together. */
const WRITE_DEBOUNCE_MS = 250;

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/** `waiting`: the last sync cycle failed, and a retry is scheduled. No failure loses a change (INV-4). */
export type LoopState = { is: 'idle' } | { is: 'running' } | { is: 'waiting'; failure: LoopFailure };

/** `device`: an error that is not a TransportFailure. */
export type LoopFailure = TransportFailureCode | 'device';

export interface LoopOptions {
  /** One sync cycle; see runSyncCycle. */
  run: () => Promise<void>;
  scheduler: Scheduler;
  onState: (state: LoopState) => void;
}

/**
 * Runs sync cycles one at a time. A request during a cycle leads to one more after it. A failed cycle is retried after
 * a random wait of up to 1 s, 2 s, 4 s … 60 s (exponential backoff with full jitter) or longer where the server says
 * so; an urgent request runs at once and resets the backoff, and so does progress. It never gives up (INV-4).
 */
export class SyncLoop {
  private running = false;
  private isRerunRequested = false;
  private failures = 0;
  private cancelTimer: (() => void) | null = null;
  private stopped = false;

  constructor(private readonly options: LoopOptions) {}

  request(reason: SyncReason): void {
    if (this.stopped) return;
    if (URGENT.has(reason)) this.failures = 0;
    if (this.running) {
      this.isRerunRequested = true;
      return;
    }
    if (URGENT.has(reason)) this.schedule(0);
    else if (this.cancelTimer === null) this.schedule(reason === 'write' ? WRITE_DEBOUNCE_MS : 0);
  }

  /** The running cycle has moved something: should it fail, the next one need not wait long. */
  noteProgress(): void {
    this.failures = 0;
  }

  stop(): void {
    this.stopped = true;
    this.cancelTimer?.();
    this.cancelTimer = null;
  }

  private schedule(ms: number): void {
    this.cancelTimer?.();
    this.cancelTimer = this.options.scheduler.after(ms, () => {
      this.cancelTimer = null;
      void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    this.isRerunRequested = false;
    this.options.onState({ is: 'running' });
    const failure = await this.options.run().then(
      () => null,
      (error: unknown) => error,
    );
    this.running = false;
    if (!this.stopped) this.onCycleEnd(failure);
  }

  /** @param failure what the cycle rejected with; `null` where it succeeded. */
  private onCycleEnd(failure: unknown): void {
    if (failure === null) {
      this.failures = 0;
      this.options.onState({ is: 'idle' });
      if (this.isRerunRequested) this.schedule(0);
      return;
    }
    const transport = failure instanceof TransportFailure ? failure : null;
    this.options.onState({ is: 'waiting', failure: transport?.code ?? 'device' });
    this.schedule(this.retryDelay(transport?.retryAfterMs ?? 0));
  }

  private retryDelay(atLeastMs: number): number {
    const ceiling = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures);
    this.failures += 1;
    return atLeastMs + this.options.scheduler.random() * ceiling;
  }
}
