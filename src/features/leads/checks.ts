import * as z from 'zod/mini';
import { LEAD_LIMITS } from '../../domain/lead.ts';
import type { Checked } from '../../ui/use-saved-field.ts';

/* What each field of a lead takes, as the database's constraints say it too. */

const atMost = (limit: number) =>
  z.string().check(z.trim(), z.maxLength(limit, `At most ${limit.toLocaleString('en-GB')} characters.`));

const name = atMost(LEAD_LIMITS.name).check(z.minLength(1, 'A name is needed.'));
const company = atMost(LEAD_LIMITS.company);
const phone = atMost(LEAD_LIMITS.phone);
const email = atMost(LEAD_LIMITS.email).check(
  z.refine((text) => text === '' || /^[^\s@]+@[^\s@]+$/.test(text), 'This is not a mail address.'),
);

export const newLead = z.object({ name, company, phone, email });

const check =
  <Value>(schema: z.ZodMiniType<Value>) =>
  (text: string): Checked<Value> => {
    const result = schema.safeParse(text);
    return result.success
      ? { value: result.data }
      : { problem: result.error.issues[0]?.message ?? 'This does not fit.' };
  };

const orNull = (schema: z.ZodMiniType<string, string>) =>
  z.pipe(
    schema,
    z.transform((text: string) => text || null),
  );

export const checkName = check(name);
export const checkCompany = check(orNull(company));
export const checkPhone = check(orNull(phone));
export const checkEmail = check(orNull(email));
export const checkNotes = check(orNull(z.string().check(z.maxLength(LEAD_LIMITS.notes, 'At most 20,000 characters.'))));
