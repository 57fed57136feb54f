import * as z from 'zod/mini';
import type { ListedPartner, PartnerDetail, UnlinkedGroup } from '../../domain/chains/partner.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';

/* Partners of the CRM with what their people are certified for, for admins. All throw TransportFailure. */

const optionalLabel = z.nullable(labelSchema);
const count = z.nullable(z.number());
const counts = { certified_people: count, total_npcu: count, expiring_certificates: count };

const listedPartner = z.object({
  id: z.string(),
  name: labelSchema,
  tier: optionalLabel,
  active: z.boolean(),
  manager_name: optionalLabel,
  missing_since: z.nullable(z.string()),
  groups: z.number(),
  ...counts,
  crm_certified_people: count,
  crm_total_npcu: count,
  crm_expiring_certificates: count,
}) satisfies z.ZodMiniType<ListedPartner>;

export const getPartners = (): Promise<ListedPartner[]> =>
  request(z.array(listedPartner), (client, signal) => client.rpc('partner_list').abortSignal(signal));

const partnerDetail = z.object({
  partner: z.object({
    id: z.string(),
    name: labelSchema,
    crm_id: optionalLabel,
    tier: optionalLabel,
    active: z.boolean(),
    manager_name: optionalLabel,
    manager_email: optionalLabel,
    missing_since: z.nullable(z.string()),
    ...counts,
  }),
  contacts: z.number(),
  groups: z.array(
    z.object({ id: z.string(), name: labelSchema, method: z.enum(['id', 'name', 'hand']), members: z.number() }),
  ),
  certificates: z.array(
    z.object({
      person_id: z.string(),
      person: labelSchema,
      email: labelSchema,
      course: optionalLabel,
      npcu: z.number(),
      completed_at: z.string(),
      expires_at: z.string(),
    }),
  ),
  pushes: z.array(
    z.object({
      at: z.string(),
      outcome: z.enum(['sent', 'refused', 'dry_run']),
      message: z.nullable(z.string()),
      certified_people: z.number(),
      total_npcu: z.number(),
      expiring_certificates: z.number(),
    }),
  ),
}) satisfies z.ZodMiniType<PartnerDetail>;

export const getPartner = (id: string): Promise<PartnerDetail> =>
  request(partnerDetail, (client, signal) => client.rpc('partner_detail', { partner: id }).abortSignal(signal));

const unlinkedGroup = z.object({
  id: z.string(),
  name: labelSchema,
  members: z.number(),
  candidates: z.array(z.object({ id: z.string(), name: labelSchema })),
}) satisfies z.ZodMiniType<UnlinkedGroup>;

/** Groups of the LMS that belong to no partner; first those whose name more than one could have. */
export const getUnlinkedGroups = (): Promise<UnlinkedGroup[]> =>
  request(z.array(unlinkedGroup), (client, signal) => client.rpc('unlinked_groups').abortSignal(signal));

/** Says whose group it is; with null, what ids and names say counts again. */
export const linkGroup = async (group: string, partner: string | null): Promise<void> => {
  await request(z.unknown(), (client, signal) =>
    client.rpc('link_group', { lms_group: group, ...(partner !== null && { partner }) }).abortSignal(signal),
  );
};
