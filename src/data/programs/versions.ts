import * as z from 'zod/mini';
import type { PublishedContent } from '../../domain/programs/draft.ts';
import {
  DAY_COUNTINGS,
  PROGRAM_KINDS,
  type ProgramModule,
  type ProgramParameter,
} from '../../domain/programs/program.ts';
import type { ProgramCounts, ProgramOffer, VersionPreview, VisibleVersion } from '../../domain/programs/version.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request, fetchAll } from '../../api/request.ts';

/* Published versions. All throw TransportFailure; the message of a `rejected` one is an error code. */

const kind = z.enum(PROGRAM_KINDS);
const day_counting = z.enum(DAY_COUNTINGS);
const modules = z.array(z.object({ title: z.string(), first_week: z.number() })) satisfies z.ZodMiniType<
  ProgramModule[]
>;
const parameters = z.array(
  z.object({
    key: z.string(),
    label: z.string(),
    options: z.nullable(z.array(z.string())),
    required: z.boolean(),
  }),
) satisfies z.ZodMiniType<ProgramParameter[]>;

/** What a published version shows to people who may enroll. */
export const programOfferSchema = z.object({
  program_id: z.string(),
  version_id: z.string(),
  number: z.number(),
  title: labelSchema,
  description: z.nullable(z.string()),
  coach: labelSchema,
  kind,
  length_days: z.number(),
  day_counting,
  task_count: z.number(),
  minutes: z.number(),
  parameters,
  price: z.nullable(z.number()),
  currency: z.string(),
  preview_days: z.nullable(z.number()),
  uses: z.number(),
  is_approved: z.boolean(),
}) satisfies z.ZodMiniType<ProgramOffer>;

/** An offer with its days. */
export const previewSchema = z.object({
  ...programOfferSchema.shape,
  modules,
  days: z.array(
    z.object({
      day_index: z.number(),
      tasks: z.array(
        z.object({
          title: labelSchema,
          notes: z.nullable(z.string()),
          minutes: z.nullable(z.number()),
          type: labelSchema,
          is_required: z.boolean(),
          level: z.enum(['program', 'program_week', 'program_day']),
        }),
      ),
    }),
  ),
  hidden_tasks: z.number(),
}) satisfies z.ZodMiniType<VersionPreview>;

const version = z.object({
  id: z.string(),
  program_id: z.string(),
  number: z.number(),
  title: labelSchema,
  description: z.nullable(z.string()),
  kind,
  length_days: z.number(),
  day_counting,
  modules,
  parameters,
  price: z.nullable(z.number()),
  currency: z.string(),
  preview_days: z.nullable(z.number()),
  task_count: z.number(),
  minutes: z.number(),
  published_at: z.string(),
});

const VERSION_FIELDS =
  'id,program_id,number,title,description,kind,length_days,day_counting,modules,parameters,price,currency,preview_days,task_count,minutes,published_at';

export type PublishedVersion = z.infer<typeof version> & PublishedContent;

/** All versions of the programs of `coach`, unpublished ones too. */
export const getOwnVersions = (coach: string): Promise<PublishedVersion[]> =>
  fetchAll(version, (client) =>
    client.from('program_versions').select(VERSION_FIELDS, { count: 'exact' }).eq('user_id', coach),
  );

const published = z.object({
  version: z.string(),
  number: z.number(),
  /** How many people were moved to it, because it differs by minor changes alone. */
  followed: z.number(),
});

/** Publishes the draft as the server has it. Rejected with a code of PublishError. */
export const publishProgram = (program: string): Promise<z.infer<typeof published>> =>
  request(published, (client, signal) => client.rpc('publish_program', { program }).abortSignal(signal));

const publicationEffectResponse = z.object({
  /** Who gets the new version at once, because it differs by minor changes alone. */
  people: z.number(),
  /** Their tasks that change. */
  tasks: z.number(),
});

/** What publishing the draft, as the server has it, changes for people at once. */
export const getPublicationEffect = (program: string): Promise<z.infer<typeof publicationEffectResponse>> =>
  request(publicationEffectResponse, (client, signal) =>
    client.rpc('publication_effect', { program }).abortSignal(signal),
  );

/** Closes a program to new enrollments; existing ones continue. */
export const unpublishProgram = async (program: string): Promise<void> => {
  await request(z.unknown(), (client, signal) => client.rpc('unpublish_program', { program }).abortSignal(signal));
};

/** A version in full, for whoever may read it. */
export const getVersionPreview = (id: string, token = ''): Promise<VersionPreview> =>
  request(previewSchema, (client, signal) => client.rpc('preview_version', { version: id, token }).abortSignal(signal));

const counts = z.object({
  created: z.number(),
  updated: z.number(),
  published: z.number(),
  imported: z.number(),
  used: z.number(),
}) satisfies z.ZodMiniType<ProgramCounts>;

export const getProgramCounts = (program: string): Promise<ProgramCounts> =>
  request(counts, (client, signal) => client.rpc('program_counts', { program }).abortSignal(signal));

const visibleVersion = z.object({
  id: z.string(),
  program_id: z.string(),
  number: z.number(),
  price: z.nullable(z.number()),
}) satisfies z.ZodMiniType<VisibleVersion>;

/** The versions of `programs` that the person may see: of their enrollments, of the gallery, and their own. */
export const getVisibleVersions = (programs: readonly string[]): Promise<VisibleVersion[]> =>
  fetchAll(visibleVersion, (client) =>
    client.from('program_versions').select('id,program_id,number,price', { count: 'exact' }).in('program_id', programs),
  );
