import { stringify } from 'lossless-json';
import { ACTIVITY_LIMITS, type ActivityStatus, GOAL_KEYS, TYPE_NAME_LIMIT } from '../activities/activity.ts';
import { suggestedTitle } from '../activities/suggested-title.ts';
import { addDays, type CalendarDate, weekStartOf } from '../calendar/calendar-date.ts';
import type { GoalTargets } from '../goals/weekly-goals.ts';
import { nameKey } from '../values/fold.ts';
import { isLongerThan, LONG_TEXT_LIMIT } from '../values/text.ts';
import { derivedId } from '../sync/derived-id.ts';
import { Fields, isMembers, type Members } from './fields.ts';
import { type Importer, type ImportRecord, type Outcome, Unreadable } from './outcome.ts';
import { CURRENT_WEEK, type LegacyRow, targetsIn } from './legacy-rows.ts';
import * as values from './values.ts';

/**
 * Creates a reader for the rows of one storage; call it with each row in order. The same rows give the same records,
 * with the same ids, on every device. The reader never throws: a row that it cannot parse is a Problem.
 */
export const createLegacyRowReader = (importer: Importer): ((row: LegacyRow) => Outcome) => {
  const reader = new Reader(importer);
  return (row) => {
    try {
      return reader.read(row);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { kind: 'problem', path: row.path, code: error.code, field: error.field, value: row.value };
    }
  };
};

class Reader {
  private readonly occurrences = new Map<string, number>();
  private readonly typeNames = new Map<string, string>();
  private readonly readDate: (value: unknown) => CalendarDate;
  private readonly readTime: (value: unknown) => string;

  constructor(private readonly importer: Importer) {
    this.readDate = values.dateReader(importer.timeZone);
    this.readTime = values.timeReader(importer.timeZone);
  }

  read(row: LegacyRow): ImportRecord {
    switch (row.kind) {
      case 'activity':
        return this.activity(row.path, row.value, row.key);
      case 'goals':
        return this.goals(row.path, row.value, row.week);
      case 'type':
        return this.type(row.path, row.value, row.key);
      case 'invalid':
        throw new Unreadable(row.code, row.field);
    }
  }

  private activity(path: string, value: unknown, key: string | null): ImportRecord {
    const row = membersOf(value);
    const fields = new Fields(row);
    const local_id = fields.read(values.readId, 'id') ?? (key === null ? null : values.readId(key));
    const date = fields.require(this.readDate, 'date', 'scheduled_date');
    const type = this.typeOf(fields.require(values.lineReader(LONG_TEXT_LIMIT), 'type', 'activity_type'));
    const created_at = fields.read(values.readInstant, 'created_at') ?? `${date}T00:00:00.000Z`;
    const status = statusOf(fields);
    const follow_up_date = fields.read(this.readDate, 'follow_up_date');
    const activity = {
      local_id,
      type,
      title: fields.read(values.lineReader(ACTIVITY_LIMITS.title), 'title', 'name') ?? suggestedTitle(type),
      description: fields.read(values.readLongText, 'description'),
      date,
      time: fields.read(this.readTime, 'time', 'start_time'),
      duration: fields.read(values.readDuration, 'duration', 'duration_minutes'),
      status,
      notes: fields.read(values.readLongText, 'notes'),
      lead_id: this.leadIn(fields),
      outcome: fields.read(values.readLongText, 'outcome'),
      follow_up_required: fields.read(values.readFlag, 'follow_up_required') ?? follow_up_date !== null,
      follow_up_date,
      created_at,
      completed_at: status === 'done' ? (fields.read(values.readInstant, 'completed_at') ?? created_at) : null,
      cancelled_at: status === 'cancelled' ? (fields.read(values.readInstant, 'cancelled_at') ?? created_at) : null,
      metadata: metadataOf(fields.rest()),
    };
    return { kind: 'activity', path, activity: { id: this.idOf(row, local_id), ...activity } };
  }

  /** Derived from the row's id or content, so that importing it again, on any device, gives the same row. */
  private idOf(row: Members, local_id: string | null): string {
    const { userId } = this.importer;
    if (local_id === null) {
      const content = stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))) ?? '';
      return derivedId('older_app_content', userId, String(this.count(`content ${content}`)), content);
    }
    const id = values.UUID.test(local_id) ? local_id.toLowerCase() : derivedId('older_app_id', userId, local_id);
    if (this.count(`activity ${id}`) > 1) throw new Unreadable('repeated');
    return id;
  }

  /** How often this was called with `key`, this call included. */
  private count(key: string): number {
    const times = (this.occurrences.get(key) ?? 0) + 1;
    this.occurrences.set(key, times);
    return times;
  }

  private typeOf(name: string): string {
    const type = this.typeNames.get(name) ?? name;
    const known = values.builtInType(type) ?? type;
    if (isLongerThan(known, ACTIVITY_LIMITS.type)) throw new Unreadable('too_long', 'type');
    return known;
  }

  /** An unknown lead stays unread, and so gets into `metadata`. */
  private leadIn(fields: Fields): string | null {
    const value = fields.peek('lead_id');
    const lead = typeof value === 'string' ? value.toLowerCase() : '';
    return this.importer.leads.has(lead) ? fields.read(() => lead, 'lead_id') : null;
  }

  private goals(path: string, value: unknown, week: unknown): ImportRecord {
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
    const start = own ?? new Fields({ week }).require(this.readDate, 'week');
    // Other apps' weeks may begin on Sunday: take the week that has most of the seven days.
    return weekStartOf(addDays(start, 3));
  }

  private type(path: string, value: unknown, key: string | null): ImportRecord {
    const fields = new Fields(isMembers(value) ? value : { name: value });
    const name = fields.require(values.lineReader(TYPE_NAME_LIMIT), 'name', 'type_name', 'label', 'title');
    const id = fields.read(values.readId, 'id', 'key', 'value') ?? key;
    if (id !== null) this.typeNames.set(id, name);
    if (this.count(`type ${nameKey(name)}`) > 1) throw new Unreadable('repeated');
    return { kind: 'type', path, name };
  }
}

const membersOf = (value: unknown): Members => {
  if (!isMembers(value)) throw new Unreadable('not_a_row');
  return value;
};

/** The `status` member where there is one, else the flags, else the instants. */
const statusOf = (fields: Fields): ActivityStatus => {
  const status = fields.read(values.readStatus, 'status');
  if (status !== null) return status;
  if (fields.read(values.readFlag, 'completed', 'is_completed', 'done') === true) return 'done';
  if (fields.read(values.readFlag, 'cancelled', 'canceled') === true) return 'cancelled';
  if (fields.has('completed_at')) return 'done';
  return fields.has('cancelled_at') ? 'cancelled' : 'planned';
};

/** Unread members, kept as one JSON text. */
const metadataOf = (rest: Members): Record<string, unknown> => {
  if (Object.keys(rest).length === 0) return {};
  const text = stringify(rest) ?? '';
  if (isLongerThan(text, LONG_TEXT_LIMIT)) throw new Unreadable('too_long');
  return { legacy_app: text };
};
