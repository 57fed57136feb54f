import { downloadFile } from '../../ui/download.ts';

/** Lets spreadsheets recognize UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Rows as CSV with a header row, for spreadsheets: UTF-8 with a byte order mark, lines that end with CR LF, and no cell
 * that a spreadsheet would run as a formula (see `escapeFormulas`).
 */
export const toCsv = async (rows: readonly object[]): Promise<string> => {
  const { default: papaparse } = await import('papaparse');
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => names.map((name) => csvCell((row as Record<string, unknown>)[name])));
  return BYTE_ORDER_MARK + papaparse.unparse({ fields: names.map(escapeFormulas), data: lines }, { newline: '\r\n' });
};

const csvCell = (value: unknown): unknown => {
  if (typeof value === 'string') return escapeFormulas(value);
  return value !== null && typeof value === 'object' ? escapeFormulas(JSON.stringify(value)) : (value ?? '');
};

/**
 * Where a cell may begin: at the start, in lines of a cell for programs that do not know quotes, and after the separators
 * of other locales, where Excel expects a semicolon and takes the quotes inside of a line as text.
 */
const CELL_START = /[\r\n\v\f\u0085\u2028\u2029;\t]/;

/**
 * What may stand before a formula: the starts of cells, and what spreadsheets skip, which is white space, invisible and
 * control characters, and quotes. Longest runs alone, so that the time grows with the length.
 */
const BEFORE_FORMULA = /[;\s\p{Z}\p{C}\p{Default_Ignorable_Code_Point}"'‘’“”]+/gu;

/** What begins a formula, also in the widths and forms that spreadsheets take for it, and as a minus sign. */
const FORMULA_SIGN = /^[=＝﹦⁼₌+＋﹢⁺₊\-－﹣⁻₋−‐‑‒–—@＠﹫|｜%％]/u;

/**
 * An international phone number in groups of digits. It has no operator that a spreadsheet could compute: two numbers
 * beside one another are no formula.
 */
const PHONE_NUMBER = /^\+\d{1,4}(?: \d+)+$/;

/**
 * The text with an apostrophe before the sign of each formula that it might be read as: what follows is text then. Some
 * of them show it, so that phone numbers such as `+1 555 0148` are left as they are; others get it.
 */
const escapeFormulas = (text: string): string => {
  if (PHONE_NUMBER.test(text)) return text;
  const escaped = text.replace(BEFORE_FORMULA, (run, offset: number) => {
    const isFormula = FORMULA_SIGN.test(text.charAt(offset + run.length)) && (offset === 0 || CELL_START.test(run));
    return isFormula ? `${run}'` : run;
  });
  return FORMULA_SIGN.test(escaped) ? `'${escaped}` : escaped;
};

/** The text that `escapeFormulas` made this of; any other text as it is. */
const unescapeFormulas = (text: string): string =>
  text.replace(BEFORE_FORMULA, (run, offset: number) => {
    const isFormula = FORMULA_SIGN.test(text.charAt(offset + run.length)) && (offset === 0 || CELL_START.test(run));
    return isFormula && run.endsWith("'") ? run.slice(0, -1) : run;
  });

/**
 * The cells of a CSV file, row by row with the header first; rows of nothing are left out at the end alone, so that each has
 * the number that a spreadsheet shows. The separator is what the header has: a comma, a semicolon or a tab. Undoes what
 * `toCsv` does to texts.
 */
export const fromCsv = async (text: string): Promise<string[][]> => {
  const { default: papaparse } = await import('papaparse');
  const content = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const header = /^[^\r\n]*/.exec(content)?.[0] ?? '';
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  const { delimiter } = counted.reduce((best, one) => (one.count > best.count ? one : best));
  const { data } = papaparse.parse<string[]>(content, { delimiter });
  const last = data.findLastIndex((cells) => cells.some((cell) => cell !== ''));
  return data.slice(0, last + 1).map((cells) => cells.map(unescapeFormulas));
};

/**
 * @param name without the extension.
 * @returns as `downloadFile` does.
 */
export const downloadCsv = async (name: string, rows: readonly object[]): Promise<boolean> =>
  downloadFile(`${name}.csv`, await toCsv(rows), 'text/csv');
