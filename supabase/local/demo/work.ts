import { type Activity, type ActivityStatus, GOAL_KEYS } from '../../../src/domain/activities/activity.ts';
import {
  addDays,
  type CalendarDate,
  dateInTimeZone,
  daysBetween,
  timeInTimeZone,
  weekdayOf,
  weekStartOf,
} from '../../../src/domain/calendar/calendar-date.ts';
import { derivedId } from '../../../src/domain/sync/derived-id.ts';
import type { GoalTargets } from '../../../src/domain/goals/weekly-goals.ts';
import type { Lead, LeadStatus } from '../../../src/domain/leads/lead.ts';
import type { DemoPerson } from './people.ts';
import { COMPANIES, FIRST_NAMES, LAST_NAMES, LEAD_NOTES, NOTES, OUTCOMES, TITLES } from './phrases.ts';
import { type Random, randomFrom } from './random.ts';

const DEMO_WEEKS = 12;

type Kept<T> = Omit<T, 'user_id' | 'updated_at'>;

export interface DemoWork {
  leads: Kept<Lead>[];
  goals: (GoalTargets & { week_start: CalendarDate })[];
  activities: Kept<Activity>[];
}

/** The time that the demo data is relative to. */
export interface DemoNow {
  /** Milliseconds since 1970-01-01. */
  instant: number;
  /** Everybody's IANA time zone; the machine's own, which turns their wall-clock times into instants. */
  timeZone: string;
}

const TYPE_OF_GOAL = {
  calls: 'call',
  meetings: 'meeting',
  proposals: 'proposal',
  follow_ups: 'follow_up',
  new_contacts: 'new_contact',
};
const MINUTES: Record<string, readonly number[]> = {
  call: [5, 10, 10, 15, 20],
  meeting: [30, 45, 60, 60],
  proposal: [45, 60, 90],
  follow_up: [5, 10, 10],
  new_contact: [5, 10, 15],
};
const CUSTOM_MINUTES = [45, 60, 90] as const;

/**
 * Twelve weeks of one person's work up to the end of this week. The same person at the same moment gets
 * the same work. It ends where the person last synced: what they did since is still on their phone.
 */
export const workOf = (person: DemoPerson, now: DemoNow): DemoWork => {
  const random = randomFrom(person.email);
  const today = dateInTimeZone(now.timeZone, now.instant);
  const firstWeek = addDays(weekStartOf(today), -7 * (DEMO_WEEKS - 1));
  const leads = makeLeads(person, random, firstWeek);
  if (!person.goals) return { leads, goals: [], activities: [] };

  const targets = person.goals;
  const goals = Array.from({ length: DEMO_WEEKS }, (_, week) => ({
    week_start: addDays(firstWeek, 7 * week),
    ...eachGoal((key) => Math.max(1, targets[key] + (week < 6 ? -random.between(0, 2) : 0))),
  }));
  const lastSync = now.instant - (person.sync?.hoursAgo ?? 0) * 3_600_000;
  const lastDate = dateInTimeZone(now.timeZone, lastSync);
  const drafts = goals.flatMap((week) => makeWeek(person, week, leads, random, today));
  const activities = drafts
    .filter((draft) => draft.date <= lastDate || daysBetween(lastDate, today) < 2)
    .map((draft, index) => toActivity(draft, derivedId('demo', person.email, String(index)), random, now, today));
  return { leads, goals, activities: withDueToday(activities, today) };
};

/** Moves the two newest promises that are still open to today, so that Today shows what a follow-up is. */
const withDueToday = (activities: Kept<Activity>[], today: CalendarDate): Kept<Activity>[] => {
  const open = activities
    .filter(({ date, follow_up_date }) => follow_up_date && date < today && follow_up_date >= today)
    .slice(-2);
  return activities.map((activity) => (open.includes(activity) ? { ...activity, follow_up_date: today } : activity));
};

interface Draft {
  type: string;
  title: string;
  date: CalendarDate;
  time: string;
  duration: number;
  lead: Kept<Lead> | null;
}

const eachGoal = (value: (key: (typeof GOAL_KEYS)[number]) => number): GoalTargets =>
  Object.fromEntries(GOAL_KEYS.map((key) => [key, value(key)])) as unknown as GoalTargets;

const makeLeads = (person: DemoPerson, random: Random, since: CalendarDate): Kept<Lead>[] =>
  Array.from({ length: person.leads }, (_, index) => {
    const [first, last] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
    const company = random.pick(COMPANIES);
    const statuses: LeadStatus[] = ['new', 'contacted', 'contacted', 'qualified', 'qualified', 'won', 'lost'];
    return {
      id: derivedId('demo-lead', person.email, String(index)),
      name: `${first} ${last}`,
      company,
      email: random.chance(0.8)
        ? `${first}.${last}@${company.toLowerCase().replace(/[^a-z]/g, '')}.example`.toLowerCase()
        : null,
      phone: random.chance(0.9) ? `+1 555 01${String(random.between(10, 99))}` : null,
      status: random.pick(statuses),
      notes: random.chance(0.4) ? random.pick(LEAD_NOTES) : null,
      created_at: instantOf(addDays(since, random.between(0, 50)), '09:15'),
    };
  });

