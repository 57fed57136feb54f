import { v7 } from 'uuid';
import type { ActivityDraft } from '../../../src/data/activities/activities.ts';

/** The `n`th of many plausible activities. */
export const draft = (n: number): ActivityDraft => ({
  type: ['call', 'meeting', 'proposal', 'follow_up', 'new_contact'][n % 5] ?? 'call',
  title: `Call number ${String(n)} with the buyer`,
  description: n % 3 === 0 ? 'Prices of the spring list and who decides' : null,
  date: `2026-03-${String((n % 28) + 1).padStart(2, '0')}`,
  time: '09:30:00',
  duration: (n % 4) * 15,
  status: 'done',
  notes: n % 4 === 0 ? 'Wants an offer in writing before the end of the month' : null,
  follow_up_required: false,
});

/** The same activity as a row for the REST API. */
export const restRow = (userId: string, n: number): Record<string, unknown> => {
  const now = new Date().toISOString();
  return {
    id: v7(),
    user_id: userId,
    local_id: null,
    time: null,
    lead_id: null,
    outcome: null,
    follow_up_date: null,
    completed_at: null,
    cancelled_at: null,
    metadata: {},
    created_at: now,
    updated_at: now,
    ...draft(n),
  };
};
