import {
  ACTIVITY_LIMITS,
  type Activity,
  type ActivityStatus,
  activityStatusChange,
} from '../../../domain/activities/activity.ts';
import { suggestedTitle } from '../../../domain/activities/suggested-title.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { localNow } from '../../../data/activities/activity-actions.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { getLead } from '../../../data/leads/leads.ts';
import { createActivity } from '../../../data/activities/activities.ts';
import type { LogDraft } from './draft.ts';
import { asLabel, hasVisibleText } from '../../../domain/values/text.ts';

/** Done, unless a status is chosen or the date is in the future. */
export const draftStatusOf = (draft: LogDraft, today: CalendarDate): Exclude<ActivityStatus, 'cancelled'> =>
  draft.status ?? (draft.date !== null && draft.date > today ? 'planned' : 'done');

/** Without the spaces and line breaks around it; `null` where nothing of it is visible. */
const trimmedText = (text: string): string | null => (hasVisibleText(text) ? text.trim() : null);

/** Creates an activity from a draft, dated now where the draft has no date. */
export const logDraft = async (
  db: CadenceDatabase,
  timeZone: string,
  draft: LogDraft & { type: string },
): Promise<Activity> => {
  const now = localNow(db, timeZone);
  const lead = draft.lead_id ? await getLead(db, draft.lead_id) : undefined;
  const date = draft.date ?? now.date;
  const status = draftStatusOf(draft, now.date);
  const title =
    asLabel(draft.title ?? '', ACTIVITY_LIMITS.title) ||
    asLabel(suggestedTitle(draft.type, lead?.name), ACTIVITY_LIMITS.title);
  return createActivity(db, {
    type: draft.type,
    title,
    date,
    time: draft.time ?? (date === now.date && status === 'done' ? now.time : null),
    duration: draft.duration,
    lead_id: lead?.id ?? null,
    outcome: trimmedText(draft.outcome),
    notes: trimmedText(draft.notes),
    follow_up_required: draft.follow_up_date !== null,
    follow_up_date: draft.follow_up_date,
    ...activityStatusChange(status, now.at),
  });
};
