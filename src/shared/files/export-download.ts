import { exportAllData } from '../../data/export/export.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { downloadFile } from '../../ui/download.ts';

/** Shown where a file of the person's data could not be created. */
export const FILE_ERROR_MESSAGE =
  'Couldn’t create the file. Nothing was changed. Free up storage or reload, then try again.';

/**
 * Hands the person everything that `db` has on this device, as a file that can be imported.
 *
 * @param name without the extension.
 * @returns as `downloadFile` does.
 */
export const downloadExport = async (db: CadenceDatabase, name: string): Promise<boolean> => {
  const everything = await exportAllData(db, new Date());
  return downloadFile(`${name}.json`, JSON.stringify(everything, null, 2), 'application/json');
};
