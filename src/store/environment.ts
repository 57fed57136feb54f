import { v7 } from 'uuid';

/** The world outside: replaced in tests. */
export interface Environment {
  /** Milliseconds since the epoch by this device's clock, right or wrong. */
  now: () => number;
  /** An id that no other device makes: UUID version 7. */
  newId: () => string;
  deviceName: string;
}

export const systemEnvironment: Environment = {
  now: () => Date.now(),
  newId: () => v7(),
  deviceName: 'This device',
};
