import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { chainDatabase } from '../fixtures/chains/chain-database.ts';

let backend: TestBackend;
let chains: ReturnType<typeof chainDatabase>;

beforeAll(async () => {
  backend = await startBackend();
  chains = chainDatabase(backend);
});
afterAll(() => backend.close());
beforeEach(async () => {
  await chains.reset();
  await backend.sql('update public.scheduled_tasks set enabled = true');
  await backend.sql(
    "update public.scheduled_tasks set next_at = private.next_slot(local_times, weekdays, time_zone, '2026-11-30T00:00:00Z')",
  );
});

interface Schedule {
  local_times: string[];
  weekdays: number[];
  time_zone: string;
}
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const slotsOf = async ({ local_times, weekdays, time_zone }: Schedule, since: number, until: number) => {
  const rows = await backend.sql<{ slot: string; at: string }>(
    `select to_char(slot, 'YYYY-MM-DD HH24:MI') as slot, at from private.slots($1::text::time[], $2::text::smallint[], $3, $4, $5)`,
    `{${local_times.join()}}`,
    `{${weekdays.join()}}`,
    time_zone,
    new Date(since).toISOString(),
    new Date(until).toISOString(),
  );
  return rows.map(({ slot, at }) => ({ slot, at: Date.parse(at) }));
};

/** What a clock in the zone shows at an instant: "2027-03-28 03:00", and the weekday from 1 (Monday). */
const wallClock = (zone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at: number): string => format.format(at);
};
const weekdayOf = (wall: string): number => new Date(`${wall.slice(0, 10)}T00:00:00Z`).getUTCDay() || 7;

