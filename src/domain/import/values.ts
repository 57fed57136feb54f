import { isLosslessNumber } from 'lossless-json';
import { ACTIVITY_LIMITS, type ActivityStatus, BUILT_IN_TYPES } from '../activities/activity.ts';
import { type CalendarDate, dateInTimeZone, isCalendarDate, timeInTimeZone } from '../calendar/calendar-date.ts';
import { GOAL_TARGET_MAX } from '../goals/weekly-goals.ts';
import {
  hasVisibleText,
  asLabel,
  isLabel,
  isLongerThan,
  LONG_TEXT_LIMIT,
  storableText,
  withoutInvalidCharacters,
} from '../values/text.ts';
import { isMembers, plainName } from './fields.ts';
import { type ProblemCode, Unreadable } from './outcome.ts';

/* Parsers of single values in the forms that legacy apps have stored. Each throws Unreadable. */

const refuse = (code: ProblemCode): never => {
  throw new Unreadable(code);
};

const DAY_MS = 86_400_000;
/** A number outside of these years is not in milliseconds since 1970-01-01. */
const FIRST_EPOCH = Date.UTC(2000, 0, 1);
const LAST_EPOCH = Date.UTC(2100, 0, 1);

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i;
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const EPOCH = /^\d{12,13}$/;

/** An instant in milliseconds since 1970-01-01, or a calendar date with or without a wall-clock time. */
type Moment = { instant: number } | { date: CalendarDate; time: string | null };

const momentOf = (value: unknown): Moment | null => {
  const text = typeof value === 'string' ? value.trim() : '';
  if (typeof value === 'number' || EPOCH.test(text)) {
    const instant = Math.trunc(Number(value));
    return instant >= FIRST_EPOCH && instant < LAST_EPOCH ? { instant } : null;
  }
  const american = AMERICAN.exec(text);
  const [, written, time, zone] = ISO.exec(text) ?? [];
  const [month, day, year] = american?.slice(1).map((part) => part.padStart(2, '0')) ?? [];
  const date = american ? [year, month, day].join('-') : (written ?? '');
  if (!isCalendarDate(date)) return null;
  if (time === undefined) return { date, time: null };
  const instant = Date.parse(`${date}T${time}${zone?.toUpperCase().replace(/(\d{2})(\d{2})$/, '$1:$2') ?? 'Z'}`);
  if (Number.isNaN(instant)) return null;
  return zone === undefined ? { date, time: time.slice(0, 8) } : { instant };
};

/**
 * Parses a calendar date. An instant becomes its date in `timeZone`, except for midnight in UTC, which is what
 * `new Date('2024-03-05')` makes of a date: it becomes that date.
 */
export const dateReader =
  (timeZone: string) =>
  (value: unknown): CalendarDate => {
    const moment = momentOf(value);
    if (!moment) return refuse('bad_date');
    if ('date' in moment) return moment.date;
    const isDate = moment.instant % DAY_MS === 0;
    const date = isDate
      ? new Date(moment.instant).toISOString().slice(0, 10)
      : dateInTimeZone(timeZone, moment.instant);
    return isCalendarDate(date) ? date : refuse('bad_date');
  };

/** Parses an instant to ISO form; without a zone it is taken as UTC. */
export const readInstant = (value: unknown): string => {
  const moment = momentOf(value);
  if (!moment) return refuse('bad_date');
  const instant = 'instant' in moment ? moment.instant : Date.parse(`${moment.date}T${moment.time ?? '00:00'}Z`);
  return new Date(instant).toISOString();
};

const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(?:([ap])\.?m\.?)?$/i;

/** Parses a wall-clock time: `14:05`, `14:05:30`, `2:05 PM`, or an instant's time in `timeZone`. */
export const timeReader =
  (timeZone: string) =>
  (value: unknown): string => {
    const [, hours, minutes = '', seconds, half] = CLOCK.exec(typeof value === 'string' ? value.trim() : '') ?? [];
    if (hours !== undefined) {
      const isNoon = half !== undefined && Number(hours) === 12;
      const hour = (isNoon ? 0 : Number(hours)) + (half?.toLowerCase() === 'p' ? 12 : 0);
      const isTime =
        hour < 24 && Number(minutes) < 60 && Number(seconds ?? 0) < 60 && (half === undefined || Number(hours) <= 12);
      if (!isTime) return refuse('bad_time');
      return [String(hour).padStart(2, '0'), minutes, ...(seconds === undefined ? [] : [seconds])].join(':');
    }
    const moment = momentOf(value);
    if (!moment) return refuse('bad_time');
    return 'instant' in moment ? timeInTimeZone(timeZone, moment.instant) : (moment.time ?? refuse('bad_time'));
  };

