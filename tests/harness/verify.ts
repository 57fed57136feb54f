import type { WireChange } from '../../src/contract/protocol.ts';
import { type Row, replay } from '../../src/domain/sync/change.ts';
import type { HlcTimestamp } from '../../src/domain/sync/hlc.ts';
import type { CadenceDatabase } from '../../src/store/database.ts';
import { discardChanges } from '../../src/store/outbox.ts';
import { type Decision, rowKey } from './fake-database.ts';
import { FAKE_REFERENCE, FAKE_TABLES } from './fake-tables.ts';
import { editKey, TABLES } from './watch.ts';
import type { World } from './world.ts';

/** Everything that must hold once a world has healed. Returns what does not, in sentences. */
export const verify = async (world: World): Promise<string[]> => [
  ...world.violations,
  ...(await devicesEqualServer(world)),
  ...(await nobodyWasOutOfStep(world)),
  ...appliedOnce(world),
  ...serverEqualsDecisions(world),
  ...nothingKeptIsLost(world),
  ...noTextIsLost(world),
  ...nothingFlickered(world),
];

const text = (value: unknown): string => JSON.stringify(value);

/** The comparison with the server found nothing where nothing had gone bad by itself: sync alone keeps devices equal. */
const nobodyWasOutOfStep = async ({ devices, watch }: World): Promise<string[]> => {
  if (watch.rotten.size > 0) return [];
  const viewers = devices.flatMap((device) => [...device.viewers.values()].map((db) => ({ device, db })));
  const checks = await Promise.all(
    viewers.map(async ({ device, db }) => ({ device, check: await db.getMeta('selfCheck') })),
  );
  return checks.flatMap(({ device, check }) => (check?.repaired_at == null ? [] : [`${device.name} was out of step`]));
};

/** Every device shows what the server has, with refused changes on top, and keeps nothing else. */
const devicesEqualServer = async ({ devices, server }: World): Promise<string[]> => {
  const faults: string[] = [];
  for (const device of devices) {
    for (const [owner, db] of device.viewers) {
      const name = `${device.name} of ${owner.slice(-2)}`;
      const outbox = await db.outbox.orderBy('seq').toArray();
      for (const change of outbox) {
        if (change.state !== 'rejected') faults.push(`${name}: change ${String(change.seq)} is still ${change.state}`);
      }
      const edited = new Set(outbox.map(({ table, row }) => rowKey(table, row)));
      for (const base of await db.serverRows.toArray()) {
        if (!edited.has(rowKey(base.table, base.row))) faults.push(`${name}: a base is left of ${text(base)}`);
      }
      const shownOf = async (changes: typeof outbox, what: string) => {
        for (const table of TABLES) {
          const there = new Map(server.visibleRows(owner, table).map((row) => [row.id, row]));
          const changed = new Map<string, typeof outbox>();
          for (const change of changes) {
            if (change.table === table) changed.set(change.row, [...(changed.get(change.row) ?? []), change]);
          }
          const here = new Map((await db.rawRows(table).toArray()).map((row) => [row.id, row]));
          for (const id of new Set([...there.keys(), ...here.keys(), ...changed.keys()])) {
            const pending = changed.get(id);
            const row = there.get(id) ?? null;
            const expected = pending ? replay(id, row, pending) : row;
            if (!isSame(here.get(id) ?? null, expected)) {
              faults.push(`${name}${what}: ${rowKey(table, id)} is ${text(here.get(id))}, not ${text(expected)}`);
            }
          }
        }
      };
      await shownOf(outbox, '');
      await discard(db);
      await shownOf([], ' after discarding');
      if ((await db.outbox.count()) + (await db.serverRows.count()) > 0)
        faults.push(`${name}: discarding left something`);
    }
  }
  return faults;
};

const discard = async (db: CadenceDatabase): Promise<void> => {
  const refused = await db.outbox.where('state').equals('rejected').primaryKeys();
  await discardChanges(db, refused);
};

const isSame = (a: Row | null, b: Row | null): boolean => {
  if (a === null || b === null) return a === b;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => text(a[key]) === text(b[key]));
};

const isAccepted = ({ verdict }: Decision): boolean => verdict.verdict !== 'rejected';

