import * as z from 'zod';
import { getSetting } from '../environment.ts';
import type { ApiClient } from './api-client.ts';
import { ApiFailure } from './api-failure.ts';
import { instant, rowId, text } from './values.ts';

/* The CRM. Its shapes stay in this file: what is returned are rows of ours. */

export const IMPARTNER_PAGE_SIZE = 100;
/** Items of one update. */
export const IMPARTNER_UPDATE_SIZE = 50;

export const impartnerSettings = () => {
  const key = getSetting('IMPARTNER_API_KEY');
  if (key === null) throw new ApiFailure('not_configured', 'IMPARTNER_API_KEY is not set.', false);
  const tenant = getSetting('IMPARTNER_TENANT_ID');
  return {
    baseUrl: getSetting('IMPARTNER_URL') ?? 'https://prod.impartner.live/api/objects/v1',
    headers: { authorization: `prm-key ${key}`, ...(tenant !== null && { 'x-prm-tenantid': tenant }) },
  };
};

/** A failure can have the status 200. It does not tell a wrong request from a failure that passes. */
const refusal = z
  .object({ success: z.literal(false), message: z.string().nullish() })
  .transform(({ message }): never => {
    throw new ApiFailure('bad_request', `Impartner refused it: ${message ?? 'without a reason'}`, true);
  });
const accepted = z.literal(true);

export interface ImpartnerPage<Row> {
  rows: Row[];
  /** Of the whole list. */
  count: number;
}

/** Fields come back in another casing than they are asked for in: `CrmId` as `crmId`. */
const withoutCase = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, field]) => [name.toLowerCase(), field]))
    : value;

const record = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess(withoutCase, z.object(shape));

/** A number. */
const id = z.union([z.number().int(), rowId]).transform(String);
const optionalId = id.nullish().transform((value) => value ?? null);
const optionalText = text.nullish().transform((value) => (value === '' ? null : (value ?? null)));
const someText = text.nullish().transform((value) => value ?? '');
const count = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const active = z
  .boolean()
  .nullish()
  .transform((value) => value ?? true);

const account = record({
  id,
  name: text,
  crmid: optionalText,
  tier: optionalText,
  isactive: active,
  partner_manager__cf: optionalText,
  partner_manager_email__cf: optionalText,
  northpass_group_id__cf: optionalText,
  total_npcu__cf: count,
  certified_people__cf: count,
  expiring_certificates__cf: count,
  updated: instant,
}).transform((found) => ({
  id: found.id,
  name: found.name,
  crm_id: found.crmid,
  tier: found.tier,
  active: found.isactive,
  manager_name: found.partner_manager__cf,
  manager_email: found.partner_manager_email__cf,
  lms_group_id: found.northpass_group_id__cf,
  total_npcu: found.total_npcu__cf,
  certified_people: found.certified_people__cf,
  expiring_certificates: found.expiring_certificates__cf,
  updated_at: found.updated,
}));
const ACCOUNT_FIELDS =
  'Id,Name,CrmId,Tier,IsActive,Partner_Manager__cf,Partner_Manager_Email__cf,Northpass_Group_Id__cf,Total_NPCU__cf,Certified_People__cf,Expiring_Certificates__cf,Updated';

const user = record({
  id,
  accountid: optionalId,
  email: someText,
  firstname: someText,
  lastname: someText,
  isactive: active,
  updated: instant,
}).transform((found) => ({
  id: found.id,
  partner_id: found.accountid,
  email: found.email,
  first_name: found.firstname,
  last_name: found.lastname,
  active: found.isactive,
  updated_at: found.updated,
}));
const USER_FIELDS = 'Id,AccountId,Email,FirstName,LastName,IsActive,Updated';

const lead = record({
  id,
  accountid: optionalId,
  firstname: someText,
  lastname: someText,
  companyname: someText,
  status: optionalText,
  created: instant,
  updated: instant,
}).transform((found) => ({
  id: found.id,
  partner_id: found.accountid,
  name: `${found.firstname} ${found.lastname}`.trim(),
  company: found.companyname,
  status: found.status,
  created_at: found.created,
  updated_at: found.updated,
}));
const LEAD_FIELDS = 'Id,AccountId,FirstName,LastName,CompanyName,Status,Created,Updated';

/** A naive date and time, as filters have them; in UTC. */
const naive = (at: string): string => new Date(at).toISOString().slice(0, 19);

const list =
  <Row>(object: string, fields: string, row: z.ZodType<Row>) =>
  (api: ApiClient, skip: number, changedSince: string | null = null): Promise<ImpartnerPage<Row>> => {
    const query = new URLSearchParams({ fields, orderby: 'Id', skip: String(skip), take: String(IMPARTNER_PAGE_SIZE) });
    if (changedSince !== null) query.set('filter', `Updated >= '${naive(changedSince)}'`);
    const data = z.object({ count: z.int().min(0), results: z.array(row) });
    const page = z
      .object({ success: accepted, data })
      .transform((body): ImpartnerPage<Row> => ({ rows: body.data.results, count: body.data.count }));
    return api.send({ path: `/${object}?${query.toString()}` }, z.union([page, refusal]));
  };

export const listAccounts = list('Account', ACCOUNT_FIELDS, account);
export const listUsers = list('User', USER_FIELDS, user);
export const listLeads = list('Lead', LEAD_FIELDS, lead);

/** What a partner's account is to say. */
export interface PartnerCounts {
  id: string;
  total_npcu: number;
  certified_people: number;
  expiring_certificates: number;
}

export interface UpdateResult {
  id: string;
  success: boolean;
  message: string | null;
}

const item = record({ id: optionalId, success: z.boolean(), message: optionalText });

/** Where the results of an update are is not documented: as `data`, below it, or beside `success`. */
const updateResults = z.union([
  z.object({ success: accepted, data: z.array(item) }).transform(({ data }) => data),
  z.object({ success: accepted, data: z.object({ results: z.array(item) }) }).transform(({ data }) => data.results),
  z.object({ success: accepted, results: z.array(item) }).transform(({ results }) => results),
  refusal,
]);

/** Updates up to 50 accounts. Each item has a result of its own; one that has none was not updated. */
export const updateAccounts = async (api: ApiClient, partners: readonly PartnerCounts[]): Promise<UpdateResult[]> => {
  const body = partners.map(({ id: account_id, total_npcu, certified_people, expiring_certificates }) => ({
    Id: Number(account_id),
    Total_NPCU__cf: total_npcu,
    Certified_People__cf: certified_people,
    Expiring_Certificates__cf: expiring_certificates,
  }));
  const results = await api.send({ path: '/Account', method: 'PATCH', body }, updateResults);
  const byId = new Map(results.map((result) => [result.id, result]));
  return partners.map(({ id: account_id }) => {
    const result = byId.get(account_id);
    return {
      id: account_id,
      success: result?.success === true,
      message: result ? result.message : 'The CRM did not say whether it was updated.',
    };
  });
};
