import type { TransportFailureCode } from './failure.ts';

/** The server refuses more at once with `batch_too_large`. */
export const REPORTS_LIMIT = 100;

/** What a device tells of one drain. */
export interface DrainReport {
  id: string;
  /** `device`: something other than the cloud stopped it. */
  outcome: 'ok' | TransportFailureCode | 'device';
  duration_ms: number;
  /** Changes that the cloud has decided, and rows that it gave. */
  sent: number;
  received: number;
  /** For how long the oldest change had waited when the drain began; null where none did. */
  oldest_pending_ms: number | null;
  /** Refused changes by reason. */
  refusals: Record<string, number>;
  /** Tables in which the device differed from the cloud before it was brought in line. */
  drift: string[];
  app_version: string;
}

/** A report as it travels: how long ago it was, since a device's clock may be wrong. */
export type SentReport = DrainReport & { ago_ms: number };
