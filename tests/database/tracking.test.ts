import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Activity,
  type ActivityStatus,
  ACTIVITY_STATUSES,
  BUILT_IN_TYPES,
  GOAL_KEYS,
  goalKeyOfType,
} from '../../src/domain/activities/activity.ts';
import { addDays, datesInRange, daysBetween } from '../../src/domain/calendar/calendar-date.ts';
import { DEFAULT_GOALS, targetsOfWeek } from '../../src/domain/goals/weekly-goals.ts';
import { type ActivityMetrics, completionRate } from '../../src/domain/reporting/metrics.ts';
import { repWeek, type RepWeek } from '../../src/domain/reporting/rep-week.ts';
import type { SystemOverview } from '../../src/domain/reporting/system-overview.ts';
import type { Profile } from '../../src/domain/profiles/profile.ts';
import { type Backend, openBackend } from '../../supabase/local/backend.ts';

const KEYS = {
  publishable: 'sb_publishable_test',
  secret: 'sb_secret_test',
  jwtSecret: 'a secret of the tests, long enough',
};
const MONDAY = '2026-03-02';

interface Person {
  id: string;
  token: string;
}

/** What the database is given; everything else of an activity has no part in the figures. */
interface Work {
  type: string;
  status: ActivityStatus;
  date: string;
  duration: number | null;
}

let backend: Backend;
let admin: Person;
let rep: Person;
let otherRep: Person;
let coach: Person;

