import { GOAL_KEYS } from '../activity.ts';
import { isMembers, type Members, plainName } from './fields.ts';
import type { ProblemCode } from './outcome.ts';

/** One row of an older app's storage, not read yet. Each gives exactly one outcome. */
export type OlderRow = { path: string; value: unknown } & (
  | { kind: 'activity'; key: string | null }
  /** `week` is what its place says of its week, or CURRENT_WEEK. */
  | { kind: 'goals'; week: unknown }
  | { kind: 'type'; key: string | null }
  /** Something that is no row where a row should be. */
  | { kind: 'stray'; code: ProblemCode; field: string | null }
);

export interface OlderStorage {
  rows: OlderRow[];
  /** Members of the state that hold no rows: what was selected, how sync was. They are not read. */
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

/** Goals that are those of whatever week it is. */
export const CURRENT_WEEK = 'current week';

/** Deeper than any app nests; much deeper would break whoever writes it out again. */
const LEVELS = 24;
const isDeeperThan = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1)));

/**
 * The rows in `text`: the state itself, in a persist envelope, as the member `storageKey` of a copy of a whole
 * storage, or activities alone.
 */
export const splitOlderApp = (text: string, storageKey: string): OlderStorage => {
  const alone = (code: ProblemCode): OlderStorage => ({
    rows: [{ kind: 'stray', path: '', value: text, code, field: null }],
    others: [],
  });
  const root = unwrap(text, storageKey);
  if (root === undefined) return alone('not_json');
  if (isDeeperThan(root, LEVELS)) return alone('too_deep');
  if (Array.isArray(root)) return { rows: activityRows('activities', root), others: [] };
  if (!isMembers(root)) return alone('nothing_known');
  const members = Object.entries(root);
  const of = (part: string) => members.filter(([name]) => partOf(name) === part);
  if (!members.some(([name]) => ['activities', 'goals', 'types'].includes(partOf(name) ?? ''))) {
    return alone('nothing_known');
  }
  const week = of('week')[0]?.[1];
  return {
    rows: [
      // First: activities may name a type by its id.
      ...of('types').flatMap(([name, value]) => typeRows(name, value)),
      ...of('goals').flatMap(([name, value]) => goalsRows(name, value, week)),
      ...of('activities').flatMap(([name, value]) => activityRows(name, value)),
    ],
    others: members.map(([name]) => name).filter((name) => partOf(name) === undefined),
  };
};

/** Envelopes in envelopes end somewhere. */
const ENVELOPES = 5;

const unwrap = (text: string, storageKey: string): unknown => {
  let value: unknown = text;
  for (let depth = 0; depth < ENVELOPES; depth++) {
    if (typeof value === 'string') {
      try {
        value = JSON.parse(value);
      } catch {
        return undefined;
      }
    } else if (isMembers(value) && Object.hasOwn(value, storageKey)) value = value[storageKey];
    else if (isMembers(value) && isMembers(value['state'])) value = value['state'];
    else break;
  }
  return value;
};

const stray = (path: string, value: unknown, code: ProblemCode, field: string | null = null): OlderRow => ({
  kind: 'stray',
  path,
  value,
  code,
  field,
});

const pathOf = (list: string, key: string): string => `${list}[${JSON.stringify(key)}]`;

/** A list, or what is kept by a key: one row, or the rows of a day. */
const listRows = (
  path: string,
  value: unknown,
  rowOf: (path: string, value: unknown, key: string | null) => OlderRow,
): OlderRow[] => {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.map((row: unknown, index) => rowOf(`${path}[${index}]`, row, null));
  if (!isMembers(value)) return [stray(path, value, 'not_a_list')];
  return Object.entries(value).flatMap(([key, held]) =>
    Array.isArray(held)
      ? held.map((row: unknown, index) => rowOf(`${pathOf(path, key)}[${index}]`, row, null))
      : [rowOf(pathOf(path, key), held, key)],
  );
};

const activityRows = (path: string, value: unknown): OlderRow[] =>
  listRows(path, value, (at, row, key) => ({ kind: 'activity', path: at, value: row, key }));

const typeRows = (path: string, value: unknown): OlderRow[] =>
  listRows(path, value, (at, row, key) => ({ kind: 'type', path: at, value: row, key }));

const TARGETS: ReadonlySet<string> = new Set(GOAL_KEYS);
/** What a week's goals have beside targets; `goals` and `targets` may hold those. */
const BESIDE_TARGETS: ReadonlySet<string> = new Set([
  'id',
  'user_id',
  'week',
  'week_start',
  'created_at',
  'updated_at',
  'goals',
  'targets',
]);

const goalsRows = (path: string, value: unknown, currentWeek: unknown): OlderRow[] => {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    return value.flatMap((row: unknown, index) => weekRows(`${path}[${index}]`, row, undefined));
  }
  if (!isMembers(value)) return [stray(path, value, 'not_a_list')];
  const names = Object.keys(value).map(plainName);
  if (names.some((name) => TARGETS.has(name) || BESIDE_TARGETS.has(name))) {
    return weekRows(path, value, currentWeek ?? CURRENT_WEEK);
  }
  return Object.entries(value).flatMap(([week, row]) => weekRows(pathOf(path, week), row, week));
};

/** One week's goals, and apart from them each target that Cadence does not have. */
const weekRows = (path: string, value: unknown, week: unknown): OlderRow[] => {
  const row: OlderRow = { kind: 'goals', path, value, week };
  if (!isMembers(value)) return [row];
  const inside = targetsIn(value);
  const unknown = [...new Set([value, inside])].flatMap((members) =>
    Object.entries(members).filter(([name, held]) => {
      const plain = plainName(name);
      return held !== null && !TARGETS.has(plain) && !BESIDE_TARGETS.has(plain);
    }),
  );
  return [row, ...unknown.map(([name, held]) => stray(pathOf(path, name), held, 'unknown_target', name))];
};

/** Where a week's targets stand: in the row, or in a member of it. */
export const targetsIn = (row: Members): Members =>
  Object.entries(row).flatMap(([name, value]) =>
    ['goals', 'targets'].includes(plainName(name)) && isMembers(value) ? [value] : [],
  )[0] ?? row;
