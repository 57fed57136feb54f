import type { CadenceDatabase } from '../../store/database.ts';

/** Whether the person has said on this device that their days stay as they are while the device is in `zone`. */
export const isZoneDismissed = async (db: CadenceDatabase, zone: string): Promise<boolean> =>
  ((await db.getMeta('dismissedZones')) ?? []).includes(zone);

/** The person is not asked again on this device whether their days follow `zone`. */
export const dismissZone = (db: CadenceDatabase, zone: string): Promise<void> =>
  db.inTransaction('rw', ['meta'], async (tables) => {
    const dismissed = (await tables.getMeta('dismissedZones')) ?? [];
    if (!dismissed.includes(zone)) await tables.putMeta('dismissedZones', [...dismissed, zone]);
  });
