import type { CadenceDatabase } from '../../src/store/database.ts';
import { getConflicts, resolveConflict } from '../../src/store/conflicts.ts';
import { createLead, deleteLead, updateLead } from '../../src/data/leads/leads.ts';
import { updateProfile } from '../../src/data/profile/profile.ts';
import {
  bulkUpsertActivities,
  createActivity,
  deleteActivity,
  updateActivity,
} from '../../src/data/activities/activities.ts';
import { getOrAddCustomActivityType, removeCustomActivityType } from '../../src/data/activities/activity-types.ts';
import { restoreRow } from '../../src/store/write.ts';
import { upsertWeeklyGoals } from '../../src/data/goals/weekly-goals.ts';
import {
  addTask,
  deleteTask,
  moveTaskToDate,
  reorderTask,
  restoreTask,
  setTaskDone,
  setTaskLocked,
  updateTask,
} from '../../src/data/tasks/tasks.ts';
import type { Activity, ActivityStatus } from '../../src/domain/activities/activity.ts';
import type { Task } from '../../src/domain/tasks/task.ts';
import type { Device } from '../fixtures/simulation/device.ts';
import { Random } from '../fixtures/simulation/random.ts';
import type { EditKind } from './steps.ts';

const choose = <T>(options: readonly T[], pick: number): T | undefined => options[pick % Math.max(1, options.length)];

/** Every value names the edit that wrote it, so that what is seen later can be traced back. */
const draftOf = (value: number) => ({
  type: 'call',
  title: `title ${String(value)}`,
  date: `2026-03-0${String(1 + (value % 7))}`,
});

/** What a person last deleted on each device, to be restored. */
export interface Trash {
  activities: Map<CadenceDatabase, Activity>;
  tasks: Map<CadenceDatabase, Task>;
}

/** The write of one edit; `null` where there is no row for it. */
export const editOf = async (
  device: Device,
  kind: EditKind,
  pick: number,
  value: number,
  trash: Trash,
): Promise<((db: CadenceDatabase) => Promise<unknown>) | null> => {
  const { viewer } = device;
  const activity = choose(await viewer.rows('program_activities').toArray(), pick);
  const lead = choose(await viewer.rows('submissions').toArray(), pick);
  const task = choose(await viewer.rows('tasks').toArray(), pick);
  const name = String(value);
  switch (kind) {
    case 'create':
      return (db) => createActivity(db, { ...draftOf(value), ...(value % 3 === 0 && lead && { lead_id: lead.id }) });
    case 'create-many':
      return (db) => bulkUpsertActivities(db, [value, value + 1, value + 2].map(draftOf));
    case 'create-long':
      return (db) =>
        bulkUpsertActivities(
          db,
          Array.from({ length: 8 }, (_, index) => ({ ...draftOf(value + index), notes: `${name} `.repeat(100) })),
        );
    case 'update':
      return activity ? (db) => updateActivity(db, activity.id, updatesOf(value, lead?.id ?? null)) : null;
    case 'delete':
      if (!activity) return null;
      trash.activities.set(viewer, activity);
      return (db) => deleteActivity(db, activity.id);
    case 'restore': {
      const deleted = trash.activities.get(viewer);
      return deleted ? (db) => restoreRow(db, 'program_activities', deleted) : null;
    }
    case 'invalid-status':
      return activity ? (db) => updateActivity(db, activity.id, { status: 'donne' as ActivityStatus }) : null;
    case 'goals': {
      const goal = choose(['calls', 'meetings', 'proposals'] as const, value) ?? 'calls';
      return (db) => upsertWeeklyGoals(db, pick % 2 === 0 ? '2026-03-02' : '2026-03-09', { [goal]: value % 9_000 });
    }
    case 'add-type':
      return (db) => getOrAddCustomActivityType(db, choose(['Demo', 'Lunch', 'Site visit'], pick) ?? 'Demo');
    case 'remove-type': {
      const type = choose(await viewer.rows('program_custom_activity_types').toArray(), pick);
      return type ? (db) => removeCustomActivityType(db, type.id) : null;
    }
    case 'create-lead':
      return (db) => createLead(db, { name: `lead ${name}` });
    case 'update-lead':
      return lead
        ? (db) => updateLead(db, lead.id, value % 2 ? { company: name } : { notes: name, phone: name })
        : null;
    case 'delete-lead':
      return lead ? (db) => deleteLead(db, lead.id) : null;
    case 'long-text': {
      // Of few rows, so that devices conflict.
      const written = choose((await viewer.rows('program_activities').toArray()).slice(0, 2), pick);
      return written ? (db) => updateActivity(db, written.id, { [value % 3 ? 'notes' : 'outcome']: name }) : null;
    }
    case 'resolve-conflict': {
      const open = choose(await getConflicts(viewer), pick);
      const choice = choose(['kept', 'lost', 'both'] as const, value) ?? 'kept';
      return open ? (db) => resolveConflict(db, open.conflict, choice) : null;
    }
    case 'add-task':
      return (db) => addTask(db, { title: `task ${name}`, date: choose(TASK_DAYS, value) ?? '2026-03-02' });
    case 'edit-task':
      return task ? taskEdit(task, value) : null;
    case 'delete-task':
      if (!task) return null;
      trash.tasks.set(viewer, task);
      return (db) => deleteTask(db, task.id);
    case 'restore-task': {
      const deleted = trash.tasks.get(viewer);
      return deleted ? (db) => restoreTask(db, deleted) : null;
    }
    case 'profile':
      return (await viewer.rows('profiles').get(device.person))
        ? (db) => updateProfile(db, { display_name: name })
        : null;
  }
};

const TASK_DAYS = ['2026-03-02', '2026-03-03'] as const;

/** What a person does with a task of their day. */
const taskEdit = (task: Task, value: number): ((db: CadenceDatabase) => Promise<unknown>) =>
  choose(
    [
      (db: CadenceDatabase) => setTaskDone(db, task.id, task.status === 'open'),
      (db: CadenceDatabase) => setTaskLocked(db, task.id, !task.client_locked),
      (db: CadenceDatabase) => reorderTask(db, task.id, value % 4),
      (db: CadenceDatabase) => moveTaskToDate(db, task.id, choose(TASK_DAYS, value) ?? task.date),
      (db: CadenceDatabase) => updateTask(db, task.id, { notes: String(value), minutes: value % 60 }),
    ],
    value,
  ) ?? (() => Promise.resolve());

const updatesOf = (value: number, lead: string | null): Partial<Activity> => {
  const random = new Random(value);
  const text = String(value);
  const options: Partial<Activity>[] = [
    { title: `title ${text}` },
    { notes: text },
    { outcome: text, description: text },
    { time: `${String(10 + random.below(10))}:${String(10 + random.below(50))}` },
    { status: 'done', completed_at: new Date(1_770_000_000_000 + value).toISOString() },
    { lead_id: lead },
    { metadata: { tag: value } },
  ];
  return { ...options[random.below(options.length)], ...(random.chance(0.4) && options[random.below(options.length)]) };
};