/** The same by a clock that is looked at every minute: a slot is when it first shows the time, or has jumped over it. */
const slotsByClock = ({ local_times, weekdays, time_zone }: Schedule, since: number, until: number): number[] => {
  const show = wallClock(time_zone);
  const found = new Set<number>();
  let latest = show(since - DAY_MS);
  for (let at = since - DAY_MS + MINUTE_MS; at <= until; at += MINUTE_MS) {
    const wall = show(at);
    if (wall <= latest) continue;
    for (const time of local_times) {
      for (const day of new Set([latest.slice(0, 10), wall.slice(0, 10)])) {
        const due = `${day} ${time}`;
        if (due > latest && due <= wall && weekdays.includes(weekdayOf(due)) && at > since)
          found.add(slotOf(due, wall, at));
      }
    }
    latest = wall;
  }
  return [...found].sort((a, b) => a - b);
};
/** A time in a gap runs as long after the gap as it is behind its beginning. */
const slotOf = (due: string, wall: string, at: number): number => {
  const minutes = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00Z`) / MINUTE_MS;
  const missed = minutes(wall) - minutes(due);
  return missed === 0 ? at : at + (60 - missed) * MINUTE_MS;
};

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Pacific/Auckland', 'Asia/Kolkata'];
/** Days around which clocks change in one of the zones, and an ordinary one. */
const DAYS = ['2027-03-14', '2027-03-28', '2027-04-04', '2027-09-26', '2027-10-31', '2027-11-07', '2027-06-15'];

const twoDigits = (value: number) => String(value).padStart(2, '0');
const timeOfDay = fc
  .tuple(fc.oneof(fc.constantFrom(0, 1, 2, 3, 23), fc.integer({ min: 0, max: 23 })), fc.constantFrom(0, 15, 30, 59))
  .map(([hour, minute]) => `${twoDigits(hour)}:${twoDigits(minute)}`);
const schedule: fc.Arbitrary<Schedule> = fc.record({
  local_times: fc.uniqueArray(timeOfDay, { minLength: 1, maxLength: 4 }),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  time_zone: fc.constantFrom(...ZONES),
});
const dayInYear = fc.constantFrom(...DAYS).map((day) => Date.parse(`${day}T00:00:00Z`));

describe('the slots of a schedule', () => {
  test('are those of a clock that somebody looks at, also where it changes', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, dayInYear, async (when, day) => {
        const [since, until] = [day - DAY_MS, day + 2 * DAY_MS];
        const slots = await slotsOf(when, since, until);
        expect(slots.map(({ at }) => new Date(at).toISOString())).toEqual(
          slotsByClock(when, since, until).map((at) => new Date(at).toISOString()),
        );
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [
      'the hour that a clock leaves out, an hour later',
      'Europe/Berlin',
      '02:30',
      '2027-03-28',
      '2027-03-28T01:30:00.000Z',
    ],
    [
      'the hour that a clock repeats, the first time',
      'Europe/Berlin',
      '02:30',
      '2027-10-31',
      '2027-10-31T00:30:00.000Z',
    ],
  ])('include a time in %s', async (_, time_zone, time, day, expected) => {
    const from = Date.parse(`${day}T00:00:00Z`) - DAY_MS / 4;
    const slots = await slotsOf({ local_times: [time], weekdays: [7], time_zone }, from, from + DAY_MS);
    expect(slots.map(({ at }) => new Date(at).toISOString())).toEqual([expected]);
  });
});

describe('the tick', () => {
  const edit = async (name: string, { local_times, weekdays, time_zone }: Schedule, since: number): Promise<void> => {
    await backend.sql(
      `update public.scheduled_tasks set local_times = $2::text::time[], weekdays = $3::text::smallint[], time_zone = $4 where name = $1`,
      name,
      `{${local_times.join()}}`,
      `{${weekdays.join()}}`,
      time_zone,
    );
    await backend.sql(
      'update public.scheduled_tasks set next_at = private.next_slot(local_times, weekdays, time_zone, $2) where name = $1',
      name,
      new Date(since).toISOString(),
    );
    await backend.sql('delete from private.ticks');
  };
  const runIt = async (at: number): Promise<void> => {
    await chains.tick(new Date(at).toISOString());
    await backend.sql(
      `update public.task_chain_steps set status = 'done', completed_at = $1 where status = 'pending'`,
      new Date(at).toISOString(),
    );
    await backend.sql(
      `update public.task_chain_logs set status = 'completed', completed_at = $1, total_duration_seconds = 0 where status = 'running'`,
      new Date(at).toISOString(),
    );
  };

  test('starts each slot once, whatever ticks are lost, repeated or late: of several that were missed the newest', async () => {
    await backend.sql("update public.scheduled_tasks set enabled = false where name <> 'cleanup'");
    const gaps = fc.array(fc.constantFrom(0, 1, 1, 1, 5, 30, 90, 400, 1_700), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(schedule, dayInYear, gaps, async (when, day, minutes) => {
        await backend.sql('delete from public.task_chain_logs');
        await edit('cleanup', when, day);
        const expected: number[] = [];
        let [last, now] = [day, day];
        for (const gap of minutes) {
          now += gap * MINUTE_MS;
          const newest = (await slotsOf(when, last, now)).at(-1);
          if (newest) expected.push(newest.at);
          await runIt(now);
          last = now;
        }
        const runs = await backend.sql<{ slot: string }>(
          `select to_char(slot, 'YYYY-MM-DD HH24:MI') as slot from public.task_chain_logs order by id`,
        );
        const slots = await slotsOf(when, day, now);
        expect(runs.map(({ slot }) => slot)).toEqual(expected.map((at) => slots.find((slot) => slot.at === at)?.slot));
      }),
      { numRuns: 40 },
    );
  });

  test('repeats no slot when the clock was set back, and misses none for good when it was a year ahead', async () => {
    await backend.sql("update public.scheduled_tasks set enabled = false where name <> 'cleanup'");
    const day = Date.parse('2027-06-15T00:00:00Z');
    await edit('cleanup', { local_times: ['04:00'], weekdays: [1, 2, 3, 4, 5, 6, 7], time_zone: 'UTC' }, day);
    const slots = async () => (await chains.runs()).map(({ slot }) => slot?.slice(0, 10));
    await runIt(day + 4 * HOUR_MS);
    await runIt(day + 3 * HOUR_MS);
    await runIt(day + 5 * HOUR_MS);
    expect(await slots()).toEqual(['2027-06-15']);
    await runIt(day + 365 * DAY_MS);
    await runIt(day + 6 * HOUR_MS);
    await runIt(day + DAY_MS + 4 * HOUR_MS);
    expect(await slots()).toEqual(['2027-06-15', '2028-06-13', '2027-06-16']);
  });

  test('does not start a task beside a chain that it is part of, and says so', async () => {
    await backend.sql("update public.scheduled_tasks set enabled = false where name = 'cleanup'");
    await chains.tick('2026-11-30T05:59:00Z');
    expect((await chains.runs()).map(({ chain_name }) => chain_name)).toEqual(['daily_full']);
    await chains.tick('2026-11-30T06:00:00Z');
    expect((await chains.runs()).map(({ chain_name }) => chain_name)).toEqual(['daily_full']);
    expect(
      await backend.sql("select skipped_slot from public.scheduled_tasks where name = 'enrollments_incremental'"),
    ).toEqual([{ skipped_slot: '2026-11-30T06:00:00+00:00' }]);
  });

  test('starts one run where two come at one moment', async () => {
    await Promise.all([chains.tick('2026-11-30T02:00:00Z'), chains.tick('2026-11-30T02:00:00Z')]);
    expect(await chains.runs()).toHaveLength(1);
  });
});
