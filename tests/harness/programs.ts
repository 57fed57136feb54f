import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { DayCounting, TaskLevel } from '../../src/domain/programs/program.ts';

/** A published template's task, as far as a test cares. */
export interface TemplateTaskPlan {
  day_index: number;
  level?: TaskLevel;
  title?: string;
  notes?: string | null;
}

export interface VersionPlan {
  length_days: number;
  day_counting?: DayCounting;
  tasks: readonly TemplateTaskPlan[];
}

export interface PlantedVersion {
  program: string;
  version: string;
  coach: string;
}

export interface EnrollmentPlan {
  start_date: string;
  cohort?: string;
  /** The version's coach, unless somebody takes it for their own plan. */
  coach?: string;
  status?: 'pending' | 'active' | 'ended';
  parameters?: Record<string, string>;
}

type Sql = Pick<pg.ClientBase, 'query'>;

/** A program with one published version of it, by the database's owner. */
export const plantVersion = async (sql: Sql, coach: string, plan: VersionPlan): Promise<PlantedVersion> => {
  const { length_days, day_counting = 'calendar' } = plan;
  const [program, version] = [randomUUID(), randomUUID()];
  await sql.query(
    `insert into public.programs (id, user_id, title, length_days, day_counting, published_version)
     values ($1, $2, 'A program', $3, $4, 1)`,
    [program, coach, length_days, day_counting],
  );
  await sql.query(
    `insert into public.program_versions (id, program_id, user_id, number, title, kind, length_days, day_counting,
       modules, parameters, currency, task_count, minutes)
     values ($1, $2, $3, 1, 'A program', 'group', $4, $5, '[]', '[]', 'EUR', $6, 0)`,
    [version, program, coach, length_days, day_counting, plan.tasks.length],
  );
  const tasks = plan.tasks.map((task, position) => ({
    task_id: randomUUID(),
    position,
    level: 'program_day',
    title: `Task ${String(position)}`,
    ...task,
  }));
  await sql.query(
    `insert into public.program_version_tasks
       (version_id, task_id, day_index, position, title, notes, minutes, type, is_required, level)
     select $1, t.task_id, t.day_index, t.position, t.title, t.notes, 10, 'task', true, t.level
     from jsonb_to_recordset($2) as t
       (task_id uuid, day_index integer, position integer, title text, notes text, level text)`,
    [version, JSON.stringify(tasks)],
  );
  return { program, version, coach };
};

export const plantCohort = async (
  sql: Sql,
  { program, version, coach }: PlantedVersion,
  startDate: string,
): Promise<string> => {
  const cohort = randomUUID();
  await sql.query(
    `insert into public.cohorts (id, user_id, program_id, version_id, name, start_date)
     values ($1, $2, $3, $4, 'A cohort', $5)`,
    [cohort, coach, program, version, startDate],
  );
  return cohort;
};

export const plantEnrollment = async (
  sql: Sql,
  person: string,
  { program, version, coach: author }: PlantedVersion,
  { start_date, cohort, coach = author, status = 'active', parameters = {} }: EnrollmentPlan,
): Promise<string> => {
  const enrollment = randomUUID();
  await sql.query(
    `insert into public.enrollments
       (id, user_id, program_id, version_id, coach_id, cohort_id, program_title, start_date, status, ended_by,
        parameters)
     values ($1, $2, $3, $4, $5, $6, 'A program', $7, $8, case when $8 = 'ended' then 'person' end, $9)`,
    [enrollment, person, program, version, coach, cohort ?? null, start_date, status, JSON.stringify(parameters)],
  );
  return enrollment;
};
