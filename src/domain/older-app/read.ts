import { ACTIVITY_LIMITS, type ActivityStatus, GOAL_KEYS } from '../activity.ts';
import { suggestedTitle } from '../activity-title.ts';
import { addDays, type CalendarDate, weekStartOf } from '../calendar.ts';
import { derivedId } from '../derived-id.ts';
import type { GoalTargets } from '../goals.ts';
import { TYPE_NAME_LIMIT } from '../profile.ts';
import { Fields, isMembers, type Members } from './fields.ts';
import { type OlderRecord, type Outcome, Unreadable } from './outcome.ts';
import { CURRENT_WEEK, type OlderRow, targetsIn } from './split.ts';
import * as values from './values.ts';

/** Whose rows they become. */
export interface Importer {
  userId: string;
  timeZone: string;
  /** The week that goals without one are for. */
  today: CalendarDate;
  /** The ids of the leads that activities may be about. */
  leads: ReadonlySet<string>;
}

/** UUIDs of a version; the empty one stands for many rows. */
const OWN_ID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/**
 * Makes a reader of the rows of one storage, in their order. The same rows give the same records on every
 * device. The reader never throws: what it cannot read is a Problem.
 */
export const olderRowReader = (importer: Importer): ((row: OlderRow) => Outcome) => {
  const reader = new Reader(importer);
  return (row) => {
    try {
      return reader.read(row);
    } catch (fault) {
      if (!(fault instanceof Unreadable)) throw fault;
      return { kind: 'problem', path: row.path, code: fault.code, field: fault.field, held: row.value };
    }
  };
};

class Reader {
  private readonly seen = new Map<string, number>();
  private readonly typeNames = new Map<string, string>();
  private readonly readDate: (value: unknown) => CalendarDate;
  private readonly readTime: (value: unknown) => string;

  constructor(private readonly importer: Importer) {
    this.readDate = values.dateReader(importer.timeZone);
    this.readTime = values.timeReader(importer.timeZone);
  }

  read(row: OlderRow): OlderRecord {
    switch (row.kind) {
      case 'activity':
        return this.activity(row.path, row.value, row.key);
      case 'goals':
        return this.goals(row.path, row.value, row.week);
      case 'type':
        return this.type(row.path, row.value, row.key);
      case 'stray':
        throw new Unreadable(row.code, row.field);
    }
  }

  private activity(path: string, value: unknown, key: string | null): OlderRecord {
    const row = membersOf(value);
    const fields = new Fields(row);
    const local_id = fields.read(values.readId, 'id') ?? (key === null ? null : values.readId(key));
    const date = fields.need(this.readDate, 'date', 'scheduled_date');
    const type = this.typeOf(fields.need(values.lineReader(ACTIVITY_LIMITS.text), 'type', 'activity_type'));
    const created_at = fields.read(values.readInstant, 'created_at') ?? `${date}T00:00:00.000Z`;
    const status = statusOf(fields);
    const follow_up_date = fields.read(this.readDate, 'follow_up_date');
    const activity = {
      local_id,
      type,
      title: fields.read(values.lineReader(ACTIVITY_LIMITS.title), 'title', 'name') ?? suggestedTitle(type),
      description: fields.read(values.readProse, 'description'),
      date,
      time: fields.read(this.readTime, 'time', 'start_time'),
      duration: fields.read(values.readDuration, 'duration', 'duration_minutes'),
      status,
      notes: fields.read(values.readProse, 'notes'),
      lead_id: this.leadIn(fields),
      outcome: fields.read(values.readProse, 'outcome'),
      follow_up_required: fields.read(values.readFlag, 'follow_up_required') ?? follow_up_date !== null,
      follow_up_date,
      created_at,
      completed_at: status === 'done' ? (fields.read(values.readInstant, 'completed_at') ?? created_at) : null,
      cancelled_at: status === 'cancelled' ? (fields.read(values.readInstant, 'cancelled_at') ?? created_at) : null,
      metadata: metadataOf(fields.rest()),
    };
    return { kind: 'activity', path, activity: { id: this.idOf(row, local_id), ...activity } };
  }

