import * as z from 'zod/mini';
import { TransportFailure } from '../../contract/transport-failure.ts';
import { ACTIVITY_STATUSES } from '../../domain/activities/activity.ts';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import type { GoalTargets } from '../../domain/goals/weekly-goals.ts';
import type { DateRange } from '../../domain/reporting/date-range.ts';
import type { ActivityMetrics, ActivityCounts, ActivitySummary } from '../../domain/reporting/metrics.ts';
import type { RepWeek } from '../../domain/reporting/rep-week.ts';
import type { SystemOverview } from '../../domain/reporting/system-overview.ts';
import { ROLES } from '../../domain/profiles/profile.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { requireFound } from '../../api/require-found.ts';
import { request, fetchAll, requestCount } from '../../api/request.ts';
import { getDevices } from '../sync/devices.ts';
import { PROFILE_FIELDS, profile } from './people.ts';
import { compareCodes } from '../../domain/ordering/compare-codes.ts';

const targets = z.object({
  calls: z.number(),
  meetings: z.number(),
  proposals: z.number(),
  follow_ups: z.number(),
  new_contacts: z.number(),
}) satisfies z.ZodMiniType<GoalTargets>;

const repWeek = z.object({
  user_id: z.string(),
  email: z.string(),
  display_name: labelSchema,
  role: z.enum(ROLES),
  time_zone: z.string(),
  goals: targets,
  done: targets,
  done_total: z.number(),
  planned: z.number(),
  cancelled: z.number(),
  minutes: z.number(),
  last_sync_at: z.nullable(z.string()),
  sync_status: z.string(),
  pending: z.number(),
  rejected: z.number(),
  last_activity_on: z.nullable(z.string()),
}) satisfies z.ZodMiniType<RepWeek>;

const counts = {
  done: z.number(),
  planned: z.number(),
  cancelled: z.number(),
  minutes: z.number(),
} satisfies Record<keyof ActivityCounts, z.ZodMiniType<number>>;

const summary = z.object({
  ...counts,
  completion_rate: z.nullable(z.number()),
}) satisfies z.ZodMiniType<ActivitySummary>;

const metrics = z.object({
  user_id: z.string(),
  from_date: z.string(),
  to_date: z.string(),
  totals: summary,
  previous: summary,
  by_type: z.array(z.object({ ...counts, type: z.string() })),
  by_day: z.array(z.object({ ...counts, date: z.string() })),
  by_week: z.array(z.object({ from_date: z.string(), to_date: z.string(), this: summary, before: summary })),
}) satisfies z.ZodMiniType<ActivityMetrics>;

const activity = z.object({
  id: z.string(),
  type: z.string(),
  title: labelSchema,
  date: z.string(),
  time: z.nullable(z.string()),
  duration: z.nullable(z.number()),
  status: z.enum(ACTIVITY_STATUSES),
  outcome: z.nullable(z.string()),
  lead_id: z.nullable(z.string()),
  created_at: z.string(),
});

/** An activity as lists of other people's work show it. */
export type UserActivity = z.infer<typeof activity>;

const ACTIVITY_FIELDS = Object.keys(activity.shape).join(
  ',',
) as 'id,type,title,date,time,duration,status,outcome,lead_id,created_at';

const activityDetail = z.object({
  ...activity.shape,
  description: z.nullable(z.string()),
  notes: z.nullable(z.string()),
  follow_up_required: z.boolean(),
  follow_up_date: z.nullable(z.string()),
});

const DETAIL_FIELDS = Object.keys(activityDetail.shape).join(
  ',',
) as `${typeof ACTIVITY_FIELDS},description,notes,follow_up_required,follow_up_date`;

const overview = z.object({
  horizon_lag_seconds: z.number(),
  people: z.object({ rep: z.number(), coach: z.number(), admin: z.number() }),
  devices: z.number(),
  devices_seen_today: z.number(),
  pending: z.number(),
  rejected: z.number(),
  never_synced: z.number(),
  oldest_sync_at: z.nullable(z.string()),
  versions: z.array(z.object({ app_version: labelSchema, devices: z.number(), last_seen_at: z.string() })),
}) satisfies z.ZodMiniType<SystemOverview>;

