import type { Lead, LeadStatus } from '../../../domain/leads/lead.ts';

export const ANY_STATUS = 'any';

export interface LeadFilter {
  text: string;
  status: LeadStatus | typeof ANY_STATUS;
}

/** The leads of a status that contain every word of a text, ignoring case. */
export const filterLeads = (leads: readonly Lead[], { text, status }: LeadFilter): Lead[] => {
  const terms = text.toLowerCase().split(/\s+/).filter(Boolean);
  return leads.filter((lead) => {
    if (status !== ANY_STATUS && lead.status !== status) return false;
    const content = [lead.name, lead.company, lead.email, lead.phone].join('\n').toLowerCase();
    return terms.every((term) => content.includes(term));
  });
};
