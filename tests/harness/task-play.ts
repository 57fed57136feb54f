import fc from 'fast-check';
import type pg from 'pg';
import { addDays, type CalendarDate, dateInTimeZone } from '../../src/domain/calendar/calendar-date.ts';
import { derivedId } from '../../src/domain/sync/derived-id.ts';
import { calculateDateForDayIndex } from '../../src/domain/programs/day-dates.ts';
import { weekLength } from '../../src/domain/programs/weeks.ts';
import type { Task } from '../../src/domain/tasks/task.ts';
import { type Actor, enter, type Stage } from './actors.ts';
import { type EnrollmentPlan, plantCohort, plantEnrollment, plantVersion, type VersionPlan } from './programs.ts';

/** One of them is at home where no time zone is: for them UTC counts. */
const ZONES = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin', 'Middle/Earth'];

export interface Setting {
  plan: VersionPlan;
  /** One for each of `people`, the start in days from now. */
  members: { starts: number; status: 'active' | 'ended'; inCohort: boolean; focus: string }[];
}

export interface Range {
  first_day: number | null;
  last_day: number | null;
}

export type CoachStep =
  | ({ is: 'sync'; member: number; from_today: boolean } & Range)
  | ({ is: 'sync cohort' } & Range)
  | ({ is: 'clear'; member: number } & Range)
  | ({ is: 'clear cohort' } & Range)
  | { is: 'undo'; clear: number };

export interface ClientStep {
  is: 'client';
  member: number;
  does: keyof typeof CLIENT_EDITS | 'add' | 'delete' | 'open day';
  task: number;
  days: number;
}

/** Edits by the person of one of their tasks ($1), by a number of days ($2). */
const CLIENT_EDITS = {
  finish: "status = 'done'",
  reopen: "status = 'open'",
  lock: 'client_locked = true',
  unlock: 'client_locked = false',
  move: 'date = date + $2::integer',
  retitle: "title = 'Mine, ' || $2::integer",
};

const member = fc.nat({ max: ZONES.length - 1 });
const day = fc.option(fc.integer({ min: -1, max: 22 }), { freq: 2 });
export const range = { first_day: day, last_day: day };

export const setting: fc.Arbitrary<Setting> = fc.record({
  plan: fc.integer({ min: 1, max: 20 }).chain((length_days) =>
    fc.record({
      length_days: fc.constant(length_days),
      day_counting: fc.constantFrom('calendar', 'weekdays'),
      tasks: fc.array(
        fc.record({
          day_index: fc.integer({ min: 1, max: length_days }),
          level: fc.constantFrom('program_day', 'program_day', 'program_week', 'program'),
          title: fc.constantFrom('Scales', 'Play {focus} on {instrument}', '{focus}'),
          notes: fc.constantFrom(null, 'Mind {focus} {'),
        }),
        { minLength: 1, maxLength: 12 },
      ),
    }),
  ),
  members: fc.array(
    fc.record({
      starts: fc.integer({ min: -12, max: 6 }),
      status: fc.constantFrom('active', 'active', 'active', 'ended'),
      inCohort: fc.constantFrom(true, true, true, false),
      focus: fc.constantFrom('tone', '{instrument}', ''),
    }),
    { minLength: ZONES.length, maxLength: ZONES.length },
  ),
});

export const coachStep: fc.Arbitrary<CoachStep> = fc.oneof(
  fc.record({ is: fc.constant('sync'), member, from_today: fc.boolean(), ...range }),
  fc.record({ is: fc.constant('sync cohort'), ...range }),
  fc.record({ is: fc.constant('clear'), member, ...range }),
  fc.record({ is: fc.constant('clear cohort'), ...range }),
  fc.record({ is: fc.constant('undo'), clear: fc.nat() }),
);

const clientStep: fc.Arbitrary<ClientStep> = fc.record({
  is: fc.constant('client'),
  member,
  // What no coach may touch, more often than the rest.
  does: fc.oneof(
    fc.constantFrom(...(['finish', 'lock', 'delete'] as const)),
    fc.constantFrom(...(['reopen', 'unlock', 'move', 'retitle', 'add', 'open day'] as const)),
  ),
  task: fc.nat(),
  days: fc.integer({ min: -5, max: 5 }),
});

export const steps = fc
  .array(fc.oneof(coachStep, clientStep), { maxLength: 16 })
  // Most of what happens needs tasks to happen to.
  .map((some): (CoachStep | ClientStep)[] => [{ is: 'sync cohort', first_day: null, last_day: null }, ...some]);

