/**
 * The text of a JSON value that digests are computed of: the same for what Postgres stores as `jsonb` and for what a
 * device has parsed of it. Members are in the order of `jsonb`, since JavaScript moves integer-like keys; numbers are
 * the bits of the double that a device keeps of them, since `1.0`, `1e21` and integers beyond 2^53 are written
 * differently on the two sides. Everything else is as Postgres writes a `jsonb`. SQL: `private.digest_text`.
 */
export const digestText = (value: unknown): string => {
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return `[${value.map(digestText).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .sort(([a], [b]) => compareKeys(a, b))
    .map(([key, inner]) => `${JSON.stringify(key)}: ${digestText(inner)}`);
  return `{${members.join(', ')}}`;
};

const double = new DataView(new ArrayBuffer(8));

/** The 16 hexadecimal digits of the double. `jsonb` has no negative zero. */
const numberText = (number: number): string => {
  double.setFloat64(0, number === 0 ? 0 : number);
  return double.getBigUint64(0).toString(16).padStart(16, '0');
};

/** The order of keys in a `jsonb`: by their length in UTF-8, then by their bytes, which is the order of code points. */
const compareKeys = (a: string, b: string): number => {
  const [left, right] = [codePoints(a), codePoints(b)];
  const byLength = utf8Length(left) - utf8Length(right);
  if (byLength !== 0) return byLength;
  const at = left.findIndex((point, index) => point !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
};

const codePoints = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

const utf8Length = (points: readonly number[]): number =>
  points.reduce((sum, point) => sum + (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4), 0);
