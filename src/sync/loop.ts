import { TransportFailure, type TransportFailureCode } from '../contract/failure.ts';
import type { Scheduler } from './ports.ts';

/** Why a sync is wanted. The urgent ones cut a waiting retry short; the others join it. */
export type Reason = 'start' | 'write' | 'online' | 'visible' | 'interval' | 'manual' | 'doorbell';

const URGENT: ReadonlySet<Reason> = new Set<Reason>(['start', 'online', 'visible', 'manual']);

/** Writes made in quick succession go in one push. */
const WRITE_PAUSE_MS = 250;

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/** What the loop says of itself. A failure says what stopped the last drain; it never means that work is lost. */
export type LoopState = { is: 'idle' } | { is: 'running' } | { is: 'waiting'; failure: LoopFailure };

export type LoopFailure = TransportFailureCode | 'device';

export interface LoopOptions {
  /** One drain; see `drain`. */
  run: () => Promise<void>;
  scheduler: Scheduler;
  onState: (state: LoopState) => void;
}

/**
 * Runs drains one at a time. A request during a drain leads to another one after it, a failed drain to a
 * retry after a random wait of up to 1 s, 2 s, 4 s … 60 s (full jitter), and an urgent request to a drain
 * at once, from the shortest wait on. Nothing is ever given up (law 4).
 */
export class SyncLoop {
  private running = false;
  private wantedAgain = false;
  private failures = 0;
  private cancelTimer: (() => void) | null = null;
  private stopped = false;

  constructor(private readonly options: LoopOptions) {}

  request(reason: Reason): void {
    if (this.stopped) return;
    if (URGENT.has(reason)) this.failures = 0;
    if (this.running) {
      this.wantedAgain = true;
      return;
    }
    if (URGENT.has(reason)) this.schedule(0);
    else if (this.cancelTimer === null) this.schedule(reason === 'write' ? WRITE_PAUSE_MS : 0);
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
    this.wantedAgain = false;
    this.options.onState({ is: 'running' });
    const failure = await this.options.run().then(
      () => null,
      (error: unknown) => error,
    );
    this.running = false;
    if (!this.stopped) this.goOn(failure);
  }

  /** @param failure what stopped the drain that has just ended; `null` where nothing did. */
  private goOn(failure: unknown): void {
    if (failure === null) {
      this.failures = 0;
      this.options.onState({ is: 'idle' });
      if (this.wantedAgain) this.schedule(0);
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
