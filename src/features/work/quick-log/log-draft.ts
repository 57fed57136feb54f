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
import { getOrAddCustomActivityType, OTHER_TYPE } from '../../../data/activities/activity-types.ts';
import type { LogDraft } from './draft.ts';
import { asLabel } from '../../../domain/values/text.ts';

/** Done, unless a status is chosen or the date is in the future. */
export const draftStatusOf = (draft: LogDraft, today: CalendarDate): Exclude<ActivityStatus, 'cancelled'> =>
  draft.status ?? (draft.date !== null && draft.date > today ? 'planned' : 'done');

/** Whether the person has written a title with visible text. */
export const hasOwnTitle = ({ title }: Pick<LogDraft, 'title'>): boolean =>
  asLabel(title ?? '', ACTIVITY_LIMITS.title) !== '';

/**
 * Creates an activity from a draft with a type or a title, dated now where the draft has no date. Without a type it is of
 * the person's own type OTHER_TYPE.
 */
export const logDraft = async (db: CadenceDatabase, timeZone: string, draft: LogDraft): Promise<Activity> => {
  const type = draft.type ?? (await getOrAddCustomActivityType(db, OTHER_TYPE));
  const now = localNow(db, timeZone);
  const lead = draft.lead_id ? await getLead(db, draft.lead_id) : undefined;
  const date = draft.date ?? now.date;
  const status = draftStatusOf(draft, now.date);
  const title =
    asLabel(draft.title ?? '', ACTIVITY_LIMITS.title) ||
    asLabel(suggestedTitle(type, lead?.name), ACTIVITY_LIMITS.title);
  return createActivity(db, {
    type,
    title,
    date,
    time: draft.time ?? (date === now.date && status === 'done' ? now.time : null),
    duration: draft.duration,
    lead_id: lead?.id ?? null,
    outcome: draft.outcome.trim() || null,
    notes: draft.notes.trim() || null,
    follow_up_required: draft.follow_up_date !== null,
    follow_up_date: draft.follow_up_date,
    ...activityStatusChange(status, now.at),
  });
};
