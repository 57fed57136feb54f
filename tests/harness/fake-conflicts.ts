import type { WireChange } from '../../src/contract/protocol.ts';
import type { Row } from '../../src/domain/sync/change.ts';
import type { Conflict } from '../../src/domain/sync/conflict.ts';
import { derivedId } from '../../src/domain/sync/derived-id.ts';
import { type HlcTimestamp, hlcTimestampMs } from '../../src/domain/sync/hlc.ts';
import { type FakeWriter, rowKey, type StoredRow, tableOf } from './fake-database.ts';

export interface Clash {
  field: string;
  kind: Conflict['kind'];
  lost: unknown;
  lostStamp: HlcTimestamp;
  keptStamp: HlcTimestamp;
}

const deviceIn = (stamp: HlcTimestamp): string => stamp.slice(-8);
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const stampOf = ({ stamps }: StoredRow, field: string): HlcTimestamp => stamps[field] ?? stamps['*'] ?? '';
const contentOf = ({ values }: StoredRow): Record<string, unknown> => {
  const { updated_at: _, ...content } = values;
  return content;
};

/** Where a change meets what another device did without knowing of it (law 8). Asked before the change is carried out. */
export const clashesOf = (
  { table, op, fields, base }: WireChange,
  stamp: HlcTimestamp,
  visible: StoredRow | undefined,
  grave: (StoredRow & { stamp: HlcTimestamp }) | undefined,
): Clash[] => {
  const { prose = [] } = tableOf(table);
  if (!base || prose.length === 0) return [];
  const order = (other: HlcTimestamp) => ({
    lostStamp: stamp < other ? stamp : other,
    keptStamp: stamp < other ? other : stamp,
  });
  if (op === 'update' && visible) {
    return prose.flatMap((field): Clash[] => {
      const [seen, mine, theirs] = [base[field], fields[field], visible.values[field]];
      const other = stampOf(visible, field);
      if (!(field in fields) || !(field in base) || deviceIn(other) === deviceIn(stamp)) return [];
      if (isSame(seen, theirs) || isSame(mine, theirs)) return [];
      const lost = stamp > other ? theirs : mine;
      return typeof lost === 'string' && lost !== '' ? [{ field, kind: 'long_text', lost, ...order(other) }] : [];
    });
  }
  if (op === 'update' && grave && deviceIn(grave.stamp) !== deviceIn(stamp)) {
    return grave.stamp > stamp
      ? [{ field: '*', kind: 'lost_edit', lost: { ...contentOf(grave), ...fields }, ...order(grave.stamp) }]
      : [{ field: '*', kind: 'lost_delete', lost: null, ...order(grave.stamp) }];
  }
  if (op === 'delete' && visible) {
    const unseen = Object.keys(base)
      .filter((field) => field in visible.values && !isSame(visible.values[field], base[field]))
      .map((field) => stampOf(visible, field))
      .filter((other) => deviceIn(other) !== deviceIn(stamp));
    const latest = unseen.sort().at(-1);
    if (latest === undefined) return [];
    const wins = Object.values(visible.stamps).every((other) => stamp > other);
    return [
      {
        field: '*',
        kind: wins ? 'lost_edit' : 'lost_delete',
        lost: wins ? contentOf(visible) : null,
        ...order(latest),
      },
    ];
  }
  return [];
};

/** Keeps what does not stand, in its owner's conflicts. */
export const noteConflict = (writer: FakeWriter, owner: string, change: WireChange, clash: Clash): void => {
  const { table, row } = change;
  const { field, kind, lostStamp, keptStamp } = clash;
  const idOf = (stamp: HlcTimestamp) =>
    [...writer.state.devices].find(([id, device]) => device.owner === owner && id.endsWith(deviceIn(stamp)))?.[0] ??
    null;
  const at = (stamp: HlcTimestamp) => new Date(hlcTimestampMs(stamp)).toISOString().replace('Z', '+00:00');
  const loser = field === '*' ? `${deviceIn(lostStamp)} ${keptStamp}` : deviceIn(lostStamp);
  const id = derivedId('sync_conflicts', table, row, field, loser);
  const known = writer.rowsOf('sync_conflicts').get(id);
  // What the same device has lost to the same delete already stays in it.
  const isMore = change.op === 'update' && kind === 'lost_edit' && known?.values['kind'] === 'lost_edit';
  const lost = isMore ? { ...(known.values['lost'] as Row), ...change.fields } : clash.lost;
  writer.put('sync_conflicts', {
    values: {
      id,
      user_id: owner,
      table_name: table,
      row_id: row,
      field,
      kind,
      lost,
      lost_device: idOf(lostStamp),
      lost_at: at(lostStamp),
      kept_device: idOf(keptStamp),
      kept_at: at(keptStamp),
      created_at: known?.values['created_at'] ?? writer.instant,
    },
    stamps: { '*': keptStamp },
  });
  if (known) writer.state.kept = writer.state.kept.filter((entry) => entry.id !== id);
  writer.state.kept.push({ id, row: rowKey(table, row), field, lost });
};