const makeWeek = (
  person: DemoPerson,
  week: DemoWork['goals'][number],
  leads: Kept<Lead>[],
  random: Random,
  today: CalendarDate,
): Draft[] => {
  const weekFactor = 0.8 + random.next() * 0.4;
  const add = (type: string, date: CalendarDate): Draft => {
    const lead = leads.length > 0 && random.chance(0.85) ? random.pick(leads) : null;
    const titles = TITLES[type];
    return {
      type,
      title:
        titles && lead
          ? fill(random.pick(titles), lead)
          : titles
            ? plainTitle(type)
            : `${type}${lead ? ` at ${lead.company ?? lead.name}` : ''}`,
      date,
      time: `${String(random.between(8, 17)).padStart(2, '0')}:${random.pick(['00', '15', '30', '45'])}`,
      duration: random.pick(MINUTES[type] ?? CUSTOM_MINUTES),
      lead,
    };
  };
  const drafts = GOAL_KEYS.flatMap((key) =>
    Array.from({ length: Math.round(week[key] * person.pace * weekFactor) }, () =>
      add(TYPE_OF_GOAL[key], addDays(week.week_start, random.between(0, 4))),
    ),
  );
  for (const type of person.customTypes) {
    if (random.chance(0.8)) drafts.push(add(type, addDays(week.week_start, random.between(0, 4))));
  }
  // Whoever tries the demo on a weekend finds something in their day too.
  if (weekdayOf(today) > 4 && weekStartOf(today) === week.week_start) {
    drafts.push(...['call', 'follow_up', 'call', 'proposal', 'new_contact'].map((type) => add(type, today)));
  }
  return drafts.sort((a, b) => a.date.localeCompare(b.date) || a.time.localeCompare(b.time));
};

const toActivity = (draft: Draft, id: string, random: Random, now: DemoNow, today: CalendarDate): Kept<Activity> => {
  const ended = instantOf(draft.date, draft.time, draft.duration);
  const past =
    draft.date < today ||
    (draft.date === today && draft.time < timeInTimeZone(now.timeZone, now.instant) && ended < iso(now.instant));
  const status: ActivityStatus = past
    ? random.chance(0.9)
      ? 'done'
      : random.chance(0.6)
        ? 'cancelled'
        : 'planned'
    : 'planned';
  const done = status === 'done';
  const promised = done && draft.lead !== null && random.chance(0.22);
  const due = promised ? workday(addDays(draft.date, random.between(2, 9))) : null;
  const kept = due !== null && due < today && random.chance(0.95);
  return {
    id,
    local_id: null,
    type: draft.type,
    title: draft.title,
    description: random.chance(0.06) ? random.pick(NOTES) : null,
    date: draft.date,
    time: draft.time,
    duration: draft.duration,
    status,
    notes: done && random.chance(0.25) ? random.pick(NOTES) : null,
    lead_id: draft.lead?.id ?? null,
    outcome: done && random.chance(0.7) ? random.pick(OUTCOMES[draft.type] ?? ['Went well']) : null,
    follow_up_required: promised && !kept,
    follow_up_date: due,
    created_at:
      past && random.chance(0.6) ? ended : earlier(instantOf(weekStartOf(draft.date), '08:05'), iso(now.instant)),
    completed_at: done ? ended : null,
    cancelled_at: status === 'cancelled' ? instantOf(draft.date, draft.time) : null,
    metadata: {},
  };
};

const fill = (title: string, lead: Kept<Lead>): string =>
  title.replace('{name}', lead.name).replace('{company}', lead.company ?? lead.name);

const plainTitle = (type: string): string =>
  ({
    call: 'Cold call',
    meeting: 'Team planning',
    proposal: 'Draft an offer',
    follow_up: 'Clear the inbox',
    new_contact: 'New enquiry',
  })[type] ?? type;

const workday = (date: CalendarDate): CalendarDate =>
  addDays(date, Math.max(0, weekdayOf(date) - 4) && 7 - weekdayOf(date));

const earlier = (a: string, b: string): string => (a < b ? a : b);

const iso = (instant: number): string => new Date(instant).toISOString();

/** Instants are read in this machine's zone, which is the demo people's. */
const instantOf = (date: CalendarDate, time: string, minutes = 0): string =>
  iso(new Date(`${date}T${time}:00`).getTime() + minutes * 60_000);
