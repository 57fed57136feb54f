import * as z from 'zod/mini';

const importStatusSchema = z.object({
  /** The calendar date of the first run: goals of "this week" belong to its week, also when a later run continues. */
  startedOn: z.string(),
  /** ISO instant; `null` until everything that could be read has been added. */
  finishedAt: z.nullable(z.string()),
});

/** What a person has imported from this browser's storage; kept after the legacy data is removed. */
export type ImportStatus = z.infer<typeof importStatusSchema>;

const IMPORT_STATUS_PREFIX = 'cadence.import.';

const importStatusKey = (userId: string, key: string): string => `${IMPORT_STATUS_PREFIX}${userId}.${key}`;

export const getImportStatus = (userId: string, key: string): ImportStatus | null => {
  try {
    return importStatusSchema.parse(JSON.parse(localStorage.getItem(importStatusKey(userId, key)) ?? ''));
  } catch {
    return null;
  }
};

/** Whether another person has imported it on this device, and it is probably theirs. */
export const isImportedByOther = (userId: string, key: string): boolean =>
  Object.keys(localStorage).some(
    (name) =>
      name.startsWith(IMPORT_STATUS_PREFIX) && name.endsWith(`.${key}`) && name !== importStatusKey(userId, key),
  );

export const setImportStatus = (userId: string, key: string, status: ImportStatus): void => {
  try {
    localStorage.setItem(importStatusKey(userId, key), JSON.stringify(status));
  } catch {
    // The legacy data may have filled this storage. Without a status it is offered again, which does no harm.
  }
};
