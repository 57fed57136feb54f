/*
 * Which texts the database accepts, and their normal form: the same as in supabase/schemas/values/texts.sql. Dates, times
 * and time zones are in calendar/calendar-date.ts.
 */

/** White space, controls, direction marks, joiners and fillers. */
const INVISIBLE_ALONE =
  '\\0-\\u0020\\u007F-\\u00A0\\u00AD\\u034F\\u061C\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180E\\u2000-\\u200F' +
  '\\u2028-\\u202F\\u205F-\\u206F\\u2800\\u3000\\u3164\\uFEFF\\uFFA0\\uFFF0-\\uFFFB\\u{1D173}-\\u{1D17A}';
/** As well as variation selectors and tags, which belong to the character before them. */
const INVISIBLE = `${INVISIBLE_ALONE}\\u180B-\\u180F\\uFE00-\\uFE0F\\u{E0000}-\\u{E0FFF}\\p{Surrogate}`;
const VISIBLE_PATTERN = new RegExp(`[^${INVISIBLE}]`, 'u');

const SPACE = '[ \\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000\\uFEFF]';
const VIRAMAS = '[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA]';
const INVISIBLE_START_PATTERN = new RegExp(`^[${INVISIBLE}]+`, 'u');
const INVISIBLE_ALONE_PATTERN = new RegExp(`^[${INVISIBLE_ALONE}]$`, 'u');
/** A joiner after a virama is visible: it decides the form of the letter. */
const VISIBLE_JOINER_PATTERN = new RegExp(`^${VIRAMAS}[\\u200C\\u200D]$`, 'u');
const SURROGATE_PAIR_PATTERN = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/;

/** Controls, line breaks, lone surrogates, and characters that change the direction of the text around them. */
const NOT_IN_LABELS = '[\\0-\\u001F\\u007F-\\u009F\\u2028-\\u202E\\u2066-\\u2069\\p{Surrogate}]';
const INVALID_LABEL_PATTERN = new RegExp(`${NOT_IN_LABELS}|^${SPACE}|${SPACE}$`, 'u');
const NOT_IN_LABELS_PATTERN = new RegExp(NOT_IN_LABELS, 'gu');
const LINE_BREAKS_PATTERN = /[\t\n\r\u0085\u2028\u2029]+/g;

const CONTROLS = '\\0-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F\\p{Surrogate}';
const CONTROLS_PATTERN = new RegExp(`[${CONTROLS}]`, 'gu');
const NOT_IN_LONG_TEXTS_PATTERN = new RegExp(`[${CONTROLS}\\u202D\\u202E]`, 'gu');

/** Printable ASCII without a space at either end: a label as it is. */
const PLAIN_PATTERN = /^[!-~](?:[ -~]*[!-~])?$/;

/** In characters. */
export const LONG_TEXT_LIMIT = 20_000;

/** False for a text of nothing but white space and characters without a width. */
export const hasVisibleText = (text: string): boolean => VISIBLE_PATTERN.test(text);

/**
 * True for a name or title: one line with visible text, without white space at its ends, control characters, and
 * characters that change the direction of the text around it.
 */
export const isLabel = (text: string): boolean => hasVisibleText(text) && !INVALID_LABEL_PATTERN.test(text);

/**
 * The normal form of a name or title: composed characters (NFC), and nothing invisible at its ends; empty where nothing of
 * it is visible.
 */
export const normalLabel = (text: string): string =>
  withoutInvisibleEnd(normalText(text).replace(INVISIBLE_START_PATTERN, ''));

/** From the end, since an expression that looks for it takes a time that grows with the square of the length. */
const withoutInvisibleEnd = (text: string): string => {
  let end = text.length;
  while (end > 0) {
    const start = SURROGATE_PAIR_PATTERN.test(text.slice(Math.max(0, end - 2), end)) ? end - 2 : end - 1;
    if (!INVISIBLE_ALONE_PATTERN.test(text.slice(start, end))) break;
    end = start;
  }
  return text.slice(0, VISIBLE_JOINER_PATTERN.test(text.slice(Math.max(0, end - 1), end + 1)) ? end + 1 : end);
};

/** The normal form of any text: composed characters (NFC). */
export const normalText = (text: string): string => text.normalize('NFC');

/** Makes a label of a text, of at most `limit` characters; empty where nothing of it is visible. */
export const asLabel = (text: string, limit: number): string => {
  // Most are: lists ask for many.
  if (text.length <= limit && PLAIN_PATTERN.test(text)) return text;
  const line = normalLabel(text.replace(LINE_BREAKS_PATTERN, ' ').replace(NOT_IN_LABELS_PATTERN, ''));
  const label = line.length <= limit ? line : normalLabel(Array.from(line).slice(0, limit).join(''));
  return isLabel(label) ? label : '';
};

/** True for a text without control characters (except line breaks and tabs) and direction overrides. */
export const isLongText = (text: string): boolean =>
  !isLongerThan(text, LONG_TEXT_LIMIT) && text.search(NOT_IN_LONG_TEXTS_PATTERN) === -1;

/** Removes the characters that a long text may not have. */
export const withoutInvalidCharacters = (text: string): string => text.replace(NOT_IN_LONG_TEXTS_PATTERN, '');

/** Makes a long text of a text: without the characters that it may not have, and cut to its limit. */
export const asLongText = (text: string): string =>
  normalText(
    Array.from(normalText(withoutInvalidCharacters(text)))
      .slice(0, LONG_TEXT_LIMIT)
      .join(''),
  );

/**
 * The normal form of any text that is stored, without the characters that no text in the database may have: controls (except
 * line breaks and tabs) and lone surrogates, which pasting and some keyboards produce.
 */
export const storableText = (text: string): string => normalText(text.replace(CONTROLS_PATTERN, ''));

/** Whether a text has more than `limit` characters: code points, as Postgres counts. */
export const isLongerThan = (text: string, limit: number): boolean =>
  text.length > limit && Array.from(text).length > limit;
