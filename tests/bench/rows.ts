import { addDays, type CalendarDate, weekStartOf } from '../../src/domain/calendar/calendar-date.ts';
import type { BenchServer } from './server-client.ts';

export const WEEKS = 200;
export const PER_WEEK = 50;

const thisWeek = (): CalendarDate => weekStartOf(new Date().toISOString().slice(0, 10));

/** The Monday of a week in the middle of what `addActivities` makes. */
export const middleWeek = (): CalendarDate => addDays(thisWeek(), (WEEKS / 2) * -7);

/** Gives a person 10,000 plausible activities, 50 a week up to the current one, in one transaction. */
export const addActivities = async (server: BenchServer, person: string): Promise<void> => {
  await server.sql(
    `insert into public.program_activities
       (user_id, type, title, description, date, time, duration, status, notes, outcome, follow_up_required,
        follow_up_date, completed_at)
     select $1::uuid, (array['call', 'meeting', 'proposal', 'follow_up', 'new_contact'])[n % 5 + 1],
       'Call number ' || n || ' with the buyer', case when n % 3 = 0 then 'Prices of the spring list and who decides' end,
       day, time '08:00' + (n % 40) * interval '15 minutes', n % 4 * 15,
       (array['done', 'done', 'done', 'planned', 'cancelled'])[(n / 7) % 5 + 1],
       case when n % 4 = 0 then 'Wants an offer in writing before the end of the month' end,
       case when n % 5 = 0 then 'Interested' end, n % 10 = 0,
       case when n % 10 = 0 then day + 7 end,
       case when (n / 7) % 5 < 3 then day::timestamptz end
     from generate_series(0, ${String(WEEKS - 1)}) w, generate_series(1, ${String(PER_WEEK)}) n,
       lateral (select $2::date - (w * 7)::integer + n % 7 as day) d`,
    person,
    thisWeek(),
  );
};
