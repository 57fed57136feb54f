import type { CadenceDatabase } from './database.ts';

/**
 * Removes everything that this device stores of the database's person: the database, with changes that are not pushed,
 * and every entry of the page's storage whose key has the person's id in it. All entries about a person have it.
 */
export const removeDeviceData = async (db: CadenceDatabase): Promise<void> => {
  await db.delete();
  for (const storage of [localStorage, sessionStorage])
    for (const key of Object.keys(storage)) if (key.includes(db.userId)) storage.removeItem(key);
};
