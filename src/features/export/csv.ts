/** The mark by which spreadsheets know that a file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Rows as CSV with a line of names. A text that a spreadsheet would run as a formula gets an apostrophe in
 * front, which spreadsheets hide.
 */
export const toCsv = async (rows: readonly object[]): Promise<string> => {
  const { default: papaparse } = await import('papaparse');
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => names.map((name) => cell((row as Record<string, unknown>)[name])));
  return BYTE_ORDER_MARK + papaparse.unparse({ fields: names, data: lines }, { escapeFormulae: true });
};

const cell = (value: unknown): unknown =>
  value !== null && typeof value === 'object' ? JSON.stringify(value) : (value ?? '');
