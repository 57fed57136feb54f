import type { ActivityStatus } from '../../../domain/activities/activity.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';

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
  outcome: '',
  notes: '',
  follow_up_date: null,
};

export const isEmptyDraft = (draft: LogDraft): boolean =>
  Object.values(draft).every((value) => value === null || value === '');

const draftStorageKey = (userId: string): string => `cadence.log-draft.${userId}`;

/** The person's draft on this device; an empty one where there is none or it cannot be parsed. */
export const loadDraft = (userId: string): LogDraft => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(draftStorageKey(userId)) ?? 'null');
    return typeof stored === 'object' && stored !== null ? { ...EMPTY_DRAFT, ...stored } : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
};

/** Stores the draft, so that it survives closing the sheet, a reload or a crash. */
export const saveDraft = (userId: string, draft: LogDraft): void => {
  try {
    if (isEmptyDraft(draft)) localStorage.removeItem(draftStorageKey(userId));
    else localStorage.setItem(draftStorageKey(userId), JSON.stringify(draft));
  } catch {
    // Without storage the draft lasts as long as the sheet.
  }
};

export const clearDraft = (userId: string): void => saveDraft(userId, EMPTY_DRAFT);
