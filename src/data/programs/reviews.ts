import * as z from 'zod/mini';
import type { VersionTask } from '../../domain/programs/compare-versions.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { fetchAllBy, request } from '../../api/request.ts';

/*
 * The gallery permission of coaches, and the reviews of versions. All throw TransportFailure; the message of a `rejected` one
 * is an error code.
 */

const waiting = z.object({
  version_id: z.string(),
  program_id: z.string(),
  number: z.number(),
  title: labelSchema,
  coach_id: z.string(),
  coach: labelSchema,
  visibility: z.enum(['link', 'gallery']),
  published_at: z.string(),
  /** Whether the coach may publish to the gallery. */
  has_permission: z.boolean(),
  /** The id of the version that people can start now. */
  approved_version: z.nullable(z.string()),
  /** The last three are null without a decision. */
  is_approved: z.nullable(z.boolean()),
  reason: z.nullable(z.string()),
  reviewed_at: z.nullable(z.string()),
});

/** A published version that others can find or open by a link, with an admin's decision about it. */
export type GalleryCandidate = z.infer<typeof waiting>;

/** For admins: those that wait for a decision first. */
export const getGalleryQueue = (): Promise<GalleryCandidate[]> =>
  request(z.array(waiting), (client, signal) => client.rpc('gallery_queue').abortSignal(signal));

/** A decision: an approval, or a decline with the reason that the coach reads. */
export type Decision = { approved: true } | { approved: false; reason: string };

/** Admins only. Refused with `not_found` where the version was deleted, or `missing_reason`. */
export const reviewVersion = async (version: string, decision: Decision): Promise<void> => {
  await request(z.unknown(), (client, signal) =>
    client.rpc('review_version', { version, ...decision }).abortSignal(signal),
  );
};

const review = z.object({
  version_id: z.string(),
  is_approved: z.boolean(),
  reason: z.nullable(z.string()),
  reviewed_at: z.string(),
});

export type VersionReview = z.infer<typeof review>;

const MAX_DECISIONS = 1_000;

/** The latest reviews of the caller's own versions. */
export const getVersionReviews = (): Promise<VersionReview[]> =>
  request(z.array(review), (client, signal) =>
    client
      .from('version_reviews')
      .select('version_id,is_approved,reason,reviewed_at')
      .order('reviewed_at', { ascending: false })
      .limit(MAX_DECISIONS)
      .retry(false)
      .abortSignal(signal),
  );

const permission = z.object({
  user_id: z.string(),
  state: z.enum(['requested', 'granted', 'declined']),
  reason: z.nullable(z.string()),
  requested_at: z.string(),
  decided_at: z.nullable(z.string()),
});

/** Whether a coach may publish to the gallery. */
export type GalleryPermission = z.infer<typeof permission>;

/** The caller's own permission, if they have asked for one; for admins, the latest of all coaches. */
export const getGalleryPermissions = (): Promise<GalleryPermission[]> =>
  request(z.array(permission), (client, signal) =>
    client
      .from('gallery_permissions')
      .select('user_id,state,reason,requested_at,decided_at')
      .order('requested_at', { ascending: false })
      .limit(MAX_DECISIONS)
      .retry(false)
      .abortSignal(signal),
  );

/** A coach asks to publish to the gallery. Idempotent. */
export const requestGalleryPermission = async (): Promise<void> => {
  await request(z.unknown(), (client, signal) => client.rpc('request_gallery_permission').abortSignal(signal));
};

/** Admins only. What is declined or revoked needs a reason, and leaves the gallery at once. */
export const setGalleryPermission = async (person: string, decision: Decision): Promise<void> => {
  const { approved: granted, ...reason } = decision;
  await request(z.unknown(), (client, signal) =>
    client.rpc('set_gallery_permission', { person, granted, ...reason }).abortSignal(signal),
  );
};

const versionTask = z.object({
  task_id: z.string(),
  day_index: z.number(),
  position: z.number(),
  title: labelSchema,
  notes: z.nullable(z.string()),
  minutes: z.nullable(z.number()),
  type: labelSchema,
  is_required: z.boolean(),
  level: z.enum(['program', 'program_week', 'program_day']),
}) satisfies z.ZodMiniType<VersionTask>;

/** The tasks of a version, for whoever may read all of them. */
export const getVersionTasks = (version: string): Promise<VersionTask[]> =>
  fetchAllBy('task_id', versionTask, (client) =>
    client
      .from('program_version_tasks')
      .select('task_id,day_index,position,title,notes,minutes,type,is_required,level', { count: 'exact' })
      .eq('version_id', version),
  );
