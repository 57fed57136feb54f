import { type Activity, type ActivityStatus, statusChange } from '../domain/activity.ts';
import { suggestedTitle } from '../domain/activity-title.ts';
import { type CalendarDate, dateIn, timeIn } from '../domain/calendar.ts';
import type { CadenceDatabase } from './database.ts';
import { getLead } from './leads.ts';
import { createActivity, insertion, newActivity, updateActivity } from './program.ts';
import { write } from './write.ts';

/* What a person does with an activity by one tap. Each is one transaction. */

export interface PersonsNow {
  date: CalendarDate;
  /** `HH:MM` */
  time: string;
  /** ISO instant. */
  at: string;
}

/** Date and time where the person is. */
export const personsNow = (db: CadenceDatabase, timeZone: string): PersonsNow => {
  const instant = db.environment.now();
  return { date: dateIn(timeZone, instant), time: timeIn(timeZone, instant), at: new Date(instant).toISOString() };
};

export const setActivityStatus = (db: CadenceDatabase, id: string, status: ActivityStatus): Promise<void> =>
  updateActivity(db, id, statusChange(status, new Date(db.environment.now()).toISOString()));

/** Logs the same work once more: done, now. */
export const repeatActivity = (db: CadenceDatabase, timeZone: string, activity: Activity): Promise<Activity> => {
  const { date, time, at } = personsNow(db, timeZone);
  return createActivity(db, {
    type: activity.type,
    title: activity.title,
    lead_id: activity.lead_id,
    duration: activity.duration,
    date,
    time,
    ...statusChange('done', at),
  });
};

/** Logs the follow-up that `activity` asks for as done now, and stops asking for it. */
export const logFollowUp = async (db: CadenceDatabase, timeZone: string, activity: Activity): Promise<Activity> => {
  const { date, time, at } = personsNow(db, timeZone);
  const lead = activity.lead_id ? await getLead(db, activity.lead_id) : undefined;
  const followUp = newActivity(db, {
    type: 'follow_up',
    title: lead ? suggestedTitle('follow_up', lead.name) : `Follow-up: ${activity.title}`.slice(0, 255),
    lead_id: activity.lead_id,
    date,
    time,
    ...statusChange('done', at),
  });
  await write(db, [
    insertion('program_activities', followUp),
    { op: 'update', table: 'program_activities', row: activity.id, fields: { follow_up_required: false } },
  ]);
  return followUp;
};

/** Takes back what `logFollowUp` did. */
export const undoFollowUp = (db: CadenceDatabase, activity: Activity, followUp: Activity): Promise<void> =>
  write(db, [
    { op: 'delete', table: 'program_activities', row: followUp.id, fields: {} },
    { op: 'update', table: 'program_activities', row: activity.id, fields: { follow_up_required: true } },
  ]);
