import type { ActivityStatus } from '../../domain/activity.ts';
import type { CalendarDate } from '../../domain/calendar.ts';

/** A half-written log. What is `null` follows from the rest at the moment of logging. */
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

const keyOf = (userId: string): string => `cadence.log-draft.${userId}`;

/** The draft that this person left on this device; an empty one where there is none that can be read. */
export const loadDraft = (userId: string): LogDraft => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? 'null');
    return typeof kept === 'object' && kept !== null ? { ...EMPTY_DRAFT, ...kept } : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
};

/** Keeps the draft until it is logged or discarded, through closing the sheet, a reload or a crash. */
export const keepDraft = (userId: string, draft: LogDraft): void => {
  try {
    if (isEmptyDraft(draft)) localStorage.removeItem(keyOf(userId));
    else localStorage.setItem(keyOf(userId), JSON.stringify(draft));
  } catch {
    // Without storage the draft lives as long as the sheet.
  }
};

export const dropDraft = (userId: string): void => keepDraft(userId, EMPTY_DRAFT);
