import { ACTIVITY_LIMITS, type Activity, type ActivityStatus, statusChange } from '../../domain/activity.ts';
import { suggestedTitle } from '../../domain/activity-title.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import { personsNow } from '../../store/activity-actions.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { getLead } from '../../store/leads.ts';
import { createActivity } from '../../store/program.ts';
import type { LogDraft } from './draft.ts';

/** Done, unless the person says otherwise or the day is still to come. */
export const statusOf = (draft: LogDraft, today: CalendarDate): Exclude<ActivityStatus, 'cancelled'> =>
  draft.status ?? (draft.date !== null && draft.date > today ? 'planned' : 'done');

/** Stores what the draft says, with the moment of this call where it says none. It needs a type. */
export const logDraft = async (
  db: CadenceDatabase,
  timeZone: string,
  draft: LogDraft & { type: string },
): Promise<Activity> => {
  const now = personsNow(db, timeZone);
  const lead = draft.lead_id ? await getLead(db, draft.lead_id) : undefined;
  const date = draft.date ?? now.date;
  const status = statusOf(draft, now.date);
  const title = draft.title?.trim() ? draft.title.trim() : suggestedTitle(draft.type, lead?.name);
  return createActivity(db, {
    type: draft.type,
    title: title.slice(0, ACTIVITY_LIMITS.title),
    date,
    time: draft.time ?? (date === now.date && status === 'done' ? now.time : null),
    duration: draft.duration,
    lead_id: lead?.id ?? null,
    outcome: draft.outcome.trim() || null,
    notes: draft.notes.trim() || null,
    follow_up_required: draft.follow_up_date !== null,
    follow_up_date: draft.follow_up_date,
    ...statusChange(status, now.at),
  });
};
