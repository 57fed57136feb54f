import type { Database, Json } from './database.types.ts';

type Tables = Database['public']['Tables'];

/** Columns of every synced table that domain types leave out or do not have to include. */
type Bookkeeping = 'field_timestamps' | 'updated_at';

type Nullable<T> = null extends T ? true : false;

/**
 * A domain field may be narrower than its column (a union of strings), never wider, and is nullable where the column
 * is.
 */
type FieldMatches<Field, Column> =
  Nullable<Field> extends Nullable<Column>
    ? Nullable<Column> extends Nullable<Field>
      ? Json extends Column | null
        ? true
        : Field extends Column
          ? true
          : false
      : false
    : false;

/** The fields of `Row` that differ from their columns, and the columns that it lacks. */
type Mismatches<Row, Columns> =
  | {
      [K in keyof Row]: K extends keyof Columns ? (FieldMatches<Row[K], Columns[K]> extends true ? never : K) : K;
    }[keyof Row]
  | Exclude<keyof Columns, keyof Row | Bookkeeping>;

type TableMatches<Rows> = {
  [T in keyof Rows]: T extends keyof Tables
    ? [Mismatches<Rows[T], Tables[T]['Row']>] extends [never]
      ? Rows[T]
      : { 'not as in the database': Mismatches<Rows[T], Tables[T]['Row']> }
    : { 'no such table': T };
};

/** `Rows`, checked at compile time: a compile error where a row type differs from its table's generated type. */
export type MatchesDatabase<Rows extends TableMatches<Rows>> = Rows;
