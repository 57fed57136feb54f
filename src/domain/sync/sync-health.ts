/** Sync cycles of one period, as admins see them. */
export interface SyncCycleStats {
  /** Number of sync cycles. */
  cycles: number;
  succeeded: number;
  /** Durations in milliseconds of those that succeeded; `null` where none did. */
  p50_ms: number | null;
  p95_ms: number | null;
  /** Changes sent and rows received. */
  sent: number;
  received: number;
  /** The longest time that a change had been pending when a sync cycle began; `null` where none was. */
  oldest_pending_ms: number | null;
}

/** What the database's `sync_health` returns: the devices' sync reports of a range, aggregated. */
export interface SyncHealth {
  bucket_seconds: number;
  devices: number;
  totals: SyncCycleStats;
  /** Failed sync cycles by failure code. */
  failures: { code: string; count: number }[];
  /** Rejected changes by code. */
  rejections: { code: string; count: number }[];
  /** Self-checks that found a difference, by table (`code`). */
  drift: { code: string; count: number }[];
  /** Rows by table (`code`) that differ from the server even after a device has read everything again. */
  unrepaired: { code: string; count: number; devices: number }[];
  versions: { app_version: string; devices: number; last_seen_at: string }[];
  /** Consecutive periods of `bucket_seconds`, each from `at` (ISO instant). */
  buckets: { at: string; figures: SyncCycleStats }[];
}
