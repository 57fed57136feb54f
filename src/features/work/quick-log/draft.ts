import type { ActivityStatus } from '../../../domain/activities/activity.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { loadDraft, saveDraft } from '../../../shared/drafts/draft-storage.ts';

/** A log that is not stored yet. A `null` is derived from the other fields when it is logged. */
export interface LogDraft {
  type: string | null;
  /** `null`: one that fits type and lead. */
  title: string | null;
  /** `null`: today. */
  date: CalendarDate | null;
  /** `null`: now, where the date is today. */
  time: string | null;
  /** `null`: done, or planned where the date is ahead. */
  status: Exclude<ActivityStatus, 'cancelled'> | null;
  duration: number | null;
  lead_id: string | null;
  /** The name of a lead that was typed or added and is created with the activity; it wins over `lead_id`. */
  lead_name: string | null;
  outcome: string;
  notes: string;
  /** `null`: no follow-up. */
  follow_up_date: CalendarDate | null;
}

export const EMPTY_DRAFT: LogDraft = {
  type: null,
  title: null,
  date: null,
  time: null,
  status: null,
  duration: null,
  lead_id: null,
  lead_name: null,
  outcome: '',
  notes: '',
  follow_up_date: null,
};

export const isEmptyDraft = (draft: LogDraft): boolean =>
  Object.values(draft).every((value) => value === null || value === '');

const DRAFT = 'log';

/** The person's draft on this device; an empty one where there is none or it cannot be parsed. */
export const loadLogDraft = (userId: string): LogDraft => ({ ...EMPTY_DRAFT, ...loadDraft(userId, DRAFT) });

export const saveLogDraft = (userId: string, draft: LogDraft): void => {
  saveDraft(userId, DRAFT, isEmptyDraft(draft) ? null : draft);
};

export const clearLogDraft = (userId: string): void => {
  saveDraft(userId, DRAFT, null);
};
