import { asLabel } from '../domain/values/text.ts';

/* Apart from format.ts, so that the first load needs no library for dates. */

const LINE_MAX_LENGTH = 1_000;

/** A text in one line, without characters that change the direction of the text around it. */
export const formatLine = (text: string): string => asLabel(text, LINE_MAX_LENGTH);

const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * A person's text for the middle of another text: letters from right to left do not reorder what is around them. Where it is
 * an element of its own, that has `dir="auto"` instead.
 */
const isolate = (text: string): string => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

/** A name or title in one line; "Untitled" if it is blank. */
export const formatName = (name: string): string => formatLine(name) || 'Untitled';

/** Parts of a line, joined with " · ", each isolated from the others. */
export const formatDetail = (detail: string): string =>
  detail
    .split(' · ')
    .map((part) => isolate(formatLine(part)))
    .filter(Boolean)
    .join(' · ');

/** A sentence in one line, in which the names in quotes are isolated. */
export const formatMessage = (message: string): string =>
  formatName(message).replace(/“([^“”]+)”/g, (_, name: string) => `“${isolate(name)}”`);