const DURATION = /^(\d+(?:\.\d+)?)\s*(?:m|mins?|minutes?)?$/i;

/** Parses a duration in minutes, rounded to whole ones. */
export const readDuration = (value: unknown): number => {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  const [, digits] = DURATION.exec(text) ?? [];
  const minutes = Math.round(Number(digits));
  return minutes <= ACTIVITY_LIMITS.duration ? minutes : refuse('bad_duration');
};

/** A text or number as text, without characters that the database cannot store. */
const textOf = (value: unknown): string => {
  if (typeof value === 'number' || isLosslessNumber(value)) return String(value);
  return typeof value === 'string' ? storableText(value) : refuse('bad_text');
};

/** Parses a long text, unchanged except for direction overrides, which are removed; `null` where it is blank. */
export const readLongText = (value: unknown): string | null => {
  const text = withoutInvalidCharacters(textOf(value));
  if (isLongerThan(text, LONG_TEXT_LIMIT)) return refuse('too_long');
  return hasVisibleText(text) ? text : null;
};

/** Parses a label of at most `limit` characters; `null` where it is empty. */
export const lineReader =
  (limit: number) =>
  (value: unknown): string | null => {
    const line = asLabel(textOf(value), Infinity);
    return isLongerThan(line, limit) ? refuse('too_long') : line || null;
  };

/** A UUID of version 1 to 8. The nil UUID is none, since legacy apps give it to many rows. */
export const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

export const readUuid = (value: unknown): string =>
  typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : refuse('bad_id');

export const readId = (value: unknown): string | null => {
  const isId =
    typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)) || isLosslessNumber(value);
  const id = isId ? textOf(value).trim() : refuse('bad_id');
  if (id === '') return null;
  return !isLongerThan(id, 255) && isLabel(id) ? id : refuse('bad_id');
};

const STATUSES: Record<string, ActivityStatus | undefined> = {
  planned: 'planned',
  scheduled: 'planned',
  pending: 'planned',
  todo: 'planned',
  open: 'planned',
  in_progress: 'planned',
  done: 'done',
  complete: 'done',
  completed: 'done',
  finished: 'done',
  cancelled: 'cancelled',
  canceled: 'cancelled',
};

const lookUp = <Value>(values: Record<string, Value>, key: string): Value | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined;

export const readStatus = (value: unknown): ActivityStatus =>
  (typeof value === 'string' ? lookUp(STATUSES, plainName(value)) : undefined) ?? refuse('bad_status');

const FLAGS: Record<string, boolean> = { true: true, false: false, '1': true, '0': false, yes: true, no: false };

export const readFlag = (value: unknown): boolean => {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).toLowerCase() : '';
  return lookUp(FLAGS, text) ?? refuse('bad_flag');
};

export const readTarget = (value: unknown): number => {
  const target = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  const isTarget = typeof target === 'number' && Number.isInteger(target) && target >= 0 && target <= GOAL_TARGET_MAX;
  return isTarget ? target : refuse('bad_target');
};

/** The key of the built-in type with this name in any form (`followUp`, `Follow-up`, `calls`); `null` for others. */
export const builtInType = (name: string): string | null => {
  const plain = plainName(name).replace(/^followup/, 'follow_up');
  return BUILT_IN_TYPES.find(({ key, goal }) => plain === key || plain === goal)?.key ?? null;
};

/** A reader of a whole number from `min` to `max`. */
export const wholeNumberReader =
  (min: number, max: number) =>
  (value: unknown): number =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max ? Number(value) : refuse('bad_value');

/** A reader of one of `choices`. */
export const choiceReader =
  <Choice extends string>(choices: readonly Choice[]) =>
  (value: unknown): Choice =>
    choices.find((choice) => choice === value) ?? refuse('bad_value');

/** In characters of JSON: what the database takes for one column, and a slow line for one change. */
const JSON_LIMIT = 65_536;

const withinSize = <Value>(value: Value): Value =>
  JSON.stringify(value).length <= JSON_LIMIT ? value : refuse('too_long');

/** A reader of a list all of whose members `readValid` accepts. */
export const listReader =
  <Member>(readValid: (value: unknown) => Member[]) =>
  (value: unknown): Member[] => {
    const members = readValid(value);
    return Array.isArray(value) && members.length === value.length ? withinSize(members) : refuse('bad_value');
  };

/** A JSON object; numbers that a double cannot hold become the text of their digits. */
export const readJsonObject = (value: unknown): Record<string, unknown> => {
  const object = withPlainNumbers(value);
  if (!isMembers(object)) return refuse('bad_value');
  return withinSize(object);
};

const withPlainNumbers = (value: unknown): unknown => {
  if (isLosslessNumber(value)) return String(value);
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPlainNumbers(inner)]));
};
