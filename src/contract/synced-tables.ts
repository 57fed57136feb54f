import type { Activity, CustomActivityType } from '../domain/activities/activity.ts';
import type { Enrollment } from '../domain/enrollments/enrollment.ts';
import type { WeeklyGoals } from '../domain/goals/weekly-goals.ts';
import type { Lead } from '../domain/leads/lead.ts';
import type { Profile } from '../domain/profiles/profile.ts';
import type { LibraryBlock, Program, TemplateTask } from '../domain/programs/program.ts';
import type { Conflict } from '../domain/sync/conflict.ts';
import type { Task } from '../domain/tasks/task.ts';
import type { MatchesDatabase } from './matches-database.ts';

/** The synced tables and their row types. For a new table see docs/architecture.md. */
export type SyncedRows = MatchesDatabase<{
  profiles: Profile;
  submissions: Lead;
  program_activities: Activity;
  program_weekly_goals: WeeklyGoals;
  program_custom_activity_types: CustomActivityType;
  sync_conflicts: Conflict;
  programs: Program;
  program_tasks: TemplateTask;
  library_blocks: LibraryBlock;
  enrollments: Enrollment;
  tasks: Task;
}>;

export type SyncedTable = keyof SyncedRows;

interface TableDefinition {
  /** Indexes in Dexie's notation, without the primary key `id`. */
  indexes: string;
  /** Long texts: where two devices change one, the person chooses (INV-8). */
  longText?: readonly string[];
  /**
   * Foreign keys to rows that devices create, by field: the server rejects a row whose parent it lacks with
   * `missing_parent`.
   */
  references?: Readonly<Record<string, SyncedTable>>;
  /**
   * For tables whose rows can be saved as copies, because their ids are not derived: the unique fields, which a
   * copy leaves empty.
   */
  clearedInCopies?: readonly string[];
  /** Only the server inserts rows: a device that has one that a restored database lacks cannot offer it. */
  insertedByServer?: true;
  /** Devices do not update rows: one that a restored database has older is offered as a whole. */
  neverUpdated?: true;
  /** Fields that only the server writes, besides `updated_at`; it rejects changes that set them. */
  serverFields?: readonly string[];
}

export const SYNCED_TABLES: Record<SyncedTable, TableDefinition> = {
  profiles: { indexes: '', insertedByServer: true },
  submissions: { indexes: 'name, status', longText: ['notes'], clearedInCopies: [] },
  program_activities: {
    indexes: 'date, lead_id, follow_up_date, created_at',
    longText: ['description', 'notes', 'outcome'],
    references: { lead_id: 'submissions' },
    clearedInCopies: ['local_id'],
  },
  program_weekly_goals: { indexes: 'week_start' },
  program_custom_activity_types: { indexes: 'type_name' },
  sync_conflicts: { indexes: 'row_id', neverUpdated: true },
  programs: {
    indexes: '',
    longText: ['description'],
    serverFields: ['published_version', 'approved_at', 'approved_version', 'link_token'],
  },
  program_tasks: { indexes: 'program_id', longText: ['notes'], references: { program_id: 'programs' } },
  library_blocks: { indexes: '', clearedInCopies: [] },
  enrollments: { indexes: '', insertedByServer: true, neverUpdated: true },
  tasks: { indexes: 'date, enrollment_id', longText: ['notes', 'client_notes'] },
};

export const isSyncedTable = (name: string): name is SyncedTable => Object.hasOwn(SYNCED_TABLES, name);
