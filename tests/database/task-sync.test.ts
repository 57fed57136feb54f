import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, type CalendarDate, dateInTimeZone, weekdayOf } from '../../src/domain/calendar/calendar-date.ts';
import { nextDateWithoutPause, type Pause, pauseOn } from '../../src/domain/enrollments/pauses.ts';
import { derivedId } from '../../src/domain/sync/derived-id.ts';
import { calculateDateForDayIndex } from '../../src/domain/programs/day-dates.ts';
import type { DayCounting } from '../../src/domain/programs/program.ts';
import { openTestDatabase, type TestDatabase } from '../fixtures/database/roles.ts';
import {
  dateFrom,
  prepareScenarios,
  type Rows,
  type Scenario,
  type Scenarios,
} from '../fixtures/database/task-scenario.ts';
import {
  coachStep,
  range,
  type Range,
  scenarioPlan,
  type ScenarioPlan,
  steps,
} from '../fixtures/database/task-steps.ts';

const RUNS = { numRuns: 50 };

let database: TestDatabase;
let scenarios: Scenarios;

beforeAll(async () => {
  database = await openTestDatabase();
  scenarios = await prepareScenarios(database);
});
afterAll(() => database.close());

/** Holds after any history of syncs, clears, undos and edits by the people, in any setting. */
const always = (check: (scenario: Scenario, days: Range, where: ScenarioPlan) => Promise<void>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(scenarioPlan, steps, fc.record(range), (where, history, days) =>
      scenarios.run(where, async (scenario) => {
        for (const step of history) await scenario.apply(step);
        await check(scenario, days, where);
      }),
    ),
    RUNS,
  );

const within = ({ first_day, last_day }: Range, programDay: number | null): boolean =>
  programDay !== null && programDay >= (first_day ?? -Infinity) && programDay <= (last_day ?? Infinity);

const idsOf = (rows: Rows): string[] => [...rows.keys()].sort();
const addedIn = (after: Rows, before: Rows): string[] => idsOf(after).filter((id) => !before.has(id));
const ALL: Range = { first_day: null, last_day: null };

interface MemberCount {
  enrollment_id: string;
  user_id: string;
  created?: number;
  deleted?: number;
}

describe('after any sequence of calls', () => {
  test('kept tasks are unchanged, dismissed tasks are not restored, and all ids are derived', () =>
    fc.assert(
      fc.asyncProperty(scenarioPlan, steps, (where, history) =>
        scenarios.run(where, async (scenario) => {
          for (const step of history) {
            const before = await scenario.rows();
            await scenario.apply(step);
            const after = await scenario.rows();
            const isOfProgram = step.is !== 'client' || step.does === 'open day';
            const stay = idsOf(before).filter((id) => isOfProgram && after.has(id));
            expect(stay.map((id) => after.get(id))).toEqual(stay.map((id) => before.get(id)));
            expect(idsOf(after).filter((id) => scenario.dismissed.has(id))).toEqual([]);
            for (const id of isOfProgram ? addedIn(after, before) : []) {
              const row = after.get(id);
              const { enrollment_id, template_task_id, program_day } = row ?? {};
              expect(id).toBe(
                derivedId('tasks', enrollment_id ?? '', template_task_id ?? '', String(program_day ?? '')),
              );
              const whose = scenario.members.find(({ enrollment }) => enrollment === enrollment_id);
              const made = step.is === 'undo' ? undefined : whose?.planned.get(id);
              const { lastDate: _, date, ...fields } = made ?? {};
              const dates = made && whose && step.is !== 'undo' ? [date, dateFrom(made, whose.today)] : [row?.date];
              expect(dates).toContain(row?.date);
              expect(row).toMatchObject({ ...fields, user_id: whose?.person, status: 'open', client_locked: false });
            }
          }
        }),
      ),
      RUNS,
    ));

  test('a dry run returns the same counts as the call, and changes nothing', () =>
    fc.assert(
      fc.asyncProperty(scenarioPlan, steps, coachStep, (where, history, step) =>
        scenarios.run(where, async (scenario) => {
          for (const earlier of history) await scenario.apply(earlier);
          const call = scenario.callOf(step);
          fc.pre(call !== null && step.is !== 'undo');
          const before = await scenario.everything();
          const dryRun = await scenario.call<object>(scenarios.coach, call.name, { ...call.parameters, dry_run: true });
          expect(await scenario.everything()).toEqual(before);
          const done = await scenario.call<object>(scenarios.coach, call.name, call.parameters);
          expect(dryRun).toEqual('clear_id' in done ? { ...done, clear_id: null } : done);
        }),
      ),
      RUNS,
    ));
});

