import { v5 } from 'uuid';

const NAMESPACE = '5b9f9f4e-62f5-4f0e-9a53-8a2d6c1b7e90';

/**
 * The id that a row of another account's export gets on this account (UUID version 5: ids of version 3 are for rows that
 * the server derives too).
 */
export const derivedImportId = (userId: string, table: string, id: string): string =>
  v5([userId, table, id].join(':'), NAMESPACE);
