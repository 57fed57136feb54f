import type { Lead } from '../domain/lead.ts';
import type { CadenceDatabase } from './database.ts';
import { insertion } from './program.ts';
import { write } from './write.ts';

/** Undoes the deletion of a lead: it is back, and so are its links to `activityIds`, those that are still there. */
export const restoreLead = async (db: CadenceDatabase, lead: Lead, activityIds: readonly string[]): Promise<void> => {
  const kept = (await db.rows('program_activities').bulkGet([...activityIds])).flatMap((found) =>
    found?.lead_id === null ? [found.id] : [],
  );
  await write(db, [
    insertion('submissions', lead),
    ...kept.map((row) => ({ op: 'update', table: 'program_activities', row, fields: { lead_id: lead.id } }) as const),
  ]);
};
