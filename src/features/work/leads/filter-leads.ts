import { type Lead, LEAD_STATUSES, type LeadStatus } from '../../../domain/leads/lead.ts';
import { matchesTerms, searchableText, searchTerms } from '../../../domain/values/fold.ts';

export const ANY_STATUS = 'any';

export interface LeadFilter {
  text: string;
  status: LeadStatus | typeof ANY_STATUS;
}

/** The filter of an address: a status that there is not is no filter. */
export const leadFilterOf = ({ q = '', status }: Partial<Record<'q' | 'status', string>>): LeadFilter => ({
  text: q,
  status: LEAD_STATUSES.find((known) => known === status) ?? ANY_STATUS,
});

/** The leads of a status that contain every word of a text, however it is written. */
export const filterLeads = (leads: readonly Lead[], { text, status }: LeadFilter): Lead[] => {
  const terms = searchTerms(text);
  return leads.filter((lead) => {
    if (status !== ANY_STATUS && lead.status !== status) return false;
    return matchesTerms(searchableText(lead.name, lead.company, lead.email, lead.phone), terms);
  });
};
