import type { Activity } from '../domain/activity.ts';
import type { Conflict } from '../domain/conflict.ts';
import type { WeeklyGoals } from '../domain/goals.ts';
import type { Lead } from '../domain/lead.ts';
import type { CustomActivityType, Profile } from '../domain/profile.ts';
import type { Enrollment, Program, TemplateTask } from '../domain/program.ts';
import type { Task } from '../domain/task.ts';
import type { AsInDatabase } from './conformance.ts';

/** The synced tables and the shape of their rows. A new table starts here (docs/architecture.md). */
export type SyncedRows = AsInDatabase<{
  profiles: Profile;
  submissions: Lead;
  program_activities: Activity;
  program_weekly_goals: WeeklyGoals;
  program_custom_activity_types: CustomActivityType;
  sync_conflicts: Conflict;
  programs: Program;
  program_tasks: TemplateTask;
  enrollments: Enrollment;
  tasks: Task;
}>;

export type SyncedTable = keyof SyncedRows;

interface TableDefinition {
  /** The fields by which the device finds rows, in Dexie's notation; `id` is always the key. */
  indexes: string;
  /** Fields that hold prose: where two devices write them differently, the person chooses (law 8). */
  prose?: readonly string[];
  /** Fields that name a row of another table, without which this one is refused (`missing_parent`). */
  references?: Readonly<Record<string, SyncedTable>>;
  /**
   * For tables whose rows can be kept as copies, since their ids follow from nothing: the fields that a copy
   * leaves empty, because no two rows share a value.
   */
  copiedWithout?: readonly string[];
  /** Fields that the server alone writes, beside `updated_at`: it refuses whoever sends them. */
  serverOwned?: readonly string[];
}

export const SYNCED_TABLES: Record<SyncedTable, TableDefinition> = {
  profiles: { indexes: '' },
  submissions: { indexes: 'name, status', prose: ['notes'], copiedWithout: [] },
  program_activities: {
    indexes: 'date, lead_id, follow_up_date, created_at',
    prose: ['description', 'notes', 'outcome'],
    references: { lead_id: 'submissions' },
    copiedWithout: ['local_id'],
  },
  program_weekly_goals: { indexes: 'week_start' },
  program_custom_activity_types: { indexes: 'type_name' },
  sync_conflicts: { indexes: 'row_id' },
  programs: {
    indexes: '',
    prose: ['description'],
    serverOwned: ['published_version', 'approved_at', 'link_token'],
  },
  program_tasks: { indexes: 'program_id', prose: ['notes'], references: { program_id: 'programs' } },
  enrollments: { indexes: '' },
  tasks: { indexes: 'date, enrollment_id', prose: ['notes'] },
};

export const isSyncedTable = (name: string): name is SyncedTable => Object.hasOwn(SYNCED_TABLES, name);
