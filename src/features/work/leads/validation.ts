import * as z from 'zod/mini';
import { LEAD_LIMITS } from '../../../domain/leads/lead.ts';
import {
  EMAIL_PATTERN,
  longTextSchema,
  nullableSchema,
  requiredTextSchema,
  textSchema,
  validator,
} from '../../../shared/fields/validation.ts';

/* What each field of a lead accepts; the database's constraints say the same. */

const nameSchema = requiredTextSchema(LEAD_LIMITS.name, 'Enter a name.');
const companySchema = textSchema(LEAD_LIMITS.company);
const phoneSchema = textSchema(LEAD_LIMITS.phone);
const emailSchema = textSchema(LEAD_LIMITS.email).check(
  z.refine((text) => text === '' || EMAIL_PATTERN.test(text), 'Enter a valid email address.'),
);

export const newLeadSchema = z.object({
  name: nameSchema,
  company: companySchema,
  phone: phoneSchema,
  email: emailSchema,
});

export const validateLeadName = validator(nameSchema);
export const validateCompany = validator(nullableSchema(companySchema));
export const validatePhone = validator(nullableSchema(phoneSchema));
export const validateLeadEmail = validator(nullableSchema(emailSchema));
export const validateLeadNotes = validator(longTextSchema);