  /** Follows from what the row had, so that whoever imports it again, anywhere, makes the same row. */
  private idOf(row: Members, local_id: string | null): string {
    const { userId } = this.importer;
    if (local_id === null) {
      const content = JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
      return derivedId('older_app_content', userId, String(this.count(`content ${content}`)), content);
    }
    const id = OWN_ID.test(local_id) ? local_id.toLowerCase() : derivedId('older_app_id', userId, local_id);
    if (this.count(`activity ${id}`) > 1) throw new Unreadable('repeated');
    return id;
  }

  /** How often `what` has been there by now. */
  private count(what: string): number {
    const times = (this.seen.get(what) ?? 0) + 1;
    this.seen.set(what, times);
    return times;
  }

  private typeOf(name: string): string {
    const type = this.typeNames.get(name) ?? name;
    const known = values.builtInType(type) ?? type;
    if (known.length > ACTIVITY_LIMITS.type) throw new Unreadable('too_long', 'type');
    return known;
  }

  /** A lead that this person does not have stays among what was not read. */
  private leadIn(fields: Fields): string | null {
    const named = fields.peek('lead_id');
    const lead = typeof named === 'string' ? named.toLowerCase() : '';
    return this.importer.leads.has(lead) ? fields.read(() => lead, 'lead_id') : null;
  }

  private goals(path: string, value: unknown, week: unknown): OlderRecord {
    const row = membersOf(value);
    const weekStart = this.weekOf(row, week);
    const fields = new Fields(targetsIn(row));
    const targets: Partial<GoalTargets> = {};
    for (const key of GOAL_KEYS) {
      const target = fields.read(values.readTarget, key);
      if (target !== null) targets[key] = target;
    }
    if (Object.keys(targets).length === 0) throw new Unreadable('missing', 'calls');
    if (this.count(`goals ${weekStart}`) > 1) throw new Unreadable('repeated');
    return { kind: 'goals', path, weekStart, targets };
  }

  private weekOf(row: Members, week: unknown): CalendarDate {
    const own = new Fields(row).read(this.readDate, 'week_start', 'week');
    if (own === null && week === CURRENT_WEEK) return weekStartOf(this.importer.today);
    const start = own ?? new Fields({ week }).need(this.readDate, 'week');
    // Other apps begin their weeks on Sunday: the week that holds most of those seven days.
    return weekStartOf(addDays(start, 3));
  }

  private type(path: string, value: unknown, key: string | null): OlderRecord {
    const fields = new Fields(isMembers(value) ? value : { name: value });
    const name = fields.need(values.lineReader(TYPE_NAME_LIMIT), 'name', 'type_name', 'label', 'title');
    const id = fields.read(values.readId, 'id', 'key', 'value') ?? key;
    if (id !== null) this.typeNames.set(id, name);
    if (this.count(`type ${name.toLowerCase()}`) > 1) throw new Unreadable('repeated');
    return { kind: 'type', path, name };
  }
}

const membersOf = (value: unknown): Members => {
  if (!isMembers(value)) throw new Unreadable('not_a_row');
  return value;
};

/** The word, where there is one; else what the switches and the instants say. */
const statusOf = (fields: Fields): ActivityStatus => {
  const word = fields.read(values.readStatus, 'status');
  if (word !== null) return word;
  if (fields.read(values.readFlag, 'completed', 'is_completed', 'done') === true) return 'done';
  if (fields.read(values.readFlag, 'cancelled', 'canceled') === true) return 'cancelled';
  if (fields.has('completed_at')) return 'done';
  return fields.has('cancelled_at') ? 'cancelled' : 'planned';
};

/** What Cadence has no column for is kept as it was, as text: any JSON fits into that. */
const metadataOf = (rest: Members): Record<string, unknown> => {
  if (Object.keys(rest).length === 0) return {};
  const text = JSON.stringify(rest);
  if (text.length > ACTIVITY_LIMITS.text) throw new Unreadable('too_long');
  return { older_app: text };
};
