import {
  type Activity,
  ACTIVITY_LIMITS,
  type ActivityStatus,
  activityStatusChange,
} from '../../domain/activities/activity.ts';
import { suggestedTitle } from '../../domain/activities/suggested-title.ts';
import { type CalendarDate, dateInTimeZone, timeInTimeZone } from '../../domain/calendar/calendar-date.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { getLead } from '../leads/leads.ts';
import { createActivity, buildActivity, updateActivity } from './activities.ts';
import { write, insertEdit } from '../../store/write.ts';
import { asLabel } from '../../domain/values/text.ts';

/* The one-tap actions on an activity. Each is one transaction. */

export interface LocalNow {
  date: CalendarDate;
  /** `HH:MM` */
  time: string;
  /** ISO instant. */
  at: string;
}

/** Date and time in the person's time zone. */
export const localNow = (db: CadenceDatabase, timeZone: string): LocalNow => {
  const instant = db.environment.now();
  return {
    date: dateInTimeZone(timeZone, instant),
    time: timeInTimeZone(timeZone, instant),
    at: new Date(instant).toISOString(),
  };
};

export const setActivityStatus = (db: CadenceDatabase, id: string, status: ActivityStatus): Promise<void> =>
  updateActivity(db, id, activityStatusChange(status, new Date(db.environment.now()).toISOString()));

/** Logs the same work once more: done, now. */
export const repeatActivity = (db: CadenceDatabase, timeZone: string, activity: Activity): Promise<Activity> => {
  const { date, time, at } = localNow(db, timeZone);
  return createActivity(db, {
    type: activity.type,
    // A stored title without visible text, which the database no longer accepts, is replaced.
    title: asLabel(activity.title, ACTIVITY_LIMITS.title) || suggestedTitle(activity.type),
    lead_id: activity.lead_id,
    duration: activity.duration,
    date,
    time,
    ...activityStatusChange('done', at),
  });
};

/** Logs the follow-up of `activity` as done now, and requires it no longer. */
export const logFollowUp = async (db: CadenceDatabase, timeZone: string, activity: Activity): Promise<Activity> => {
  const { date, time, at } = localNow(db, timeZone);
  const lead = activity.lead_id ? await getLead(db, activity.lead_id) : undefined;
  const followUp = buildActivity(db, {
    type: 'follow_up',
    title: asLabel(
      lead ? suggestedTitle('follow_up', lead.name) : `Follow-up: ${activity.title}`,
      ACTIVITY_LIMITS.title,
    ),
    lead_id: activity.lead_id,
    date,
    time,
    ...activityStatusChange('done', at),
  });
  await write(db, [
    insertEdit('program_activities', followUp),
    { op: 'update', table: 'program_activities', row: activity.id, fields: { follow_up_required: false } },
  ]);
  return followUp;
};

/** Undoes `logFollowUp`. */
export const undoFollowUp = (db: CadenceDatabase, activity: Activity, followUp: Activity): Promise<void> =>
  write(db, [
    { op: 'delete', table: 'program_activities', row: followUp.id, fields: {} },
    { op: 'update', table: 'program_activities', row: activity.id, fields: { follow_up_required: true } },
  ]);