describe('a task sync', () => {
  test('of a cohort creates missing tasks from each active member’s today on, and counts them', () =>
    always(async (scenario, days) => {
      const before = await scenario.rows();
      const response = await scenario.call<{ created: number; members: MemberCount[] }>(
        scenarios.coach,
        'sync_cohort_tasks',
        {
          cohort: scenario.cohort,
          ...days,
        },
      );
      const after = await scenario.rows();
      const expected = scenario.members
        .filter(({ inCohort, active }) => inCohort && active)
        .map(({ enrollment, person, planned, today }) => ({
          ...{ enrollment_id: enrollment, user_id: person },
          made: [...planned].flatMap(([id, task]) =>
            dateFrom(task, today) !== null &&
            within(days, task.program_day) &&
            !before.has(id) &&
            !scenario.dismissed.has(id)
              ? [id]
              : [],
          ),
        }));
      expect(addedIn(after, before)).toEqual(expected.flatMap(({ made }) => made).sort());
      expect(response.created).toBe(after.size - before.size);
      expect(response.members.sort(byEnrollment)).toEqual(
        expected.map(({ made, ...who }) => ({ ...who, created: made.length })).sort(byEnrollment),
      );
    }));

  test('of an enrollment creates tasks of past days only on request, and counts skipped ones', () =>
    always(async (scenario, days) => {
      for (const { enrollment, planned, today } of scenario.members.filter(({ active }) => active)) {
        for (const from_today of [true, false]) {
          const before = await scenario.rows();
          const response = await scenario.call(scenarios.coach, 'sync_enrollment_tasks', {
            enrollment,
            from_today,
            ...days,
          });
          const requested = [...planned].filter(([, { program_day }]) => within(days, program_day));
          const made = requested.filter(
            ([id, task]) =>
              (!from_today || dateFrom(task, today) !== null) && !before.has(id) && !scenario.dismissed.has(id),
          );
          expect(response).toEqual({ created: made.length, skipped: requested.length - made.length });
          expect(addedIn(await scenario.rows(), before)).toEqual(made.map(([id]) => id).sort());
        }
      }
    }));

  test('that is repeated changes nothing', () =>
    always(async (scenario) => {
      await scenario.apply({ is: 'sync cohort', ...ALL });
      const once = await scenario.everything();
      await scenario.apply({ is: 'sync cohort', ...ALL });
      expect(await scenario.everything()).toEqual(once);
    }));

  test('in chunks of days equals a sync of all days, and records its progress', () =>
    always(async (scenario, _days, { plan }) => {
      const atOnce = await scenario.rolledBack(async () => {
        await scenario.apply({ is: 'sync cohort', ...ALL });
        return scenario.rows();
      });
      let before = await scenario.progress();
      for (let first_day = 1; first_day <= plan.length_days; first_day += 3) {
        await scenario.apply({ is: 'sync cohort', first_day, last_day: first_day + 2 });
        const after = await scenario.progress();
        for (const { enrollment, inCohort, active } of scenario.members) {
          const synced_days = Math.max(
            before.get(enrollment)?.synced_days ?? 0,
            Math.min(first_day + 2, plan.length_days),
          );
          const sync_state = synced_days === plan.length_days ? 'done' : 'running';
          expect(after.get(enrollment)).toEqual(
            inCohort && active ? { synced_days, sync_state } : before.get(enrollment),
          );
        }
        before = after;
      }
      expect(await scenario.rows()).toEqual(atOnce);
    }));
});

const byEnrollment = (a: MemberCount, b: MemberCount): number => (a.enrollment_id < b.enrollment_id ? -1 : 1);

