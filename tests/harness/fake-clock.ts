import type { Scheduler } from '../../src/sync/ports.ts';

interface Timer {
  due: number;
  order: number;
  callback: () => void;
}

/** True time, which only moves when it is told to. Callbacks run in the order they are due. */
export class FakeClock {
  private timers: Timer[] = [];
  private made = 0;

  constructor(public now: number) {}

  /** Moves on by `ms` and runs what falls due, what is due later no earlier than what is due sooner. */
  advance(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const next = this.timers
        .filter((timer) => timer.due <= until)
        .sort((a, b) => a.due - b.due || a.order - b.order)
        .at(0);
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.now = Math.max(this.now, next.due);
      next.callback();
    }
    this.now = until;
  }

  after(ms: number, callback: () => void): () => void {
    const timer: Timer = { due: this.now + ms, order: this.made++, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  scheduler(random: () => number): Scheduler {
    return { after: (ms, callback) => this.after(ms, callback), random };
  }

  /** In how many milliseconds the next callback is due; `null` when there is none. */
  get nextDue(): number | null {
    return this.timers.length === 0 ? null : Math.min(...this.timers.map(({ due }) => due)) - this.now;
  }
}
