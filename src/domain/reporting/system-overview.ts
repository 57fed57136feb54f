import type { Role } from '../profiles/profile.ts';

/** What the database's `system_overview` returns. */
export interface SystemOverview {
  /** Age in seconds of the oldest open transaction, which holds the horizon back. */
  horizon_lag_seconds: number;
  people: Record<Role, number>;
  devices: number;
  /** Devices that sent a request in the last 24 hours. */
  devices_seen_today: number;
  pending: number;
  rejected: number;
  /** Reps and coaches who have never synced. */
  never_synced: number;
  oldest_sync_at: string | null;
  versions: { app_version: string; devices: number; last_seen_at: string }[];
}