const appliedOnce = ({ server }: World): string[] => {
  const known = new Map<string, WireChange>();
  const faults: string[] = [];
  for (const decision of server.state.decisions) {
    if (decision.device === 'operator') continue;
    const before = known.get(editKey(decision));
    if (before && text(before) !== text(decision.change)) faults.push(`${editKey(decision)} stands for two changes`);
    else if (before) faults.push(`${editKey(decision)} was applied twice`);
    known.set(editKey(decision), decision.change);
  }
  return faults;
};

/** An independent account of every field: of all accepted writes of it, the one with the latest stamp stands. */
const serverEqualsDecisions = ({ server, watch }: World): string[] => {
  const faults: string[] = [];
  const accepted = server.state.decisions.filter(isAccepted);
  const byRow = new Map<string, Decision[]>();
  for (const decision of accepted) {
    const key = rowKey(decision.change.table, decision.change.row);
    byRow.set(key, [...(byRow.get(key) ?? []), decision]);
  }
  for (const [key, decisions] of byRow) {
    const { table, row: id } = decisions[0]?.change ?? { table: '', row: '' };
    // The server writes those itself.
    if (table === 'sync_conflicts') continue;
    const stored = server.state.rows.get(table)?.get(id)?.values ?? null;
    if (server.state.hidden.has(key)) continue;
    const wins = decisions.filter(
      ({ verdict, change }) => !(verdict.lost ?? []).includes('*') || change.op !== 'delete',
    );
    const deletes = wins.filter(({ change }) => change.op === 'delete');
    const writes = wins.flatMap(({ change, stamp, verdict, device }) =>
      change.op === 'delete'
        ? []
        : Object.entries(change.fields)
            .filter(([field]) => !(verdict.lost ?? []).includes(field))
            .map(([field, value]) => ({ field, value, stamp, device })),
    );
    const latest = (stamps: HlcTimestamp[]): HlcTimestamp =>
      stamps.reduce((most, stamp) => (stamp > most ? stamp : most), '');
    const lastDelete = latest(deletes.map(({ stamp }) => stamp));
    const lastWrite = latest(writes.map(({ stamp }) => stamp));
    const isProfile = table === 'profiles';
    // Nobody deletes what they may not see: it was not there for them then, and may be again.
    const isFirm = !isProfile && !watch.wasHidden.has(key);
    if (isFirm && stored !== null && lastDelete > lastWrite) faults.push(`${key} was deleted last, and is there`);
    if (stored === null) {
      if (lastWrite > lastDelete) faults.push(`${key} was written last, and is not there`);
      continue;
    }
    for (const field of new Set(writes.map((write) => write.field))) {
      const candidates = writes.filter((write) => write.field === field);
      const winner = candidates.reduce((best, write) => (write.stamp >= best.stamp ? write : best));
      const isCutReference = table === FAKE_REFERENCE.from && field === FAKE_REFERENCE.column && stored[field] === null;
      if (!isCutReference && !isSameValue(stored[field], winner.value)) {
        faults.push(`${key}.${field} is ${text(stored[field])}, not ${text(winner.value)} by ${winner.device}`);
      }
    }
  }
  return faults;
};

/** Instants by instant, times of day to the second, the rest as it is. */
const isSameValue = (stored: unknown, given: unknown): boolean => {
  if (typeof stored !== 'string' || typeof given !== 'string') return text(stored) === text(given);
  if (stored === given || stored === `${given}:00`) return true;
  return /^\d{4}-\d\d-\d\dT/.test(stored) && Date.parse(stored) === Date.parse(given);
};

/** What a person was told is kept has been decided, or waits visibly for the person. */
const nothingKeptIsLost = ({ devices, server, watch }: World): string[] => {
  const decided = new Set(server.state.decisions.map(editKey));
  return devices.flatMap((device) =>
    device.edits
      .filter((edit) => !decided.has(editKey(edit)) && !watch.excused.has(editKey(edit)))
      .map((edit) => `${device.name} lost change ${String(edit.seq)}: ${text(edit)}`),
  );
};

/**
 * A text that was accepted from one device and does not stand was replaced by somebody who had seen it, or by its
 * own writer, or it was kept for the person to choose.
 */
