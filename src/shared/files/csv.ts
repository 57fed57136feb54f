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

/**
 * @param name without the extension.
 * @returns as `downloadFile` does.
 */
export const downloadCsv = async (name: string, rows: readonly object[]): Promise<boolean> =>
  downloadFile(`${name}.csv`, await toCsv(rows), 'text/csv');
