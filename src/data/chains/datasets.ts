import * as z from 'zod/mini';
import { type Dataset, orderedDatasets } from '../../domain/chains/dataset.ts';
import type { HeldDeletion } from '../../domain/chains/held-deletion.ts';
import { asLabel } from '../../domain/values/text.ts';
import { request } from '../../api/request.ts';

/* What chains keep up to date, for admins. All throw TransportFailure. */

/** As Postgres writes one: "26:00:00", "1 day 02:00:00". */
const INTERVAL_PATTERN = /^(?:(\d+) days? ?)?(?:(\d+):(\d\d):(\d\d)(?:\.\d+)?)?$/;

const intervalSeconds = (text: string): number => {
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = INTERVAL_PATTERN.exec(text) ?? [];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
};

const dataset = z.object({
  name: z.string(),
  table_name: z.nullable(z.string()),
  refreshed_at: z.nullable(z.string()),
  row_count: z.number(),
  max_age: z.string().check(z.regex(INTERVAL_PATTERN)),
});

/** In the order in which data come about. */
export const getDatasets = async (): Promise<Dataset[]> => {
  const found = await request(z.array(dataset), (client, signal) =>
    client.from('datasets').select('name,table_name,refreshed_at,row_count,max_age').retry(false).abortSignal(signal),
  );
  return orderedDatasets(
    found.map(({ table_name, max_age, ...rest }) => ({
      ...rest,
      has_rows: table_name !== null,
      max_age_seconds: intervalSeconds(max_age),
    })),
  );
};

const VALUE_MAX_LENGTH = 200;

/** A value of a vendor, made a text for one cell. */
const cell = z.pipe(
  z.unknown(),
  z.transform((value: unknown) =>
    value === null || value === undefined
      ? ''
      : asLabel(typeof value === 'string' ? value : JSON.stringify(value), VALUE_MAX_LENGTH),
  ),
);

const heldDeletion = z.object({
  id: z.number(),
  dataset: z.string(),
  found_at: z.string(),
  missing_count: z.number(),
  row_count: z.number(),
  sample: z.array(z.record(z.string(), cell)),
}) satisfies z.ZodMiniType<HeldDeletion>;

/** Those that nobody has decided about. */
export const getHeldDeletions = (): Promise<HeldDeletion[]> =>
  request(z.array(heldDeletion), (client, signal) =>
    client
      .from('held_deletions')
      .select('id,dataset,found_at,missing_count,row_count,sample')
      .eq('state', 'held')
      .order('id')
      .retry(false)
      .abortSignal(signal),
  );

/** Approves that the rows are gone, or keeps them. Resolves to how many are gone by it. */
export const decideDeletions = (held: number, approve: boolean): Promise<number> =>
  request(z.number(), (client, signal) => client.rpc('decide_deletions', { held, approve }).abortSignal(signal));
