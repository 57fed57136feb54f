import type { Cursor } from '../../src/contract/protocol.ts';
import { SYNCED_TABLES, type SyncedTable } from '../../src/contract/synced-tables.ts';
import type { CadenceDatabase } from '../../src/store/database.ts';
import type { Row } from '../../src/domain/sync/change.ts';
import type { Device } from './device.ts';
import { rowKey } from './fake-database.ts';
import type { World } from './world.ts';

/** What changed on a device's screen between two looks. */
export interface Sighting {
  /** The device's id in the person's database. */
  device: string;
  table: string;
  row: string;
  before: Row | null;
  after: Row | null;
}

interface Seen {
  passed: number;
  rows: Map<string, { table: string; row: Row }>;
  cursor: Cursor | null;
}

/** Looks at every device whenever something has happened, as its person would. */
export class Watch {
  readonly sightings: Sighting[] = [];
  /** Kept edits that a restored database was allowed to lose, as `device/seq`. */
  readonly excused = new Set<string>();
  /** Rows that were out of their owner's sight at some time, and rows of which a change was discarded. */
  readonly wasHidden = new Set<string>();
  readonly discarded = new Set<string>();
  /** Rows that went bad on a device by themselves: nobody's edits, only a comparison with the server finds them. */
  readonly rotten = new Set<string>();
  restores = 0;
  private readonly seen = new Map<CadenceDatabase, Seen>();

  constructor(private readonly world: World) {}

  async look(): Promise<void> {
    for (const device of this.world.devices) await this.lookAt(device);
  }

  private async lookAt(device: Device): Promise<void> {
    const db = device.viewer;
    const before = this.seen.get(db);
    if (before?.passed === device.passed) return;
    const { rows, cursor, id } = await readAll(db);
    this.seen.set(db, { passed: device.passed, rows, cursor });
    if (!before) return;

    for (const [key, { table, row }] of rows) {
      const known = before.rows.get(key)?.row ?? null;
      if (JSON.stringify(known) !== JSON.stringify(row)) {
        this.sightings.push({ device: id, table, row: row.id, before: known, after: row });
      }
      const owner = table === 'profiles' ? row.id : row['user_id'];
      if (owner !== device.person) this.world.violations.push(`${device.name} shows a row of somebody else's: ${key}`);
    }
    for (const [key, { table, row }] of before.rows) {
      if (!rows.has(key)) this.sightings.push({ device: id, table, row: row.id, before: row, after: null });
    }
    // A device that is brought in line reads everything again.
    if (isBehind(cursor, before.cursor) && this.rotten.size === 0) {
      this.world.violations.push(
        `${device.name}: the cursor went back from ${JSON.stringify(before.cursor)} to ${JSON.stringify(cursor)}`,
      );
    }
  }

  /** What no device has in its outbox any more went with the database. */
  async beforeRestore(): Promise<void> {
    this.restores += 1;
    for (const device of this.world.devices) {
      for (const viewer of device.viewers.values()) {
        const id = (await viewer.getMeta('device'))?.id ?? '';
        const waiting = new Set(await viewer.outbox.toCollection().primaryKeys());
        for (const edit of device.edits) {
          if (edit.device === id && !waiting.has(edit.seq)) this.excused.add(editKey(edit));
        }
      }
    }
  }
}

export const editKey = ({ device, seq }: { device: string; seq: number }): string => `${device}/${String(seq)}`;

export const TABLES = Object.keys(SYNCED_TABLES) as SyncedTable[];

const readAll = (db: CadenceDatabase) =>
  db.transaction('r', [...TABLES, 'meta'], async () => {
    const contents = await Promise.all(
      TABLES.map(async (table) => (await db.rawRows(table).toArray()).map((row) => ({ table, row }))),
    );
    const rows = new Map(contents.flat().map((entry) => [rowKey(entry.table, entry.row.id), entry]));
    return { rows, cursor: (await db.getMeta('cursor')) ?? null, id: (await db.getMeta('device'))?.id ?? '' };
  });

const isBehind = (now: Cursor | null, before: Cursor | null): boolean => {
  if (before === null) return false;
  if (now === null) return true;
  if (now.epoch !== before.epoch) return false;
  const [a, b] = [BigInt(now.xid), BigInt(before.xid)];
  return a < b || (a === b && (now.table < before.table || (now.table === before.table && now.row < before.row)));
};
