import { rowsLeft } from './fault-effects.ts';
import { parseFilter } from './impartner-filter.ts';
import { type Field, findField, type ObjectRow, type ObjectType, rowBody } from './impartner-objects.ts';
import { VendorFailure, type VendorRequest } from './vendor.ts';

const DEFAULT_TAKE = 100;
const MAX_TAKE = 1_000;

/**
 * The rows from `skip` (0), at most `take` (100, up to 1,000; more is 1,000), with `fields` (all), that match `filter`, in
 * the order of `orderby` (`Field`, `Field desc`, separated by commas; without it by id), and how many match in all.
 *
 * @throws VendorFailure status 200, for a parameter that cannot be read.
 */
export const listBody = ({ entity, fields, table }: ObjectType, { url, effects }: VendorRequest): object => {
  const { searchParams } = url;
  const filter = searchParams.get('filter') ?? '';
  const order = searchParams.get('orderby') ?? '';
  const take = Math.min(wholeNumber(searchParams, 'take', DEFAULT_TAKE, 1), MAX_TAKE);
  const skip = wholeNumber(searchParams, 'skip', 0, 0);
  const returned = returnedFields(fields, searchParams.get('fields'));

  const key = JSON.stringify([filter, order]);
  const rows = table.remember(key, () => {
    const found = filter === '' ? table.all() : table.all().filter(parseFilter(filter, fields));
    return order === '' ? found : found.toSorted(comparison(order, fields));
  });
  const left = rowsLeft({ rows, table, key, idOf: (row) => row.Id }, effects);

  const isBeyond = skip >= left.length;
  const lastPage = Math.floor(Math.max(0, left.length - 1) / take) * take;
  const start = effects.repeatsLastPage && isBeyond ? lastPage : skip;
  const results = left.slice(start, start + take).map((row) => rowBody(row, returned));
  const listKey = effects.list === 'renamed' ? 'Results' : 'results';
  return {
    data: { count: left.length, entity, [listKey]: effects.list === 'null' ? null : results },
    success: true,
  };
};

/** All of them without `fields`. */
export const returnedFields = (fields: readonly Field[], names: string | null): readonly Field[] =>
  names === null || names.trim() === '' ? fields : names.split(',').map((name) => existingField(fields, name.trim()));

const existingField = (fields: readonly Field[], name: string): Field => {
  const field = findField(fields, name);
  if (!field) throw new VendorFailure(200, `There is no field ${name}.`);
  return field;
};

const wholeNumber = (parameters: URLSearchParams, name: string, fallback: number, least: number): number => {
  const text = parameters.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < least) throw new VendorFailure(200, `${name} is not a number from ${least} on.`);
  return value;
};

/** Rows without a value come first; equal ones stay in the order of their ids. */
const comparison = (order: string, fields: readonly Field[]): ((one: ObjectRow, other: ObjectRow) => number) => {
  const parts = order.split(',').map((part) => {
    const [, name, direction = 'asc'] = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/i.exec(part) ?? [];
    if (name === undefined) throw new VendorFailure(200, `The order cannot be read: ${order}`);
    return { field: existingField(fields, name).name, sign: direction.toLowerCase() === 'desc' ? -1 : 1 };
  });
  return (one, other) => {
    for (const { field, sign } of parts) {
      const [a, b] = [one[field] ?? null, other[field] ?? null];
      if (a === b) continue;
      if (a === null || b === null) return a === null ? -sign : sign;
      return a < b ? -sign : sign;
    }
    return 0;
  };
};
