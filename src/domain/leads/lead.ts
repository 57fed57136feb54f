export const LEAD_STATUSES = ['new', 'contacted', 'qualified', 'won', 'lost'] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

export const LEAD_STATUS_LABELS: Record<LeadStatus, string> = {
  new: 'New',
  contacted: 'Contacted',
  qualified: 'Qualified',
  won: 'Won',
  lost: 'Lost',
};

/** Longest texts, in characters. The database's CHECK constraints have the same limits. */
export const LEAD_LIMITS = { name: 200, company: 200, email: 320, phone: 50 } as const;

/** Whom an activity is about; the fields are the columns of `submissions`. */
export interface Lead {
  id: string;
  user_id: string;
  name: string;
  company: string | null;
  email: string | null;
  phone: string | null;
  status: LeadStatus;
  notes: string | null;
  created_at: string;
  updated_at: string;
}
