import type {
  CheckRequest,
  CheckResponse,
  PullRequest,
  PullResponse,
  PushRequest,
  PushResponse,
} from '../contract/protocol.ts';

/** The sync protocol. Rejects only with TransportFailure. */
export interface SyncTransport {
  push: (request: PushRequest) => Promise<PushResponse>;
  pull: (request: PullRequest) => Promise<PullResponse>;
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
  /** Changes sent and rows received so far in this sync cycle. */
  done: number;
  /** Changes and rows that this sync cycle is known to transfer in all. */
  total: number;
}
