/** What the drains of some time came to, as admins see it. */
export interface DrainFigures {
  drains: number;
  succeeded: number;
  /** Milliseconds of those that succeeded; null where none did. */
  p50_ms: number | null;
  p95_ms: number | null;
  /** Changes sent and rows received. */
  sent: number;
  received: number;
  /** The longest that a change had waited when a drain began; null where none did. */
  oldest_pending_ms: number | null;
}

/** How sync went, as devices told. */
export interface SyncHealth {
  bucket_seconds: number;
  devices: number;
  totals: DrainFigures;
  /** Drains that did not succeed, by what stopped them. */
  failures: { code: string; count: number }[];
  /** Changes that the cloud refused, by reason. */
  refusals: { code: string; count: number }[];
  /** Devices that differed from the cloud and were brought in line, by table. */
  drift: { code: string; count: number }[];
  versions: { app_version: string; devices: number; last_seen_at: string }[];
  /** Every stretch of the time, from `at` (ISO instant) on. */
  buckets: { at: string; figures: DrainFigures }[];
}
