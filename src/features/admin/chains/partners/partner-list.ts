import { differsFromCrm, type ListedPartner } from '../../../../domain/chains/partner.ts';
import { matchesTerms, searchableText, searchTerms } from '../../../../domain/values/fold.ts';

export const PARTNER_FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'differs', label: 'Differs from the CRM' },
  { value: 'expiring', label: 'Expiring' },
  { value: 'no_group', label: 'No group' },
] as const;
export type PartnerFilter = (typeof PARTNER_FILTERS)[number]['value'];

/** The filter of an address: one that there is not is none. */
export const partnerFilterOf = (text: string | undefined): PartnerFilter =>
  PARTNER_FILTERS.find(({ value }) => value === text)?.value ?? 'all';

const PASSES: Record<PartnerFilter, (partner: ListedPartner) => boolean> = {
  all: () => true,
  differs: differsFromCrm,
  expiring: ({ expiring_certificates }) => (expiring_certificates ?? 0) > 0,
  no_group: ({ groups }) => groups === 0,
};

export const filterPartners = (
  partners: readonly ListedPartner[],
  text: string,
  filter: PartnerFilter,
): ListedPartner[] => {
  const terms = searchTerms(text);
  return partners.filter(
    (partner) =>
      PASSES[filter](partner) && matchesTerms(searchableText(partner.name, partner.tier, partner.manager_name), terms),
  );
};
