import type { Database, Json } from './database.types.ts';

type Tables = Database['public']['Tables'];

/** What the database keeps beside a row for itself; the domain does not speak of it. */
type Bookkeeping = 'field_stamps' | 'updated_at';

type Nullable<T> = null extends T ? true : false;

/** A field of the domain may be narrower than its column (a status), never wider, and is null where the column is. */
type FieldAgrees<Field, Column> =
  Nullable<Field> extends Nullable<Column>
    ? Nullable<Column> extends Nullable<Field>
      ? Json extends Column | null
        ? true
        : Field extends Column
          ? true
          : false
      : false
    : false;

/** The fields of `Row` that are not what the table has, and the columns that it leaves out. */
type Disagreements<Row, Columns> =
  | {
      [K in keyof Row]: K extends keyof Columns ? (FieldAgrees<Row[K], Columns[K]> extends true ? never : K) : K;
    }[keyof Row]
  | Exclude<keyof Columns, keyof Row | Bookkeeping>;

type Agreement<Rows> = {
  [T in keyof Rows]: T extends keyof Tables
    ? [Disagreements<Rows[T], Tables[T]['Row']>] extends [never]
      ? Rows[T]
      : { 'not as in the database': Disagreements<Rows[T], Tables[T]['Row']> }
    : { 'no such table': T };
};

/** `Rows` itself; it does not compile where a row differs from its table in the generated types. */
export type AsInDatabase<Rows extends Agreement<Rows>> = Rows;
