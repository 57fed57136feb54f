/** Characters of a response that an error message quotes. */
const LONGEST_QUOTE = 300;

/** A text of an outside service without what Postgres cannot keep: zero bytes and halves of characters. */
export const storableText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

/** A response, or a part of it, in one short line for an error message. */
export const shortQuote = (text: string): string =>
  storableText(text).replace(/\s+/g, ' ').trim().slice(0, LONGEST_QUOTE);

/** What an error says, for the message of another one. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
