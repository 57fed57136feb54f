/**
 * `next` with every part of `previous` that is equal to its own put in its place, so that what shows an unchanged row is
 * not rendered again. Rows of a list are matched by their `id`. Maps and plain objects are looked into; anything else is
 * the same only if it is identical.
 */
export const shareEqual = <Value>(previous: unknown, next: Value): Value => share(previous, next) as Value;

const share = (previous: unknown, next: unknown): unknown => {
  if (Object.is(previous, next)) return previous;
  if (Array.isArray(previous) && Array.isArray(next)) return shareList(previous, next);
  if (previous instanceof Map && next instanceof Map) return shareMap(previous, next);
  if (isPlainObject(previous) && isPlainObject(next)) return shareObject(previous, next);
  return next;
};

const shareList = (previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] => {
  const rows = new Map(previous.flatMap((item) => (hasId(item) ? [[item.id, item]] : [])));
  const shared = next.map((item, index) => share(hasId(item) ? rows.get(item.id) : previous[index], item));
  return shared.length === previous.length && shared.every((item, index) => Object.is(item, previous[index]))
    ? previous
    : shared;
};

const shareMap = (
  previous: ReadonlyMap<unknown, unknown>,
  next: ReadonlyMap<unknown, unknown>,
): ReadonlyMap<unknown, unknown> => {
  const shared = new Map([...next].map(([key, value]) => [key, share(previous.get(key), value)]));
  const isSame =
    shared.size === previous.size &&
    [...shared].every(([key, value]) => previous.has(key) && Object.is(value, previous.get(key)));
  return isSame ? previous : shared;
};

type PlainObject = Record<string, unknown>;

const shareObject = (previous: PlainObject, next: PlainObject): PlainObject => {
  const keys = Object.keys(next);
  const shared = Object.fromEntries(keys.map((key) => [key, share(previous[key], next[key])]));
  const isSame =
    keys.length === Object.keys(previous).length &&
    keys.every((key) => Object.hasOwn(previous, key) && Object.is(shared[key], previous[key]));
  return isSame ? previous : shared;
};

const hasId = (value: unknown): value is { id: string } => isPlainObject(value) && typeof value['id'] === 'string';

const isPlainObject = (value: unknown): value is PlainObject =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
