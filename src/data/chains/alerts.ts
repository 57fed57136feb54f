import * as z from 'zod/mini';
import type { Alert } from '../../domain/chains/alert.ts';
import { request } from '../../api/request.ts';

const alert = z.object({
  id: z.number(),
  kind: z.enum(['step_failed', 'no_success']),
  subject: z.string(),
  code: z.string(),
  message: z.string(),
  at: z.string(),
  run_id: z.nullable(z.number()),
}) satisfies z.ZodMiniType<Alert>;

const MOST_ALERTS = 20;

/** The newest alerts, for admins. @throws TransportFailure */
export const getAlerts = (): Promise<Alert[]> =>
  request(z.array(alert), (client, signal) =>
    client
      .from('alerts')
      .select('id,kind,subject,code,message,at,run_id')
      .order('id', { ascending: false })
      .limit(MOST_ALERTS)
      .retry(false)
      .abortSignal(signal),
  );
