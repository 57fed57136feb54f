import type {
  CheckRequest,
  CheckResponse,
  PullRequest,
  PullResponse,
  PushRequest,
  PushResponse,
} from '../contract/protocol.ts';
import type { TransferOptions } from '../contract/transfer-options.ts';

/** The sync protocol. Rejects only with TransportFailure. */
export interface SyncTransport {
  push: (request: PushRequest, options?: TransferOptions) => Promise<PushResponse>;
  pull: (request: PullRequest, options?: TransferOptions) => Promise<PullResponse>;
  check: (request: CheckRequest) => Promise<CheckResponse>;
}

/** Timers and random numbers; replaced in tests. */
export interface Scheduler {
  /** Calls back after `ms` milliseconds; returns a function that cancels it. */
  after: (ms: number, callback: () => void) => () => void;
  /** From 0 up to, but not including, 1. */
  random: () => number;
}

export const systemScheduler: Scheduler = {
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  random: () => Math.random(),
};

export interface SyncProgress {
  direction: 'sending' | 'receiving';
  /** Changes sent, or rows received, so far in this sync cycle. */
  done: number;
  /** Changes or rows that this sync cycle is known to transfer in all. */
  total: number;
  /** The line is slow. */
  isSlow: boolean;
}
