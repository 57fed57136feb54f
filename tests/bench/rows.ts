import type { BenchServer } from './server-client.ts';

/** The first Monday of the rows that `addActivities` makes. */
export const FIRST_WEEK = '2024-01-01';

/** Gives a person `weeks` weeks of `perWeek` plausible activities, in one transaction. */
export const addActivities = async (server: BenchServer, person: string, weeks: number, perWeek: number): Promise<void> => {
  await server.sql(
    `insert into public.program_activities
       (user_id, type, title, description, date, time, duration, status, notes, outcome, follow_up_required, follow_up_date, completed_at)
     select $1::uuid, (array['call', 'meeting', 'proposal', 'follow_up', 'new_contact'])[n % 5 + 1],
       'Call number ' || n || ' with the buyer', case when n % 3 = 0 then 'Prices of the spring list and who decides' end,
       date '${FIRST_WEEK}' + (w * 7 + n % 7)::integer, time '08:00' + (n % 40) * interval '15 minutes', n % 4 * 15,
       (array['done', 'done', 'done', 'planned', 'cancelled'])[(n / 7) % 5 + 1],
       case when n % 4 = 0 then 'Wants an offer in writing before the end of the month' end,
       case when n % 5 = 0 then 'Interested' end, n % 10 = 0,
       case when n % 10 = 0 then date '${FIRST_WEEK}' + (w * 7 + n % 7 + 7)::integer end,
       case when (n / 7) % 5 < 3 then (date '${FIRST_WEEK}' + (w * 7 + n % 7)::integer)::timestamptz end
     from generate_series(0, $2::integer - 1) w, generate_series(1, $3::integer) n`,
    person,
    weeks,
    perWeek,
  );
};
