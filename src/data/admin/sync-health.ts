import * as z from 'zod/mini';
import type { SyncCycleStats, SyncHealth } from '../../domain/sync/sync-health.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';

const figures = z.object({
  cycles: z.number(),
  succeeded: z.number(),
  p50_ms: z.nullable(z.number()),
  p95_ms: z.nullable(z.number()),
  sent: z.number(),
  received: z.number(),
  oldest_pending_ms: z.nullable(z.number()),
}) satisfies z.ZodMiniType<SyncCycleStats>;

const counts = z.array(z.object({ code: z.string(), count: z.number() }));

const health = z.object({
  bucket_seconds: z.number(),
  devices: z.number(),
  totals: figures,
  failures: counts,
  rejections: counts,
  drift: counts,
  // An older server has none.
  unrepaired: z._default(z.array(z.object({ code: z.string(), count: z.number(), devices: z.number() })), []),
  versions: z.array(z.object({ app_version: labelSchema, devices: z.number(), last_seen_at: z.string() })),
  buckets: z.array(z.object({ at: z.string(), figures })),
}) satisfies z.ZodMiniType<SyncHealth>;

/** The sync health of all devices over at most 93 days. Admins only. @throws TransportFailure */
export const getSyncHealth = (since: Date, until: Date): Promise<SyncHealth> =>
  request(health, (client, signal) =>
    client.rpc('sync_health', { since: since.toISOString(), until: until.toISOString() }).abortSignal(signal),
  );
