import { forLocale } from './locale.ts';

const collator = forLocale((locale) => new Intl.Collator(locale, { numeric: true }));

/** The order of names and titles, as the person's language has it; numbers in them by their value. */
export const compareTexts = (a: string, b: string): number => collator().compare(a, b);
