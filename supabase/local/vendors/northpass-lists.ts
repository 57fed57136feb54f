import { rowsLeft } from './fault-effects.ts';
import type { TableReader } from './table.ts';
import { VendorFailure, type VendorRequest } from './vendor.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

export interface NorthpassList<Row> {
  table: TableReader<Row, string>;
  rows: readonly Row[];
  body: (row: Row) => object;
  /** What `filter[name]` compares; without it, the list has no such filter. */
  nameOf?: (row: Row) => string;
  /** What `filter[updated_at]` compares; without it, the list has no such filter. */
  updatedAtOf?: (row: Row) => number;
}

interface Filter<Row> {
  key: string;
  matches: (row: Row) => boolean;
}

/**
 * One page by offset: `page` from 1, `limit` up to 100 (more is 100, without it 50). `links.next` is absolute and missing
 * on the last page; a page beyond it is empty. Filters: `filter[name][eq|not_eq|cont]` and `filter[updated_at][gteq]`.
 *
 * @throws VendorFailure 400 for a parameter that cannot be read and for any other filter.
 */
export const pageOf = <Row extends { id: string }>(
  list: NorthpassList<Row>,
  { url, path, effects }: VendorRequest,
  { ignoresUpdatedFilter }: { ignoresUpdatedFilter: boolean },
): object => {
  const page = positive(url, 'page', 1);
  const limit = Math.min(positive(url, 'limit', DEFAULT_LIMIT), MAX_LIMIT);
  const { table } = list;
  const filters = filtersOf(list, url, ignoresUpdatedFilter);
  const key = [path, ...filters.map((filter) => filter.key)].join(' ');
  const rows =
    filters.length === 0
      ? list.rows
      : table.remember(key, () => list.rows.filter((row) => filters.every(({ matches }) => matches(row))));
  const left = rowsLeft({ rows, table, key, idOf: (row) => row.id }, effects);

  const lastPage = Math.max(1, Math.ceil(left.length / limit));
  const served = effects.repeatsLastPage ? Math.min(page, lastPage) : page;
  const hasNext = effects.repeatsLastPage ? page <= lastPage : page < lastPage;
  const resources = left.slice((served - 1) * limit, served * limit).map(list.body);
  return {
    [effects.list === 'renamed' ? 'Data' : 'data']: effects.list === 'null' ? null : resources,
    links: hasNext ? { next: withPage(url, page + 1) } : {},
  };
};

const withPage = (url: URL, page: number): string => {
  const next = new URL(url);
  next.searchParams.set('page', String(page));
  return next.href;
};

const positive = ({ searchParams }: URL, name: string, fallback: number): number => {
  const text = searchParams.get(name);
  if (text === null) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new VendorFailure(400, `${name} is not a positive number.`, name);
  return Number(text);
};

const filtersOf = <Row>(list: NorthpassList<Row>, url: URL, ignoresUpdatedFilter: boolean): Filter<Row>[] =>
  [...url.searchParams]
    .filter(([name]) => name.startsWith('filter'))
    .filter(([name]) => !(ignoresUpdatedFilter && name.startsWith('filter[updated_at]')))
    .map(([name, value]) => {
      const matches = comparison(list, name, value);
      if (!matches) throw new VendorFailure(400, `${name} is no filter of this list.`, name);
      return { key: JSON.stringify([name, value]), matches };
    });

const comparison = <Row>(
  { nameOf, updatedAtOf }: NorthpassList<Row>,
  name: string,
  value: string,
): ((row: Row) => boolean) | null => {
  if (nameOf && name === 'filter[name][eq]') return (row) => nameOf(row) === value;
  if (nameOf && name === 'filter[name][not_eq]') return (row) => nameOf(row) !== value;
  if (nameOf && name === 'filter[name][cont]') {
    const part = value.toLowerCase();
    return (row) => nameOf(row).toLowerCase().includes(part);
  }
  if (updatedAtOf && name === 'filter[updated_at][gteq]') {
    const since = instantOf(value, name);
    return (row) => updatedAtOf(row) >= since;
  }
  return null;
};

/** A `+` that is not encoded arrives as a space, and is refused like a missing zone. */
const instantOf = (text: string, name: string): number => {
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const at = isInstant ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new VendorFailure(400, `${name} is not an instant with a zone.`, name);
  return at;
};
