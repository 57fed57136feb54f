import * as z from 'zod/mini';
import { asLabel } from '../domain/values/text.ts';

const LABEL_MAX_LENGTH = 1_000;

/**
 * A name or title that somebody else wrote, made a label: a row from before the database checked them does not disturb
 * the texts around it. Empty where nothing of it is visible.
 */
export const labelSchema = z.pipe(
  z.string(),
  z.transform((text: string) => asLabel(text, LABEL_MAX_LENGTH)),
);
