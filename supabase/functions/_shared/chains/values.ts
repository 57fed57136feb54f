import * as z from 'zod';
import { storableText } from '../outside-text.ts';

/** Longer texts are cut: nobody has such a name or address. */
const LONGEST_TEXT = 1_000;

export const text = z.string().transform((value) => storableText(value.slice(0, LONGEST_TEXT)));

/** A vendor's id of a row. */
export const rowId = z
  .string()
  .min(1)
  .max(200)
  .refine((value) => value === storableText(value), 'an id has characters that cannot be stored');

/** What the database takes for an instant; some systems write the year 1 for none. */
const isStorable = (at: number): boolean => at >= 0 && at < Date.UTC(3000, 0);

const someInstant = z
  .string()
  .refine((value) => !Number.isNaN(Date.parse(value)), 'no instant')
  .transform((value) => (isStorable(Date.parse(value)) ? new Date(value).toISOString() : null));

/** An instant of an API, with its offset, as UTC; `null` where there is none. */
export const instant = someInstant.nullish().transform((value) => value ?? null);

/** The same, of a field that has to be there: without it, nothing would be read as "none". */
export const requiredInstant = someInstant.nullable();
