import * as z from 'zod';

/** Without what Postgres cannot keep: zero bytes and halves of characters. */
export const text = z.string().transform((value) => value.replaceAll('\u0000', '').toWellFormed());

/** An instant of an API, with its offset, as UTC; `null` where there is none. */
export const instant = z
  .string()
  .refine((value) => !Number.isNaN(Date.parse(value)), 'no instant')
  .transform((value) => new Date(value).toISOString())
  .nullish()
  .transform((value) => value ?? null);
