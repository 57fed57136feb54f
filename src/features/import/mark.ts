import * as z from 'zod/mini';

const markSchema = z.object({
  /** The calendar date on which it was read first: goals of "this week" are of that one, whenever it goes on. */
  startedOn: z.string(),
  /** ISO instant; `null` until everything that could be read has been added. */
  finishedAt: z.nullable(z.string()),
});

/** What a person has imported from this browser's storage. It is beside the original, and stays after it. */
export type Mark = z.infer<typeof markSchema>;

const PREFIX = 'cadence.import.';

const nameOf = (userId: string, key: string): string => `${PREFIX}${userId}.${key}`;

export const markOf = (userId: string, key: string): Mark | null => {
  try {
    return markSchema.parse(JSON.parse(localStorage.getItem(nameOf(userId, key)) ?? ''));
  } catch {
    return null;
  }
};

/** Whether another person has imported it on this device: then it is hardly this one's work. */
export const isOfAnother = (userId: string, key: string): boolean =>
  Object.keys(localStorage).some(
    (name) => name.startsWith(PREFIX) && name.endsWith(`.${key}`) && name !== nameOf(userId, key),
  );

export const setMark = (userId: string, key: string, mark: Mark): void => {
  try {
    localStorage.setItem(nameOf(userId, key), JSON.stringify(mark));
  } catch {
    // The original may have filled this storage. Without a mark it is offered again, which does no harm.
  }
};