type Row = Task & { field_timestamps: Record<string, string> };
export type Rows = Map<string, Row>;

export interface Member {
  person: string;
  enrollment: string;
  today: CalendarDate;
  active: boolean;
  inCohort: boolean;
  /** The tasks that the program says, by id, as they have to be made. */
  planned: Map<string, Pick<Task, 'date' | 'title' | 'notes' | 'source_type'> & { program_day: number }>;
}

export class Play {
  readonly clears: string[] = [];
  /** Ids of tasks that their people deleted. */
  readonly declined = new Set<string>();

  constructor(
    private readonly client: pg.PoolClient,
    private readonly coach: string,
    readonly cohort: string,
    readonly members: Member[],
  ) {}

  async call<T>(actor: Actor, name: string, parameters: Record<string, unknown>): Promise<T> {
    const names = Object.keys(parameters);
    await enter(this.client, actor);
    const { rows } = await this.client.query<{ answer: T }>(
      `select public.${name}(${names.map((key, at) => `${key} => $${String(at + 1)}`).join(', ')}) as answer`,
      Object.values(parameters),
    );
    await this.client.query('reset role');
    return (rows[0] as { answer: T }).answer;
  }

  async rows(): Promise<Rows> {
    const { rows } = await this.client.query<Row>('select t.*, t.date::text as date from public.tasks t order by id');
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Everything that a call could change. */
  async everything(): Promise<unknown> {
    const { rows } = await this.client.query(
      `select (select json_agg(t order by t.id) from public.tasks t) as tasks,
         (select json_agg(e order by e.id) from public.enrollments e) as enrollments,
         (select json_agg(c order by c.id) from public.task_clears c) as clears,
         (select count(*) from private.cleared_tasks) as cleared,
         (select json_agg(d order by d.task_id) from private.dismissed_tasks d) as declined,
         (select count(*) from public.row_history) as history,
         (select count(*) from private.tombstones) as tombstones`,
    );
    return rows;
  }

  /** Ends the enrollment of a member. */
  async end(index: number): Promise<void> {
    const one = this.at(index);
    await this.client.query("update public.enrollments set status = 'ended', ended_by = 'person' where id = $1", [
      one.enrollment,
    ]);
    one.active = false;
  }

  /** What comes of `act` if it never happened. */
  async rehearse<T>(act: () => Promise<T>): Promise<T> {
    await this.client.query('savepoint rehearsal');
    const seen = await act();
    await this.client.query('rollback to savepoint rehearsal');
    return seen;
  }

  /** How far each enrollment's tasks have been made. */
  async progress(): Promise<Map<string, { synced_days: number; sync_state: string }>> {
    const { rows } = await this.client.query<{ id: string; synced_days: number; sync_state: string }>(
      'select id, synced_days, sync_state from public.enrollments',
    );
    return new Map(rows.map(({ id, ...progress }) => [id, progress]));
  }

  private at(index: number): Member {
    const found = this.members[index];
    if (!found) throw new Error('there is no such member');
    return found;
  }

  /** The call that a step of the coach's is; none where there is nothing to call for. */
  callOf(step: CoachStep): { name: string; parameters: Record<string, unknown> } | null {
    if (step.is === 'undo') {
      const clear_id = this.clears[step.clear % Math.max(1, this.clears.length)];
      return clear_id ? { name: 'undo_clear', parameters: { clear_id } } : null;
    }
    const days = { first_day: step.first_day, last_day: step.last_day };
    const cohort = { ...days, cohort: this.cohort };
    if (step.is === 'sync cohort') return { name: 'sync_cohort_tasks', parameters: cohort };
    if (step.is === 'clear cohort') return { name: 'clear_tasks', parameters: cohort };
    const one = this.at(step.member);
    const parameters = { ...days, enrollment: one.enrollment };
    if (!one.active) return null;
    if (step.is === 'clear') return { name: 'clear_tasks', parameters };
    return {
      name: 'sync_enrollment_tasks',
      parameters: { ...parameters, from_today: step.from_today },
    };
  }

  async take(step: CoachStep | ClientStep): Promise<void> {
    if (step.is === 'client') {
      await this.takeClients(step);
      return;
    }
    const call = this.callOf(step);
    if (!call) return;
    const answer = await this.call<{ clear_id?: string | null }>(this.coach, call.name, call.parameters);
    if (answer.clear_id) this.clears.push(answer.clear_id);
  }

  private async takeClients({ member: index, does, task, days }: ClientStep): Promise<void> {
    const { person, today } = this.at(index);
    if (does === 'open day') {
      await this.call(person, 'ensure_day_tasks', { day: addDays(today, days) });
      return;
    }
    const own = [...(await this.rows()).values()].filter(({ user_id }) => user_id === person);
    const picked = own[task % Math.max(1, own.length)];
    await enter(this.client, person);
    if (does === 'add') {
      await this.client.query("insert into public.tasks (title, date) values ('My own', $1::date + $2::integer)", [
        today,
        days,
      ]);
    } else if (picked && does === 'delete') {
      await this.client.query('delete from public.tasks where id = $1', [picked.id]);
      this.declined.add(picked.id);
    } else if (picked && does !== 'delete') {
      const sql = `update public.tasks set ${CLIENT_EDITS[does]} where id = $1`;
      await this.client.query(sql, sql.includes('$2') ? [picked.id, days] : [picked.id]);
    }
    await this.client.query('reset role');
  }
}

/** What the program says of one member, computed beside the database. */
const plannedFor = (
  plan: VersionPlan,
  templates: string[],
  enrollment: string,
  starts: CalendarDate,
  focus: string,
) => {
  const counting = plan.day_counting ?? 'calendar';
  const week = weekLength(counting);
  return new Map(
    plan.tasks.map(({ day_index, level = 'program_day', title = '', notes = null }, at) => {
      const weekly = day_index - ((day_index - 1) % week);
      const due = level === 'program' ? 1 : level === 'program_week' ? weekly : day_index;
      const fill = (text: string) => text.replaceAll(/\{focus\}/g, () => focus);
      return [
        derivedId('tasks', enrollment, templates[at] ?? '', String(due)),
        {
          date: calculateDateForDayIndex(starts, due, counting),
          title: fill(title) || title,
          notes: notes && fill(notes),
          source_type: level,
          program_day: due,
        },
      ];
    }),
  );
};

export interface Scene {
  coach: string;
  /** Lets what was generated happen in a transaction that is taken back: one moment from beginning to end. */
  play: (setting: Setting, act: (play: Play) => Promise<void>) => Promise<void>;
}

/** A coach, and a person in each of the time zones. */
export const openScene = async (stage: Stage): Promise<Scene> => {
  const coach = await stage.signUp('coach@example.com', { role: 'coach' });
  const people = await Promise.all(ZONES.map((zone) => stage.signUp(`${zone.replace('/', '.')}@example.com`)));
  for (const [at, zone] of ZONES.entries()) {
    await stage.owner.query('update public.profiles set time_zone = $2 where id = $1', [people[at], zone]);
  }
  return {
    coach,
    play: async (setting, act) => {
      const client = await stage.owner.connect();
      try {
        await client.query('begin');
        await act(await enroll(client, coach, people, setting));
      } finally {
        await client.query('rollback');
        client.release();
      }
    },
  };
};

const enroll = async (client: pg.PoolClient, coach: string, people: string[], setting: Setting): Promise<Play> => {
  const clock = await client.query<{ ms: string }>('select floor(extract(epoch from now()) * 1000)::text as ms');
  const now = Number(clock.rows[0]?.ms);
  const version = await plantVersion(client, coach, setting.plan);
  const cohort = await plantCohort(client, version, dateInTimeZone('UTC', now));
  const { rows } = await client.query<{ task_id: string }>(
    'select task_id from public.program_version_tasks where version_id = $1 order by position',
    [version.version],
  );
  const members: Member[] = [];
  for (const [at, { starts, status, inCohort, focus }] of setting.members.entries()) {
    const person = people[at] ?? '';
    const start_date = addDays(dateInTimeZone('UTC', now), starts);
    const entry: EnrollmentPlan = { start_date, status, parameters: { focus }, ...(inCohort && { cohort }) };
    const enrollment = await plantEnrollment(client, person, version, entry);
    const templates = rows.map(({ task_id }) => task_id);
    members.push({
      person,
      enrollment,
      today: dateInTimeZone(ZONES[at] ?? '', now),
      active: status === 'active',
      inCohort,
      planned: plannedFor(setting.plan, templates, enrollment, start_date, focus),
    });
  }
  return new Play(client, coach, cohort, members);
};