const post = async (path: string, body: unknown, token?: string) => {
  const response = await backend.fetch(
    new Request(`http://localhost${path}`, {
      method: 'POST',
      headers: {
        apikey: KEYS.publishable,
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    }),
  );
  return { status: response.status, body: (await response.json()) as unknown };
};

const signUp = async (name: string, wishes = {}): Promise<Person> => {
  const { body } = await post('/auth/v1/signup', {
    email: `${name.replace(' ', '.')}@example.com`,
    password: 'a password',
    data: { display_name: name, ...wishes },
  });
  const { user, access_token: token } = body as { user: { id: string }; access_token: string };
  return { id: user.id, token };
};

const call = (person: Person | null, name: string, parameters: unknown) =>
  post(`/rest/v1/rpc/${name}`, parameters, person?.token);

const logWork = async (person: Person, work: readonly Work[]): Promise<void> => {
  await backend.sql('delete from public.program_activities where user_id = $1', person.id);
  await backend.sql(
    `insert into public.program_activities (user_id, title, type, status, date, duration)
     select $1, 'Work', w ->> 'type', w ->> 'status', (w ->> 'date')::date, (w ->> 'duration')::integer
     from jsonb_array_elements($2::jsonb) w`,
    person.id,
    JSON.stringify(work),
  );
};

const weekOf = async (person: Person, weekStart = MONDAY): Promise<RepWeek> => {
  const { status, body } = await call(admin, 'admin_week', { week_start: weekStart });
  expect(status).toBe(200);
  const row = (body as RepWeek[]).find((week) => week.user_id === person.id);
  if (!row) throw new Error('this person is not in the week');
  return row;
};

/** The counts by the plainest means, in the order of the response's members. */
const count = (work: readonly Work[]) => ({
  done: work.filter((w) => w.status === 'done').length,
  planned: work.filter((w) => w.status === 'planned').length,
  cancelled: work.filter((w) => w.status === 'cancelled').length,
  minutes: work.reduce((sum, w) => sum + (w.status === 'done' ? (w.duration ?? 0) : 0), 0),
});

const summary = (work: readonly Work[]) => ({ ...count(work), completion_rate: completionRate(count(work)) });

const between = (work: readonly Work[], from: string, to: string): Work[] =>
  work.filter((w) => daysBetween(from, w.date) >= 0 && daysBetween(w.date, to) >= 0);

const someWork = (from: string, days: number): fc.Arbitrary<Work[]> =>
  fc.array(
    fc.record({
      type: fc.constantFrom(...BUILT_IN_TYPES.map((type) => type.key), 'demo', 'Coffee & cake'),
      status: fc.constantFrom(...ACTIVITY_STATUSES),
      date: fc.integer({ min: 0, max: days - 1 }).map((day) => addDays(from, day)),
      duration: fc.option(fc.integer({ min: 0, max: 1_440 })),
    }),
    { maxLength: 60 },
  );

beforeAll(async () => {
  backend = await openBackend({
    database: 'memory://',
    siteUrl: 'http://localhost',
    keys: KEYS,
    onMail: () => undefined,
  });
  admin = await signUp('Admin');
  await backend.sql(`update public.profiles set role = 'admin' where id = $1`, admin.id);
  rep = await signUp('Rep', { time_zone: 'Pacific/Kiritimati' });
  otherRep = await signUp('Other rep', { time_zone: 'Pacific/Pago_Pago' });
  coach = await signUp('Coach', { role: 'coach' });
});

afterAll(() => backend.close());

describe('admin_week', () => {
  it('returns the same counts for each person as the device', async () => {
    await fc.assert(
      fc.asyncProperty(someWork(addDays(MONDAY, -3), 13), someWork(addDays(MONDAY, -3), 13), async (mine, others) => {
        await logWork(rep, mine);
        await logWork(otherRep, others);
        for (const [person, all] of [
          [rep, mine],
          [otherRep, others],
        ] as const) {
          const work = between(all, MONDAY, addDays(MONDAY, 6));
          const { done: done_total, planned, cancelled, minutes } = count(work);
          const done = Object.fromEntries(
            GOAL_KEYS.map((key) => [
              key,
              work.filter((w) => w.status === 'done' && goalKeyOfType(w.type) === key).length,
            ]),
          );
          const doneDates = all.filter((w) => w.status === 'done').map((w) => w.date);
          const week = await weekOf(person);
          const { last_sync_at, sync_status, pending, rejected } = week;
          const last_activity_on = doneDates.sort().at(-1) ?? null;
          const profile = { ...week, id: week.user_id } as unknown as Profile;
          const sync = { last_sync_at, sync_status, pending, rejected, last_activity_on };
          expect(repWeek(profile, DEFAULT_GOALS, work as unknown as Activity[], sync)).toEqual(week);
          expect(week).toMatchObject({
            done,
            done_total,
            planned,
            cancelled,
            minutes,
            last_activity_on,
          });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('contains every rep and coach, with default goals until theirs are set, and with the last ones from then on', async () => {
    await backend.sql(
      `insert into public.program_weekly_goals (user_id, week_start, calls) values ($1, $2, 7)`,
      otherRep.id,
      MONDAY,
    );
    const { body } = await call(admin, 'admin_week', { week_start: MONDAY });
    expect((body as RepWeek[]).map((week) => week.display_name)).toEqual(['Coach', 'Other rep', 'Rep']);
    expect((await weekOf(rep)).goals).toEqual(DEFAULT_GOALS);
    expect((await weekOf(otherRep)).goals).toEqual({ ...DEFAULT_GOALS, calls: 7 });
    expect((await weekOf(otherRep, addDays(MONDAY, 7))).goals).toEqual({ ...DEFAULT_GOALS, calls: 7 });
    expect((await weekOf(otherRep, addDays(MONDAY, -7))).goals).toEqual(DEFAULT_GOALS);
  });

  it('gives each week the targets that the device gives it, however few weeks name however few of them', async () => {
    const weeks = [-21, -14, -7, 0, 7].map((days) => addDays(MONDAY, days));
    const named = fc.record(Object.fromEntries(GOAL_KEYS.map((key) => [key, fc.integer({ min: 0, max: 10_000 })])), {
      requiredKeys: [],
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(named), { minLength: 5, maxLength: 5 }), async (rows) => {
        await backend.sql('delete from public.program_weekly_goals where user_id = $1', rep.id);
        const stored = weeks.flatMap((week_start, index) => {
          const targets = rows[index];
          return targets ? [{ week_start, ...targets }] : [];
        });
        for (const row of stored) {
          await backend.sql(
            `insert into public.program_weekly_goals (user_id, week_start, ${GOAL_KEYS.join(', ')})
             select $1, r.week_start, ${GOAL_KEYS.map((key) => `r.${key}`).join(', ')}
             from jsonb_populate_record(null::public.program_weekly_goals, $2::text::jsonb) r`,
            rep.id,
            JSON.stringify(row),
          );
        }
        for (const week of weeks) {
          expect((await weekOf(rep, week)).goals).toEqual(targetsOfWeek(stored.toReversed(), week).targets);
        }
      }),
      { numRuns: 20 },
    );
    await backend.sql('delete from public.program_weekly_goals where user_id = $1', rep.id);
  });

  it('contains a person’s last sync and the pending and rejected changes of their devices', async () => {
    expect(await weekOf(coach)).toMatchObject({ last_sync_at: null, pending: 0, rejected: 0 });
    for (const [pending, rejected] of [
      [3, 0],
      [2, 1],
    ]) {
      const device = { id: randomUUID(), name: 'Phone', app_version: '1.2.3', pending, rejected };
      const { status } = await call(coach, 'sync_pull', { request: { protocol: 1, device, cursor: null, limit: 10 } });
      expect(status).toBe(200);
    }
    const week = await weekOf(coach);
    expect(week).toMatchObject({ pending: 5, rejected: 1, sync_status: 'error' });
    expect(Date.now() - Date.parse(week.last_sync_at ?? '')).toBeLessThan(60_000);
  });

  it('is rejected for everybody but admins', async () => {
    for (const person of [rep, coach]) {
      expect(await call(person, 'admin_week', { week_start: MONDAY })).toMatchObject({
        status: 403,
        body: { code: 'PT403', message: 'forbidden' },
      });
    }
    expect((await call(null, 'admin_week', { week_start: MONDAY })).status).toBe(401);
  });

  it.each(['2026-03-03', '2026-02-30', '1969-12-29', 'infinity', 'soon', '', null])(
    'rejects %j as the start of a week with a 400',
    async (weekStart) => {
      expect((await call(admin, 'admin_week', { week_start: weekStart })).status).toBe(400);
    },
  );
});

describe("a person's metrics", () => {
  const metricsOf = async (caller: Person, person: Person, from: string, to: string): Promise<ActivityMetrics> => {
    const reply = await call(caller, 'user_activity_metrics', {
      person: person.id,
      from_date: from,
      to_date: to,
    });
    expect(reply.status).toBe(200);
    return reply.body as ActivityMetrics;
  };

  it('are the counts by type, day and week, with those of the previous range', async () => {
    await fc.assert(
      fc.asyncProperty(
        someWork(addDays(MONDAY, -40), 80),
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: 1, max: 35 }),
        async (work, offset, days) => {
          await logWork(rep, work);
          const from = addDays(MONDAY, offset);
          const to = addDays(from, days - 1);
          const inRange = between(work, from, to);
          const { by_type, ...metrics } = await metricsOf(admin, rep, from, to);
          expect(metrics).toEqual({
            user_id: rep.id,
            from_date: from,
            to_date: to,
            totals: summary(inRange),
            previous: summary(between(work, addDays(from, -days), addDays(from, -1))),
            by_day: datesInRange(from, to).map((date) => ({ date, ...count(between(work, date, date)) })),
            by_week: Array.from({ length: Math.ceil(days / 7) }, (_, week) => {
              const first = addDays(from, 7 * week);
              const last = [addDays(first, 6), to].sort()[0] ?? to;
              return {
                from_date: first,
                to_date: last,
                this: summary(between(work, first, last)),
                before: summary(between(work, addDays(first, -days), addDays(last, -days))),
              };
            }),
          });
          const types = [...new Set(inRange.map((w) => w.type))];
          expect(new Map(by_type.map((row) => [row.type, row]))).toEqual(
            new Map(types.map((type) => [type, { type, ...count(inRange.filter((w) => w.type === type)) }])),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  it('can be read only by the person and by admins', async () => {
    const range = { person: rep.id, from_date: MONDAY, to_date: MONDAY };
    expect((await call(rep, 'user_activity_metrics', range)).status).toBe(200);
    for (const person of [otherRep, coach]) {
      expect(await call(person, 'user_activity_metrics', range)).toMatchObject({
        status: 403,
        body: { message: 'forbidden' },
      });
    }
    expect((await call(null, 'user_activity_metrics', range)).status).toBe(401);
    expect(await call(admin, 'user_activity_metrics', { ...range, person: randomUUID() })).toMatchObject({
      status: 404,
      body: { message: 'unknown_person' },
    });
  });

  it('cover a range of 1 to 731 days', async () => {
    expect((await metricsOf(admin, rep, MONDAY, MONDAY)).by_day).toHaveLength(1);
    expect((await metricsOf(admin, rep, MONDAY, addDays(MONDAY, 730))).by_day).toHaveLength(731);
  });

  it.each([
    [MONDAY, addDays(MONDAY, 731)],
    [MONDAY, addDays(MONDAY, -1)],
    ['-infinity', 'infinity'],
    ['1900-01-01', '1900-01-02'],
    ['yesterday?', MONDAY],
    [null, MONDAY],
    [MONDAY, null],
  ])('reject the range from %j to %j with a 400', async (from, to) => {
    const { status } = await call(admin, 'user_activity_metrics', { person: rep.id, from_date: from, to_date: to });
    expect(status).toBe(400);
  });

  it.each(['nobody', '', null])('reject %j as a person with a 400', async (person) => {
    const { status } = await call(admin, 'user_activity_metrics', { person, from_date: MONDAY, to_date: MONDAY });
    expect(status).toBe(400);
  });
});

describe('the app’s domain rules', () => {
  it('map types to goals as the database does', async () => {
    const types = await backend.sql<{ type: string; goal: string }>('select type, goal from private.goal_types');
    expect(types).toEqual(BUILT_IN_TYPES.map(({ key, goal }) => ({ type: key, goal })));
  });

  it('give the completion rate as the database does', async () => {
    for (const [done, planned, cancelled] of [
      [0, 0, 0],
      [0, 1, 0],
      [1, 2, 0],
      [7, 2, 4],
    ] as const) {
      const [row] = await backend.sql<{ rate: number | null }>(
        'select private.completion_rate($1, $2, $3) as rate',
        done,
        planned,
        cancelled,
      );
      expect(row?.rate).toBe(completionRate({ done, planned, cancelled }));
    }
  });
});

describe('the system overview', () => {
  it('counts people, devices and their pending and rejected changes', async () => {
    const { status, body } = await call(admin, 'system_overview', {});
    expect(status).toBe(200);
    expect(body).toMatchObject({
      horizon_lag_seconds: 0,
      people: { rep: 2, coach: 1, admin: 1 },
      devices: 2,
      devices_seen_today: 2,
      pending: 5,
      rejected: 1,
      never_synced: 2,
    });
    expect((body as SystemOverview).versions).toMatchObject([{ app_version: '1.2.3', devices: 2 }]);
  });

  it('is rejected for everybody but admins', async () => {
    for (const person of [rep, coach]) expect((await call(person, 'system_overview', {})).status).toBe(403);
    expect((await call(null, 'system_overview', {})).status).toBe(401);
  });
});
