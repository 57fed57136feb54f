import { asLabel } from '../domain/values/text.ts';

/* Apart from format.ts, so that the first load needs no library for dates. */

const LINE_MAX_LENGTH = 1_000;

/** A text in one line, without characters that change the direction of the text around it. */
export const formatLine = (text: string): string => asLabel(text, LINE_MAX_LENGTH);

/** A name or title in one line; "Untitled" if it is blank. */
export const formatName = (name: string): string => formatLine(name) || 'Untitled';
