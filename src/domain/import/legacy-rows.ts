import { GOAL_KEYS } from '../activities/activity.ts';
import { isMembers, type Members, plainName } from './fields.ts';
import { isTooDeep, parseJson } from './json.ts';
import type { ProblemCode } from './outcome.ts';

/** An unparsed row of the legacy app's storage. Each gives exactly one Outcome. */
export type LegacyRow = { path: string; value: unknown } & (
  | { kind: 'activity'; key: string | null }
  /** `week` comes from the row's place in the storage, or is CURRENT_WEEK. */
  | { kind: 'goals'; week: unknown }
  | { kind: 'type'; key: string | null }
  /** A value that is not a row, in a place of rows. */
  | { kind: 'invalid'; code: ProblemCode; field: string | null }
);

export interface LegacyStorage {
  rows: LegacyRow[];
  /** Names of the other members of the state, which are not imported. */
  others: string[];
}

const PARTS: Record<string, 'activities' | 'goals' | 'types' | 'week' | undefined> = {
  activities: 'activities',
  goals: 'goals',
  weekly_goals: 'goals',
  goals_by_week: 'goals',
  custom_types: 'types',
  custom_activity_types: 'types',
  activity_types: 'types',
  week_start: 'week',
  current_week_start: 'week',
};
const partOf = (name: string) => (Object.hasOwn(PARTS, plainName(name)) ? PARTS[plainName(name)] : undefined);

/** The `week` of goals that have none. */
export const CURRENT_WEEK = 'current week';

/**
 * The rows in `text`, the JSON of: the state, a persist envelope with it, a copy of a whole `localStorage` with the
 * member `storageKey`, or a list of activities.
 */
export const splitLegacyStorage = (text: string, storageKey: string): LegacyStorage => {
  const invalidStorage = (code: ProblemCode): LegacyStorage => ({
    rows: [{ kind: 'invalid', path: '', value: text, code, field: null }],
    others: [],
  });
  const root = unwrap(text, storageKey);
  if (root === undefined) return invalidStorage('not_json');
  if (isTooDeep(root)) return invalidStorage('too_deep');
  if (Array.isArray(root)) return { rows: activityRows('activities', root), others: [] };
  if (!isMembers(root)) return invalidStorage('nothing_known');
  const members = Object.entries(root);
  const membersOf = (part: string) => members.filter(([name]) => partOf(name) === part);
  if (!members.some(([name]) => ['activities', 'goals', 'types'].includes(partOf(name) ?? ''))) {
    return invalidStorage('nothing_known');
  }
  const week = membersOf('week')[0]?.[1];
  return {
    rows: [
      // Types come first, since activities may refer to a type by its id.
      ...membersOf('types').flatMap(([name, value]) => typeRows(name, value)),
      ...membersOf('goals').flatMap(([name, value]) => goalsRows(name, value, week)),
      ...membersOf('activities').flatMap(([name, value]) => activityRows(name, value)),
    ],
    others: members.map(([name]) => name).filter((name) => partOf(name) === undefined),
  };
};

/** The most nested envelopes that are unwrapped. */
const ENVELOPE_LIMIT = 5;

const unwrap = (text: string, storageKey: string): unknown => {
  let value: unknown = text;
  for (let depth = 0; depth < ENVELOPE_LIMIT; depth++) {
    if (typeof value === 'string') {
      try {
        value = parseJson(value);
      } catch {
        return undefined;
      }
    } else if (isMembers(value) && Object.hasOwn(value, storageKey)) value = value[storageKey];
    else if (isMembers(value) && isMembers(value['state'])) value = value['state'];
    else break;
  }
  return value;
};

const invalidRow = (path: string, value: unknown, code: ProblemCode, field: string | null = null): LegacyRow => ({
  kind: 'invalid',
  path,
  value,
  code,
  field,
});

const pathOf = (list: string, key: string): string => `${list}[${JSON.stringify(key)}]`;

/** The rows of a list, or of an object whose members are each one row or a list of rows. */
const listRows = (
  path: string,
  value: unknown,
  rowOf: (path: string, value: unknown, key: string | null) => LegacyRow,
): LegacyRow[] => {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.map((row: unknown, index) => rowOf(`${path}[${index}]`, row, null));
  if (!isMembers(value)) return [invalidRow(path, value, 'not_a_list')];
  return Object.entries(value).flatMap(([key, entry]) =>
    Array.isArray(entry)
      ? entry.map((row: unknown, index) => rowOf(`${pathOf(path, key)}[${index}]`, row, null))
      : [rowOf(pathOf(path, key), entry, key)],
  );
};

const activityRows = (path: string, value: unknown): LegacyRow[] =>
  listRows(path, value, (at, row, key) => ({ kind: 'activity', path: at, value: row, key }));

export const typeRows = (path: string, value: unknown): LegacyRow[] =>
  listRows(path, value, (at, row, key) => ({ kind: 'type', path: at, value: row, key }));

const TARGETS: ReadonlySet<string> = new Set(GOAL_KEYS);
/** Members of a week's goals that are not targets; `goals` and `targets` may contain the targets. */
const NON_TARGETS: ReadonlySet<string> = new Set([
  'id',
  'user_id',
  'week',
  'week_start',
  'created_at',
  'updated_at',
  'goals',
  'targets',
]);

export const goalsRows = (path: string, value: unknown, currentWeek: unknown): LegacyRow[] => {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    return value.flatMap((row: unknown, index) => weekRows(`${path}[${index}]`, row, undefined));
  }
  if (!isMembers(value)) return [invalidRow(path, value, 'not_a_list')];
  const names = Object.keys(value).map(plainName);
  if (names.some((name) => TARGETS.has(name) || NON_TARGETS.has(name))) {
    return weekRows(path, value, currentWeek ?? CURRENT_WEEK);
  }
  return Object.entries(value).flatMap(([week, row]) => weekRows(pathOf(path, week), row, week));
};

/** One week's goals, and one invalid row for each unknown target. */
const weekRows = (path: string, value: unknown, week: unknown): LegacyRow[] => {
  const row: LegacyRow = { kind: 'goals', path, value, week };
  if (!isMembers(value)) return [row];
  const inside = targetsIn(value);
  const unknown = [...new Set([value, inside])].flatMap((members) =>
    Object.entries(members).filter(([name, target]) => {
      const plain = plainName(name);
      return target !== null && !TARGETS.has(plain) && !NON_TARGETS.has(plain);
    }),
  );
  return [row, ...unknown.map(([name, target]) => invalidRow(pathOf(path, name), target, 'unknown_target', name))];
};

/** The object with a week's targets: a member of the row, or the row itself. */
export const targetsIn = (row: Members): Members =>
  Object.entries(row).flatMap(([name, value]) =>
    ['goals', 'targets'].includes(plainName(name)) && isMembers(value) ? [value] : [],
  )[0] ?? row;
