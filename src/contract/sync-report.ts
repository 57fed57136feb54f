import type { TransportFailureCode } from './transport-failure.ts';

/** Reports in one call. The server refuses more with 413 `batch_too_large`. */
export const REPORTS_LIMIT = 100;

/** What one sync cycle did. */
export interface SyncCycleReport {
  id: string;
  /** `device`: an error on the device, not in the transport. */
  outcome: 'ok' | TransportFailureCode | 'device';
  duration_ms: number;
  /** Changes that got a verdict, and rows received. */
  sent: number;
  received: number;
  /** How long the oldest change had been pending when the cycle began; `null` where none was. */
  oldest_pending_ms: number | null;
  /** Number of rejected changes by code. */
  rejections: Record<string, number>;
  /** Tables in which the self-check found and repaired a difference. */
  drift: string[];
  /** How many rows, by table, a self-check has found to differ even after everything was read again. */
  unrepaired: Record<string, number>;
  app_version: string;
}

/** A report as it is sent, with its age instead of a time, since the device's clock may be wrong. */
export type SyncReportMessage = SyncCycleReport & { ago_ms: number };
