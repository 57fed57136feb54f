import type { Lead, LeadStatus } from '../../domain/lead.ts';

export const ANY_STATUS = 'any';

export interface LeadFilter {
  text: string;
  status: LeadStatus | typeof ANY_STATUS;
}

/** The leads of that status that hold every word, whatever the case. */
export const filterLeads = (leads: readonly Lead[], { text, status }: LeadFilter): Lead[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return leads.filter((lead) => {
    if (status !== ANY_STATUS && lead.status !== status) return false;
    const content = [lead.name, lead.company, lead.email, lead.phone].join('\n').toLowerCase();
    return words.every((word) => content.includes(word));
  });
};
