/** Gives the person a CSV file. Text that a spreadsheet would run as a formula is made harmless. */
export const downloadCsv = async (name: string, rows: readonly object[]): Promise<void> => {
  const { unparse } = (await import('papaparse')).default;
  // The mark lets spreadsheets know that it is UTF-8.
  const text = `\uFEFF${unparse([...rows], { escapeFormulae: true })}`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(url);
};
