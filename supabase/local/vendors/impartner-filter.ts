import { type Field, type FieldValue, findField, type ObjectRow } from './impartner-objects.ts';
import { VendorFailure } from './vendor.ts';

/* Each token is one alternative; a datetime begins as a number does, so that it comes first. */
const TOKEN =
  /\s*(?:(?<quoted>'(?:[^']|'')*')|(?<op><=|>=|!=|=|<|>)|(?<datetime>\d{4}-\d{2}-\d{2}T[\d:.]+)|(?<number>-?\d+(?:\.\d+)?)|(?<word>[A-Za-z_]\w*))/y;
const NAIVE_DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?$/;

type TokenKind = 'quoted' | 'op' | 'datetime' | 'number' | 'word';

interface Token {
  kind: TokenKind;
  text: string;
}

/**
 * The condition of a `filter`: `Field op literal`, joined by `and`. Operators: `= != > >= < <=`. Literals: `'text'` (with
 * `''` for a quote), numbers, datetimes without a zone, which are UTC, with or without quotes, `true`, `false`, and `null`
 * after `=` and `!=`. As in SQL, a field without a value fulfils no condition but `= null`.
 *
 * @throws VendorFailure status 200, where it is anything else.
 */
export const parseFilter = (filter: string, fields: readonly Field[]): ((row: ObjectRow) => boolean) => {
  const tokens = tokensOf(filter);
  const conditions: ((row: ObjectRow) => boolean)[] = [];
  for (let index = 0; index < tokens.length; index += 4) {
    const [name, op, literal, and] = tokens.slice(index, index + 4);
    if (name?.kind !== 'word' || op?.kind !== 'op' || literal === undefined) throw unreadable(filter);
    // What follows a condition is `and` with another one.
    if (and && (and.text.toLowerCase() !== 'and' || index + 4 >= tokens.length)) throw unreadable(filter);
    const field = findField(fields, name.text);
    if (!field) throw new VendorFailure(200, `There is no field ${name.text}.`);
    conditions.push(conditionOf(field, op.text, literal));
  }
  if (conditions.length === 0) throw unreadable(filter);
  return (row) => conditions.every((matches) => matches(row));
};

const tokensOf = (filter: string): Token[] => {
  const tokens: Token[] = [];
  const end = filter.trimEnd().length;
  let position = 0;
  while (position < end) {
    TOKEN.lastIndex = position;
    const found = TOKEN.exec(filter);
    const entry = Object.entries(found?.groups ?? {}).find(([, text]: [string, string | undefined]) => text);
    if (!entry) throw unreadable(filter);
    tokens.push({ kind: entry[0] as TokenKind, text: entry[1] });
    position = TOKEN.lastIndex;
  }
  return tokens;
};

const conditionOf = (field: Field, op: string, literal: Token): ((row: ObjectRow) => boolean) => {
  const { name } = field;
  const expected = literalOf(field, literal);
  if (expected === null) {
    if (op === '=') return (row) => row[name] === null;
    if (op === '!=') return (row) => row[name] !== null;
    throw new VendorFailure(200, `${name} cannot be compared with null by ${op}.`);
  }
  const compare = COMPARISONS[op];
  if (!compare) throw new VendorFailure(200, `There is no operator ${op}.`);
  return (row) => {
    const value = row[name] ?? null;
    return value !== null && compare(value, expected);
  };
};

type Value = NonNullable<FieldValue>;

const COMPARISONS: Record<string, (value: Value, expected: Value) => boolean> = {
  '=': (value, expected) => value === expected,
  '!=': (value, expected) => value !== expected,
  '>': (value, expected) => value > expected,
  '>=': (value, expected) => value >= expected,
  '<': (value, expected) => value < expected,
  '<=': (value, expected) => value <= expected,
};

const literalOf = ({ name, type }: Field, { kind, text }: Token): FieldValue => {
  const isQuoted = kind === 'quoted';
  const plain = isQuoted ? text.slice(1, -1).replaceAll("''", "'") : text;
  const word = kind === 'word' ? text.toLowerCase() : '';
  if (word === 'null') return null;
  if (type === 'string' && isQuoted) return plain;
  if (type === 'boolean' && (word === 'true' || word === 'false')) return word === 'true';
  if (type === 'number' && (kind === 'number' || (isQuoted && /^-?\d+(?:\.\d+)?$/.test(plain)))) return Number(plain);
  if (type === 'datetime' && (kind === 'datetime' || isQuoted) && NAIVE_DATETIME.test(plain)) {
    const at = Date.parse(`${plain}Z`);
    if (!Number.isNaN(at)) return at;
  }
  throw new VendorFailure(200, `${text} is no ${type}, which ${name} is compared with.`);
};

const unreadable = (filter: string) => new VendorFailure(200, `The filter cannot be read: ${filter}`);
