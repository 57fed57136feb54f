import { readExportFile } from './export-file.ts';
import { createLegacyRowReader } from './legacy-reader.ts';
import { splitLegacyStorage } from './legacy-rows.ts';
import type { Importer, ImportContents } from './outcome.ts';

/** The rows in `text`: Cadence's own export, or the storage of the legacy app, perhaps under the member `storageKey`. */
export const readImport = (text: string, storageKey: string, importer: Importer): ImportContents =>
  readExportFile(text, importer) ?? readLegacyStorage(text, storageKey, importer);

const readLegacyStorage = (text: string, storageKey: string, importer: Importer): ImportContents => {
  const { rows, others } = splitLegacyStorage(text, storageKey);
  const read = createLegacyRowReader(importer);
  return { rows: rows.map((row) => () => read(row)), ignoredParts: others, leftOut: [], isOfOtherAccount: false };
};
