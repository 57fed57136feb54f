const emitWarning = process.emitWarning.bind(process);

/**
 * Restores how Node warns. The library replaces it, when it is imported, by a function that throws on
 * warnings that are errors, such as Node's own about too many listeners. Import this before the library.
 */
export const restoreWarnings = (): void => {
  process.emitWarning = emitWarning;
};
