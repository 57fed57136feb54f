import * as z from 'zod/mini';
import type { DrainFigures, SyncHealth } from '../domain/health.ts';
import { ask } from './ask.ts';

const figures = z.object({
  drains: z.number(),
  succeeded: z.number(),
  p50_ms: z.nullable(z.number()),
  p95_ms: z.nullable(z.number()),
  sent: z.number(),
  received: z.number(),
  oldest_pending_ms: z.nullable(z.number()),
}) satisfies z.ZodMiniType<DrainFigures>;

const counts = z.array(z.object({ code: z.string(), count: z.number() }));

const health = z.object({
  bucket_seconds: z.number(),
  devices: z.number(),
  totals: figures,
  failures: counts,
  refusals: counts,
  drift: counts,
  versions: z.array(z.object({ app_version: z.string(), devices: z.number(), last_seen_at: z.string() })),
  buckets: z.array(z.object({ at: z.string(), figures })),
}) satisfies z.ZodMiniType<SyncHealth>;

/** How everybody's sync went in a time of at most 93 days. Admins only. @throws TransportFailure */
export const getSyncHealth = (since: Date, until: Date): Promise<SyncHealth> =>
  ask(health, (client, signal) =>
    client.rpc('sync_health', { since: since.toISOString(), until: until.toISOString() }).abortSignal(signal),
  );