describe('a clear', () => {
  test('deletes program tasks after each person’s today that are neither done nor locked, and counts them', () =>
    always(async (scenario, days) => {
      const before = await scenario.rows();
      const response = await scenario.call<{ deleted: number; clear_id: string | null; members: MemberCount[] }>(
        scenarios.coach,
        'clear_tasks',
        { cohort: scenario.cohort, ...days },
      );
      const after = await scenario.rows();
      const expected = scenario.members
        .filter(({ inCohort, active }) => inCohort && active)
        .map(({ enrollment, person, today }) => ({
          ...{ enrollment_id: enrollment, user_id: person },
          taken: [...before.values()].filter(
            ({ enrollment_id, source_type, date, status, client_locked, program_day }) =>
              enrollment_id === enrollment &&
              source_type.startsWith('program') &&
              date > today &&
              status === 'open' &&
              !client_locked &&
              within(days, program_day),
          ),
        }));
      expect(addedIn(before, after)).toEqual(expected.flatMap(({ taken }) => taken.map(({ id }) => id)).sort());
      expect(response.deleted).toBe(before.size - after.size);
      expect(response.clear_id === null).toBe(response.deleted === 0);
      expect(response.members.sort(byEnrollment)).toEqual(
        expected.map(({ taken, ...who }) => ({ ...who, deleted: taken.length })).sort(byEnrollment),
      );
    }));

  test('followed by a sync equals a sync, except for tasks that their person had edited', () =>
    always(async (scenario) => {
      const synced = await scenario.rolledBack(async () => {
        await scenario.apply({ is: 'sync cohort', ...ALL });
        return scenario.rows();
      });
      await scenario.apply({ is: 'clear cohort', ...ALL });
      const cleared = await scenario.rows();
      await scenario.apply({ is: 'sync cohort', ...ALL });
      const after = await scenario.rows();
      for (const [id, row] of synced) {
        const whose = scenario.members.find(({ enrollment }) => enrollment === row.enrollment_id);
        const plan = whose?.planned.get(id);
        const isEdited = Object.keys(row.field_timestamps).length > 1;
        const stays = cleared.has(id) || (whose?.active && !isEdited);
        const date = plan && whose ? dateFrom(plan, whose.today) : null;
        const isCreatedAgain = whose?.active && date !== null;
        const { lastDate: _, ...planned } = plan ?? {};
        const fields = { ...planned, date };
        const expected = stays ? row : isCreatedAgain ? (expect.objectContaining(fields) as object) : undefined;
        expect(after.get(id)).toEqual(expected);
      }
      expect(addedIn(after, synced)).toEqual([]);
    }));

  test('that is undone restores all tasks of active members, and undoing it again does nothing', () =>
    always(async (scenario, days) => {
      const before = await scenario.rows();
      const { clear_id, deleted } = await scenario.call<{ clear_id: string | null; deleted: number }>(
        scenarios.coach,
        'clear_tasks',
        { cohort: scenario.cohort, ...days },
      );
      fc.pre(clear_id !== null);
      await scenario.end(0);
      const between = await scenario.rows();
      const { restored } = await scenario.call<{ restored: number }>(scenarios.coach, 'undo_clear', { clear_id });
      const after = await scenario.rows();
      expect(after.size - between.size).toBe(restored);
      expect(restored).toBeLessThanOrEqual(deleted);
      const ended = new Set(scenario.members.flatMap(({ active, enrollment }) => (active ? [] : [enrollment])));
      expect(after).toEqual(
        new Map([...before].filter(([id, row]) => between.has(id) || !ended.has(row.enrollment_id ?? ''))),
      );
      const everything = await scenario.everything();
      expect(await scenario.call(scenarios.coach, 'undo_clear', { clear_id })).toEqual({ restored: 0 });
      expect(await scenario.everything()).toEqual(everything);
    }));
});

describe('opening a day', () => {
  test('materializes its tasks from today on where the sync has not reached it, only for that person', () =>
    fc.assert(
      fc.asyncProperty(scenarioPlan, fc.nat({ max: 21 }), fc.integer({ min: -3, max: 15 }), (where, last_day, ahead) =>
        scenarios.run(where, async (scenario) => {
          if (last_day > 0) await scenario.apply({ is: 'sync cohort', first_day: 1, last_day });
          await scenario.apply({ is: 'clear cohort', ...ALL });
          for (const [index, { enrollment, active, planned, today }] of scenario.members.entries()) {
            const before = await scenario.rows();
            const synced = (await scenario.progress()).get(enrollment)?.synced_days ?? 0;
            await scenario.apply({ is: 'client', member: index, does: 'open day', task: 0, days: ahead });
            const opened = [...planned].flatMap(([id, { date, program_day }]) =>
              active && ahead >= 0 && program_day > synced && date === addDays(today, ahead) && !before.has(id)
                ? [id]
                : [],
            );
            expect(addedIn(await scenario.rows(), before)).toEqual(opened.sort());
          }
        }),
      ),
      RUNS,
    ));
});

