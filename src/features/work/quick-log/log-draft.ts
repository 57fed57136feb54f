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
import { buildLead, findLeadByName, getLead, getLeads } from '../../../data/leads/leads.ts';
import { LEAD_LIMITS, type Lead } from '../../../domain/leads/lead.ts';
import { insertEdit, write } from '../../../store/write.ts';
import { buildActivity } from '../../../data/activities/activities.ts';
import { getOrAddCustomActivityType, OTHER_TYPE } from '../../../data/activities/activity-types.ts';
import type { LogDraft } from './draft.ts';
import { asLabel, hasVisibleText } from '../../../domain/values/text.ts';

/** Done, unless a status is chosen or the date is in the future. */
export const draftStatusOf = (draft: LogDraft, today: CalendarDate): Exclude<ActivityStatus, 'cancelled'> =>
  draft.status ?? (draft.date !== null && draft.date > today ? 'planned' : 'done');

/** Without the spaces and line breaks around it; `null` where nothing of it is visible. */
const trimmedText = (text: string): string | null => (hasVisibleText(text) ? text.trim() : null);

/** Whether the person has written a title with visible text. */
export const hasOwnTitle = ({ title }: Pick<LogDraft, 'title'>): boolean =>
  asLabel(title ?? '', ACTIVITY_LIMITS.title) !== '';

/** `newLead`: the lead that was created with the activity. */
export interface LoggedDraft {
  activity: Activity;
  newLead: Lead | undefined;
}

/**
 * Creates an activity from a draft with a type or a title, and its lead where that is new, dated now where the draft has no
 * date. Without a type it is of the person's own type OTHER_TYPE.
 */
export const logDraft = async (db: CadenceDatabase, timeZone: string, draft: LogDraft): Promise<LoggedDraft> => {
  const type = draft.type ?? (await getOrAddCustomActivityType(db, OTHER_TYPE));
  const now = localNow(db, timeZone);
  const { lead, isNew } = await leadOfDraft(db, draft);
  const date = draft.date ?? now.date;
  const status = draftStatusOf(draft, now.date);
  const title =
    asLabel(draft.title ?? '', ACTIVITY_LIMITS.title) ||
    asLabel(suggestedTitle(type, lead?.name), ACTIVITY_LIMITS.title);
  const activity = buildActivity(db, {
    type,
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
  const newLead = isNew ? lead : undefined;
  await write(db, [
    ...(newLead ? [insertEdit('submissions', newLead)] : []),
    insertEdit('program_activities', activity),
  ]);
  return { activity, newLead };
};

/** Undoes `logDraft`. */
export const undoLog = (db: CadenceDatabase, { activity, newLead }: LoggedDraft): Promise<void> =>
  write(db, [
    { op: 'delete', table: 'program_activities', row: activity.id, fields: {} },
    ...(newLead ? [{ op: 'delete', table: 'submissions', row: newLead.id, fields: {} } as const] : []),
  ]);

const leadOfDraft = async (
  db: CadenceDatabase,
  draft: LogDraft,
): Promise<{ lead: Lead | undefined; isNew: boolean }> => {
  const name = asLabel(draft.lead_name ?? '', LEAD_LIMITS.name);
  if (!name) return { lead: draft.lead_id ? await getLead(db, draft.lead_id) : undefined, isNew: false };
  const known = findLeadByName(await getLeads(db), name);
  return { lead: known ?? buildLead(db, { name }), isNew: !known };
};
