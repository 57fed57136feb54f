/** What the people of a partner are certified for. */
export interface Counts {
  certified_people: number | null;
  total_npcu: number | null;
  expiring_certificates: number | null;
}

export const COUNT_KEYS = ['certified_people', 'total_npcu', 'expiring_certificates'] as const;
export type CountKey = (typeof COUNT_KEYS)[number];

/** A partner of the CRM, with our counts (null without a group) and what the CRM has. */
export interface ListedPartner extends Counts {
  id: string;
  name: string;
  tier: string | null;
  active: boolean;
  manager_name: string | null;
  /** Not brought by the last complete walk. */
  missing_since: string | null;
  groups: number;
  crm_certified_people: number | null;
  crm_total_npcu: number | null;
  crm_expiring_certificates: number | null;
}

/** Whether our count is another than the CRM's. Without a group there is none of ours to compare. */
export const countDiffers = (partner: ListedPartner, key: CountKey): boolean =>
  partner[key] !== null && partner[key] !== partner[`crm_${key}`];

export const differsFromCrm = (partner: ListedPartner): boolean => COUNT_KEYS.some((key) => countDiffers(partner, key));

export interface PartnerGroup {
  id: string;
  name: string;
  /** How it was linked: the CRM names its id, the names are the same, or an admin said so. */
  method: 'id' | 'name' | 'hand';
  members: number;
}

export interface Certificate {
  person_id: string;
  person: string;
  email: string;
  course: string | null;
  npcu: number;
  completed_at: string;
  expires_at: string;
}

/** One time that counts were sent to the CRM, or, in a dry run, would have been. */
export interface Push {
  at: string;
  outcome: 'sent' | 'refused' | 'dry_run';
  message: string | null;
  certified_people: number;
  total_npcu: number;
  expiring_certificates: number;
}

export interface PartnerDetail {
  partner: Counts & {
    id: string;
    name: string;
    crm_id: string | null;
    tier: string | null;
    active: boolean;
    manager_name: string | null;
    manager_email: string | null;
    missing_since: string | null;
  };
  contacts: number;
  groups: PartnerGroup[];
  certificates: Certificate[];
  pushes: Push[];
}

const EXPIRING_MS = 90 * 86_400_000;

/** Whether it expires within 90 days from `now`, in milliseconds by the server's clock. */
export const isExpiring = ({ expires_at }: Certificate, now: number): boolean =>
  Date.parse(expires_at) <= now + EXPIRING_MS;

/** Our counts, from the rows that they are made of: as the database's `private.partner_counts`. Null without a group. */
export const countCertificates = ({ groups, certificates }: PartnerDetail, now: number): Counts =>
  groups.length === 0
    ? { certified_people: null, total_npcu: null, expiring_certificates: null }
    : {
        certified_people: new Set(certificates.map(({ person_id }) => person_id)).size,
        total_npcu: sumOf(certificates.map(({ npcu }) => npcu)),
        expiring_certificates: certificates.filter((certificate) => isExpiring(certificate, now)).length,
      };

/** Of numbers with few decimals, without what binary fractions add. */
const sumOf = (values: readonly number[]): number =>
  Math.round(values.reduce((total, value) => total + value, 0) * 1_000_000) / 1_000_000;

export interface CertifiedPerson {
  id: string;
  name: string;
  email: string;
  npcu: number;
  certificates: Certificate[];
}

/** The people who have certificates, each with theirs. */
export const certifiedPeople = (certificates: readonly Certificate[]): CertifiedPerson[] => {
  const people = new Map<string, Certificate[]>();
  for (const certificate of certificates) {
    people.set(certificate.person_id, [...(people.get(certificate.person_id) ?? []), certificate]);
  }
  return [...people].map(([id, own]) => ({
    id,
    name: own[0]?.person ?? '',
    email: own[0]?.email ?? '',
    npcu: sumOf(own.map(({ npcu }) => npcu)),
    certificates: own,
  }));
};

/** A group of the LMS that belongs to no partner. */
export interface UnlinkedGroup {
  id: string;
  name: string;
  members: number;
  /** Partners with its name; more than one, or one that another group of that name shares. */
  candidates: { id: string; name: string }[];
}
