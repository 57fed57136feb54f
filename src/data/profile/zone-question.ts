import type { CadenceDatabase } from '../../store/database.ts';

/** Whether the person has said on this device that their days stay as they are while the device is in `zone`. */
export const isZoneDeclined = async (db: CadenceDatabase, zone: string): Promise<boolean> =>
  ((await db.getMeta('declinedZones')) ?? []).includes(zone);

/** The person is not asked again on this device whether their days follow `zone`. */
export const declineZone = (db: CadenceDatabase, zone: string): Promise<void> =>
  db.inTransaction('rw', ['meta'], async (tables) => {
    const declined = (await tables.getMeta('declinedZones')) ?? [];
    if (!declined.includes(zone)) await tables.putMeta('declinedZones', [...declined, zone]);
  });
