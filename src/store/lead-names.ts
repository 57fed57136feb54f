import type { Activity } from '../domain/activity.ts';
import type { RowSource } from './database.ts';

/** The names of the leads that `activities` are about, by lead id. */
export const getLeadNames = async (
  source: RowSource,
  activities: readonly Pick<Activity, 'lead_id'>[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = [...new Set(activities.flatMap(({ lead_id }) => lead_id ?? []))];
  const leads = ids.length > 0 ? await source.rows('submissions').bulkGet(ids) : [];
  return new Map(leads.flatMap((lead) => (lead ? [[lead.id, lead.name] as const] : [])));
};
