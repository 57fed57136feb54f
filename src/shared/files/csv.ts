import { downloadFile } from '../../ui/download.ts';

/** Lets spreadsheets recognize UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Rows as CSV with a header row. A text that a spreadsheet would run as a formula gets an apostrophe in front, which
 * spreadsheets hide.
 */
export const toCsv = async (rows: readonly object[]): Promise<string> => {
  const { default: papaparse } = await import('papaparse');
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => names.map((name) => csvCell((row as Record<string, unknown>)[name])));
  return BYTE_ORDER_MARK + papaparse.unparse({ fields: names, data: lines }, { escapeFormulae: true });
};

const csvCell = (value: unknown): unknown =>
  value !== null && typeof value === 'object' ? JSON.stringify(value) : (value ?? '');

/** @param name without the extension. */
export const downloadCsv = async (name: string, rows: readonly object[]): Promise<void> => {
  downloadFile(`${name}.csv`, await toCsv(rows), 'text/csv');
};