/** The week from `weekStart` (a Monday) of every rep and coach. Admins only. @throws TransportFailure */
export const getAllUsersActivities = (weekStart: CalendarDate): Promise<RepWeek[]> =>
  request(z.array(repWeek), (client, signal) =>
    client.rpc('admin_week', { week_start: weekStart }).abortSignal(signal),
  );

/** One person's metrics over a range of at most 731 days. For oneself and for admins. @throws TransportFailure */
export const getUserActivityMetrics = (userId: string, { from, to }: DateRange): Promise<ActivityMetrics> =>
  request(metrics, (client, signal) =>
    client.rpc('user_activity_metrics', { person: userId, from_date: from, to_date: to }).abortSignal(signal),
  );

/** All of one person's activities in a range, newest first. @throws TransportFailure */
export const getUserActivities = async (userId: string, { from, to }: DateRange): Promise<UserActivity[]> => {
  const found = await fetchAll(activity, (client) =>
    client
      .from('program_activities')
      .select(ACTIVITY_FIELDS, { count: 'exact' })
      .eq('user_id', userId)
      .gte('date', from)
      .lte('date', to),
  );
  return found.sort(newestFirst);
};

/**
 * One activity of a person with everything that they wrote in it, and the name of its lead. For themselves, their coaches
 * (who do not see the lead) and admins.
 *
 * @throws TransportFailure; `rejected` where there is no such activity.
 */
export const getUserActivity = async (userId: string, id: string) => {
  const [found] = await request(z.array(activityDetail), (client, signal) =>
    client
      .from('program_activities')
      .select(DETAIL_FIELDS)
      .eq('user_id', userId)
      .eq('id', id)
      .retry(false)
      .abortSignal(signal),
  );
  const { lead_id } = requireFound(found);
  if (lead_id === null) return { activity: requireFound(found), leadName: null };
  const [lead] = await request(z.array(z.object({ name: labelSchema })), (client, signal) =>
    client.from('submissions').select('name').eq('id', lead_id).retry(false).abortSignal(signal),
  );
  return { activity: requireFound(found), leadName: lead?.name ?? null };
};

export type UserActivityDetail = Awaited<ReturnType<typeof getUserActivity>>;

/** The names of one person's leads by id. @throws TransportFailure */
export const getUserLeadNames = async (userId: string): Promise<ReadonlyMap<string, string>> => {
  const leads = await fetchAll(z.object({ id: z.string(), name: labelSchema }), (client) =>
    client.from('submissions').select('id,name', { count: 'exact' }).eq('user_id', userId),
  );
  return new Map(leads.map(({ id, name }) => [id, name]));
};

const newestFirst = (a: UserActivity, b: UserActivity): number =>
  compareCodes(b.date, a.date) || compareCodes(b.time ?? '', a.time ?? '') || compareCodes(b.created_at, a.created_at);

/** A person's profile with their last sync, devices and number of leads. @throws TransportFailure */
export const getUserOverview = async (userId: string) => {
  const [[person], [status], devices, leads] = await Promise.all([
    request(z.array(profile), (client, signal) =>
      client.from('profiles').select(PROFILE_FIELDS).eq('id', userId).retry(false).abortSignal(signal),
    ),
    request(z.array(z.object({ last_sync_at: z.nullable(z.string()) })), (client, signal) =>
      client.from('program_sync_status').select('last_sync_at').eq('user_id', userId).retry(false).abortSignal(signal),
    ),
    getDevices(userId),
    requestCount((client, signal) =>
      client
        .from('submissions')
        .select('id', { count: 'exact' })
        .eq('user_id', userId)
        .limit(1)
        .retry(false)
        .abortSignal(signal),
    ),
  ]);
  if (!person) throw new TransportFailure('rejected', 'unknown_person');
  return { person, last_sync_at: status?.last_sync_at ?? null, devices, leads };
};

export type UserOverview = Awaited<ReturnType<typeof getUserOverview>>;

/** The state of the whole system. Admins only. @throws TransportFailure */
export const getSystemOverview = (): Promise<SystemOverview> =>
  request(overview, (client, signal) => client.rpc('system_overview').abortSignal(signal));
