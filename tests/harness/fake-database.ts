import type { Row } from '../../src/domain/sync/change.ts';
import { type HlcTimestamp, hlcTimestampMs } from '../../src/domain/sync/hlc.ts';
import type { Verdict, WireChange } from '../../src/contract/protocol.ts';
import { FAKE_REFERENCE, FAKE_TABLES, type FakeTable } from './fake-tables.ts';

export interface StoredRow {
  values: Row;
  /** The stamp of each field; `*` is that of all others. */
  stamps: Record<string, HlcTimestamp>;
}

interface Grave extends StoredRow {
  owner: string;
  stamp: HlcTimestamp;
  deletedAt: number;
}

export interface FeedEntry {
  owner: string;
  table: string;
  row: string;
  xid: bigint;
}

/** What was decided of a change, in the order of decisions. */
export interface Decision {
  device: string;
  seq: number;
  owner: string;
  change: WireChange;
  /** The change's stamp as it counted: moved to the server's time where it was later. */
  stamp: HlcTimestamp;
  verdict: Verdict;
}

interface FakeDevice {
  owner: string;
  lastSeq: number;
  verdicts: Map<number, Verdict>;
  /** When it last read the feed to its end. */
  seenAt: number;
}

export const newDevice = (owner: string): FakeDevice => ({ owner, lastSeq: 0, verdicts: new Map(), seenAt: 0 });

/** Everything that a backup of the fake server holds. */
export interface FakeState {
  epoch: string;
  nextXid: bigint;
  prunedTo: bigint;
  rows: Map<string, Map<string, StoredRow>>;
  graves: Map<string, Grave>;
  feed: Map<string, FeedEntry>;
  /** Keys of rows that their owners cannot see at present. */
  hidden: Set<string>;
  devices: Map<string, FakeDevice>;
  decisions: Decision[];
  /** What each conflict that there has ever been held last. */
  kept: { id: string; row: string; field: string; lost: unknown }[];
}

export const newState = (epoch: string): FakeState => ({
  epoch,
  nextXid: 700n,
  prunedTo: 0n,
  rows: new Map(Object.keys(FAKE_TABLES).map((table) => [table, new Map<string, StoredRow>()])),
  graves: new Map(),
  feed: new Map(),
  hidden: new Set(),
  devices: new Map(),
  decisions: [],
  kept: [],
});

/** As a backup copies it: rows are replaced, never changed in place, so that they can be shared. */
export const copyState = (state: FakeState): FakeState => ({
  ...state,
  rows: new Map([...state.rows].map(([table, rows]) => [table, new Map(rows)])),
  graves: new Map(state.graves),
  feed: new Map(state.feed),
  hidden: new Set(state.hidden),
  devices: new Map([...state.devices].map(([id, device]) => [id, { ...device, verdicts: new Map(device.verdicts) }])),
  decisions: [...state.decisions],
  kept: [...state.kept],
});

export const rowKey = (table: string, row: string): string => `${table}/${row}`;

export const tableOf = (name: string): FakeTable => {
  const table = FAKE_TABLES[name];
  if (!table) throw new Error(`there is no table ${name}`);
  return table;
};

/** One transaction's hands on the data: every write enters the feed of the row's owner under its number. */
export class FakeWriter {
  constructor(
    readonly state: FakeState,
    readonly xid: bigint,
    readonly now: number,
  ) {}

  get instant(): string {
    return new Date(this.now).toISOString().replace('Z', '+00:00');
  }

  rowsOf(table: string): Map<string, StoredRow> {
    const rows = this.state.rows.get(table);
    if (!rows) throw new Error(`there is no table ${table}`);
    return rows;
  }

  put(table: string, { values, stamps }: StoredRow): void {
    this.rowsOf(table).set(values.id, { values: { ...values, updated_at: this.instant }, stamps });
    this.state.graves.delete(rowKey(table, values.id));
    this.enter(table, values.id, String(values[tableOf(table).owner]));
  }

  remove(table: string, id: string, stamp: HlcTimestamp): void {
    const row = this.rowsOf(table).get(id);
    if (!row) return;
    const owner = String(row.values[tableOf(table).owner]);
    this.rowsOf(table).delete(id);
    this.state.graves.set(rowKey(table, id), { ...row, owner, stamp, deletedAt: this.now });
    this.enter(table, id, owner);
    for (const [conflict, { values, stamps }] of [...this.rowsOf('sync_conflicts')]) {
      const isOfRow = values['table_name'] === table && values['row_id'] === id && values['kind'] !== 'lost_edit';
      if (isOfRow) this.remove('sync_conflicts', conflict, stamps['*'] ?? stamp);
    }
    if (table !== FAKE_REFERENCE.to) return;
    for (const pointing of [...this.rowsOf(FAKE_REFERENCE.from).values()]) {
      if (pointing.values[FAKE_REFERENCE.column] !== id) continue;
      this.put(FAKE_REFERENCE.from, { ...pointing, values: { ...pointing.values, [FAKE_REFERENCE.column]: null } });
    }
  }

  enter(table: string, row: string, owner: string): void {
    this.state.feed.set(rowKey(table, row), { owner, table, row, xid: this.xid });
  }
}

const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');

export const makeFakeStamp = (ms: number, counter: number, device: string): HlcTimestamp =>
  `${hex(ms, 12)}-${hex(counter, 4)}-${device.slice(-8)}`;

/** Stamps from the future count as of now, in their order. */
export const countedStamp = (stamp: HlcTimestamp, now: number, position: number): HlcTimestamp =>
  hlcTimestampMs(stamp) > now ? makeFakeStamp(now, position, stamp) : stamp;