const pausesAround = (
  start: CalendarDate,
  gaps: readonly { before: number; length: number; mode: Pause['mode'] }[],
): Pause[] => {
  let last = addDays(start, -40);
  return gaps.map(({ before, length, mode }) => {
    const first = addDays(last, before);
    last = addDays(first, length);
    return { first_date: first, last_date: last, mode };
  });
};

const countedDate = ({
  start,
  day,
  counting,
  pauses,
}: {
  start: CalendarDate;
  day: number;
  counting: DayCounting;
  pauses: readonly Pause[];
}): CalendarDate => {
  const counts = (date: CalendarDate) =>
    (counting === 'calendar' || weekdayOf(date) < 5) && pauseOn(pauses, date)?.mode !== 'shift';
  let date = addDays(start, -1);
  for (let left = day; left > 0; left -= counts(date) ? 1 : 0) date = addDays(date, 1);
  return date;
};

describe('the database and the app agree', () => {
  test('on the date of a program’s day', async () => {
    const start = fc
      .date({ min: new Date('1971-01-01'), max: new Date('2990-12-31'), noInvalidDate: true })
      .map((instant) => instant.toISOString().slice(0, 10));
    const cases = fc.sample(
      fc
        .record({
          start,
          day: fc.integer({ min: 1, max: 366 }),
          counting: fc.constantFrom('calendar' as const, 'weekdays' as const),
          // Days between the start, the pauses and their ends: a pause may be over before the start.
          gaps: fc.array(
            fc.record({
              before: fc.integer({ min: 1, max: 40 }),
              length: fc.integer({ min: 0, max: 20 }),
              mode: fc.constantFrom('shift' as const, 'skip' as const),
            }),
            { maxLength: 4 },
          ),
        })
        .map(({ gaps, ...one }) => ({ ...one, pauses: pausesAround(one.start, gaps) })),
      2000,
    );
    const { rows } = await database.owner.query<{ date: string; next: string; valid: boolean }>(
      `select private.date_for_day_index(a.start, a.day, a.counting, a.pauses)::text as date,
         private.next_date_without_pause(a.start, a.pauses)::text as next, private.are_pauses(a.pauses) as valid
       from jsonb_array_elements($1) with ordinality e (one, n)
       cross join lateral jsonb_to_record(one) as a (start date, day integer, counting text, pauses jsonb) order by n`,
      [JSON.stringify(cases)],
    );
    expect(rows).toEqual(
      cases.map(({ start: from, day, counting, pauses }) => ({
        date: calculateDateForDayIndex(from, day, counting, pauses),
        next: nextDateWithoutPause(from, pauses),
        valid: true,
      })),
    );
    // As one would count them on a calendar.
    expect(rows.map(({ date }) => date)).toEqual(cases.map(countedDate));
  });

  test('on today in every time zone, around daylight-saving changes', async () => {
    const HOUR = 3_600_000;
    const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin', 'America/New_York', 'America/Santiago'];
    const odd = ['Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC', 'Middle/Earth', ''];
    // Midnights and changes fall on these hours: the last one of each day, and the first ones of the next.
    const days = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-09-06', '2026-10-04', '2026-10-25', '2026-11-01'];
    const cases = days.flatMap((day) =>
      [...zones, ...odd].flatMap((zone) =>
        Array.from({ length: 96 }, (_, half) => ({ zone, ms: Date.parse(day) - 12 * HOUR + (half * HOUR) / 2 - 1 })),
      ),
    );
    const { rows } = await database.owner.query<{ date: string }>(
      `select private.date_in(a.zone, to_timestamp(a.ms / 1000.0))::text as date
       from jsonb_array_elements($1) with ordinality e (one, n)
       cross join lateral jsonb_to_record(one) as a (zone text, ms bigint) order by n`,
      [JSON.stringify(cases)],
    );
    expect(rows.map(({ date }) => date)).toEqual(cases.map(({ zone, ms }) => dateInTimeZone(zone, ms)));
  });
});