const noTextIsLost = ({ server, watch }: World): string[] => {
  if (watch.restores > 0) return [];
  const { decisions, kept, rows, hidden } = server.state;
  const accepted = decisions.filter(isAccepted);
  return accepted.flatMap(({ device, change, stamp }) => {
    const { table, row } = change;
    const { prose = [] } = FAKE_TABLES[table] ?? {};
    const key = rowKey(table, row);
    if (device === 'operator' || hidden.has(key) || change.op === 'delete') return [];
    const others = accepted.filter((other) => other.change.table === table && other.change.row === row);
    const stored = rows.get(table)?.get(row)?.values;
    return prose.flatMap((field) => {
      const value = change.fields[field];
      if (typeof value !== 'string' || value === '' || stored?.[field] === value) return [];
      const isReplaced = others.some(
        (other) =>
          (other.device === 'operator' && field in other.change.fields) ||
          other.change.base?.[field] === value ||
          // An insert of a row that is there says the whole row anew: the undo of a delete.
          (other.change.op === 'insert' && other.stamp > stamp) ||
          (other.stamp.slice(-8) === stamp.slice(-8) &&
            other.stamp > stamp &&
            (other.change.op === 'delete' || field in other.change.fields)),
      );
      const isKept = kept.some(
        (entry) => entry.row === key && (entry.lost === value || (entry.lost as Row | null)?.[field] === value),
      );
      return isReplaced || isKept ? [] : [`${key}.${field} ${text(value)} by ${device} is lost`];
    });
  });
};

interface Origin {
  stamp: HlcTimestamp;
  /** Whether the server refused it, or has not decided it: then the person may take it back. */
  isFirm: boolean;
}

/**
 * What a person sees of a field only ever moves on to a later write. Told by the values that exactly one
 * change has written, over the times when the server was not set back.
 */
const nothingFlickered = ({ devices, server, watch }: World): string[] => {
  if (watch.restores > 0) return [];
  const origins = new Map<string, Origin | 'many'>();
  const deletes = new Map<string, HlcTimestamp[]>();
  const lastWrites = new Map<string, HlcTimestamp>();
  /** The first delete by a device that took effect, as `device table/row`. */
  const ownDeletes = new Map<string, HlcTimestamp>();
  const learn = (change: Pick<WireChange, 'table' | 'row' | 'op' | 'fields'>, origin: Origin) => {
    const key = rowKey(change.table, change.row);
    if (change.op === 'delete') deletes.set(key, [...(deletes.get(key) ?? []), origin.stamp]);
    else if (origin.stamp > (lastWrites.get(key) ?? '')) lastWrites.set(key, origin.stamp);
    for (const [field, value] of Object.entries(change.fields)) {
      const name = `${key}.${field}=${text(value)}`;
      origins.set(name, origins.has(name) ? 'many' : origin);
    }
  };
  const decided = new Set<string>();
  for (const decision of server.state.decisions) {
    if (decision.device !== 'operator') decided.add(editKey(decision));
    learn(decision.change, { stamp: decision.stamp, isFirm: isAccepted(decision) });
    const deletion = `${decision.device} ${rowKey(decision.change.table, decision.change.row)}`;
    const isEffective = decision.change.op === 'delete' && decision.verdict.verdict === 'applied';
    if (isEffective && !ownDeletes.has(deletion)) ownDeletes.set(deletion, decision.stamp);
  }
  for (const edit of devices.flatMap((device) => device.edits)) {
    if (!decided.has(editKey(edit))) learn(edit, { stamp: edit.timestamp, isFirm: false });
  }

  const vanished = new Set<string>();
  return watch.sightings.flatMap(({ device, table, row, before, after }) => {
    const key = rowKey(table, row);
    if (before && !after) vanished.add(`${device} ${key}`);
    if (watch.wasHidden.has(key) || watch.rotten.has(key) || table === 'sync_conflicts') return [];
    if (before && !after) {
      return (deletes.get(key)?.length ?? 0) > 0 || watch.discarded.has(key) ? [] : [`${key} vanished from ${device}`];
    }
    if (!before && after) {
      const deleted = ownDeletes.get(`${device} ${key}`);
      return !deleted || !vanished.has(`${device} ${key}`) || (lastWrites.get(key) ?? '') > deleted
        ? []
        : [`${key} came back on ${device}`];
    }
    if (!before || !after) return [];
    return Object.keys(after).flatMap((field) => {
      if (text(before[field]) === text(after[field])) return [];
      const [from, to] = [before, after].map((values) => origins.get(`${key}.${field}=${text(values[field])}`));
      if (!from || !to || from === 'many' || to === 'many' || !from.isFirm) return [];
      if (to.stamp >= from.stamp || deletes.get(key)?.some((stamp) => stamp > from.stamp)) return [];
      return [`${device} went back from ${text(before[field])} to ${text(after[field])} in ${key}.${field}`];
    });
  });
};
