import type {
  CheckAnswer,
  CheckRequest,
  PullAnswer,
  PullRequest,
  PushAnswer,
  PushRequest,
} from '../contract/protocol.ts';

/** The way to the cloud. Everything it rejects with is a TransportFailure. */
export interface Transport {
  push: (request: PushRequest) => Promise<PushAnswer>;
  pull: (request: PullRequest) => Promise<PullAnswer>;
  check: (request: CheckRequest) => Promise<CheckAnswer>;
}

/** Time and chance; replaced in tests. */
export interface Scheduler {
  /** Calls back after `ms`; returns how to call it off. */
  after: (ms: number, callback: () => void) => () => void;
  /** 0 to 1. */
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

export interface Progress {
  /** Changes sent and rows received so far in this drain. */
  moved: number;
  /** What this drain is known to move in all. */
  total: number;
}
