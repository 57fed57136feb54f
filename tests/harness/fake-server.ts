import type {
  CheckResponse,
  CheckRequest,
  Cursor,
  PullResponse,
  PullRequest,
  PushResponse,
  PushRequest,
} from '../../src/contract/protocol.ts';
import type { Row } from '../../src/domain/sync/change.ts';
import {
  copyState,
  countedStamp,
  type FakeState,
  FakeWriter,
  type FeedEntry,
  makeFakeStamp,
  newDevice,
  newState,
  rowKey,
  tableOf,
} from './fake-database.ts';
import { decide, isVisible } from './fake-push.ts';
import { fakeDigest } from './fake-digest.ts';
import { FAKE_TABLES } from './fake-tables.ts';

/** An answer other than 200. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

/** A transaction under way: it has its number, and nobody sees anything of it before it commits. */
export interface OpenTransaction<T> {
  readonly xid: bigint;
  commit: () => T;
  rollBack: () => void;
}

export interface FakeServerOptions {
  /** Milliseconds since 1970-01-01 by the server's clock. */
  now: () => number;
  /** Larger pages are clamped to this. */
  pageLimit?: number;
  /** How the sides of the protocol are broken on purpose, to see that the suite notices. */
  sabotage?: ReadonlySet<Sabotage>;
}

export type Sabotage = 'no-dedupe' | 'page-by-time' | 'no-horizon' | 'no-tombstones' | 'any-epoch' | 'no-conflicts';

const PUSH_LIMIT = 1000;
const PAGE_LIMIT = 5000;
const NO_ROW = '00000000-0000-0000-0000-000000000000';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The server's side of the sync protocol in memory, written from src/contract/protocol.ts and the laws, not
 * from the SQL. Transactions take their number when they begin and may commit in any order.
 */
export class FakeServer {
  state: FakeState;
  private lives = 1;
  private readonly open = new Set<bigint>();
  /** Devices whose row an open transaction holds. */
  private readonly heldDevices = new Set<string>();

  constructor(private readonly options: FakeServerOptions) {
    this.state = newState('life-1');
  }

  /** Everything older has committed or never will. */
  private get horizon(): bigint {
    return [...this.open].reduce((least, xid) => (xid < least ? xid : least), this.state.nextXid);
  }

  begin<T>(work: (writer: FakeWriter) => T): OpenTransaction<T> {
    const xid = this.state.nextXid;
    this.state.nextXid += 1n;
    this.open.add(xid);
    const close = () => {
      if (!this.open.delete(xid)) throw new Error('the transaction is over');
    };
    return {
      xid,
      // What it writes is written when it commits: until then nobody could have seen it, and whoever wrote
      // the same rows would have had to wait.
      commit: () => {
        close();
        return work(new FakeWriter(this.state, xid, this.options.now()));
      },
      rollBack: close,
    };
  }

  /** A person signs up: their profile is the first row they own. */
  signUp(person: string): void {
    this.begin((writer) => {
      const values: Row = { id: person };
      for (const [name, column] of Object.entries(tableOf('profiles').columns)) {
        values[name] = column.byDefault?.(person, writer.instant);
      }
      writer.put('profiles', { values, stamps: { '*': makeFakeStamp(writer.now, 0, '00000000') } });
    }).commit();
  }

  push(person: string, request: PushRequest): PushResponse {
    return this.beginPush(person, request).commit();
  }

  isHeld(device: string): boolean {
    return this.heldDevices.has(device);
  }

  /** A push that commits when it is told to. It holds its device until then. */
  beginPush(person: string, request: PushRequest): OpenTransaction<PushResponse> {
    this.check(person, request);
    const { device, changes, epoch } = request;
    if (changes.length > PUSH_LIMIT) throw new HttpProblem(413, 'batch_too_large');
    if (changes.some(({ seq }, index) => !(seq > (changes[index - 1]?.seq ?? 0)))) {
      throw new HttpProblem(400, 'malformed_request');
    }
    const known = this.state.devices.get(device.id);
    if (known && known.owner !== person) throw new HttpProblem(403, 'foreign_device');
    if (this.heldDevices.has(device.id)) throw new Error('another push of this device is under way');
    this.heldDevices.add(device.id);
    const clock = this.options.now();
    const transaction = this.begin((writer): PushResponse => {
      const { state } = writer;
      const answer = { epoch: state.epoch, server_time: clock };
      if (epoch !== null && epoch !== state.epoch && !this.is('any-epoch')) {
        return { ...answer, xid: '0', verdicts: [] };
      }
      const entry = state.devices.get(device.id) ?? newDevice(person);
      state.devices.set(device.id, entry);
      const decidedBefore = this.is('no-dedupe') ? 0 : entry.lastSeq;
      const verdicts = changes.map((change, index) => {
        if (change.seq <= decidedBefore) {
          return entry.verdicts.get(change.seq) ?? ({ seq: change.seq, verdict: 'applied' } as const);
        }
        const stamp = countedStamp(change.timestamp, clock, index + 1);
        const { base: _, ...blind } = change;
        const verdict = decide(writer, person, this.is('no-conflicts') ? blind : change, stamp);
        state.decisions.push({ device: device.id, seq: change.seq, owner: person, change, stamp, verdict });
        return verdict;
      });
      const oldest = changes[0]?.seq ?? 0;
      for (const seq of entry.verdicts.keys()) if (seq < oldest) entry.verdicts.delete(seq);
      for (const verdict of verdicts) if (verdict.verdict !== 'applied') entry.verdicts.set(verdict.seq, verdict);
      entry.lastSeq = Math.max(entry.lastSeq, changes.at(-1)?.seq ?? 0);
      return { ...answer, xid: String(writer.xid), verdicts };
    });
    const release = () => this.heldDevices.delete(device.id);
    return {
      xid: transaction.xid,
      commit: () => {
        release();
        return transaction.commit();
      },
      rollBack: () => {
        release();
        transaction.rollBack();
      },
    };
  }

  pull(person: string, request: PullRequest): PullResponse {
    this.check(person, request);
    const { state, horizon } = this;
    const { cursor, limit, device } = request;
    if (!Number.isInteger(limit) || limit < 1) throw new HttpProblem(400, 'malformed_request');
    if (cursor && (!UUID.test(cursor.row) || !/^\d+$/.test(cursor.xid)))
      throw new HttpProblem(400, 'malformed_request');
    const known = this.state.devices.get(device.id);
    if (known && known.owner !== person) throw new HttpProblem(403, 'foreign_device');

    const reset =
      cursor !== null &&
      (cursor.epoch !== state.epoch || BigInt(cursor.xid) > horizon || BigInt(cursor.xid) <= state.prunedTo);
    const after = reset ? null : cursor;
    const mine = [...state.feed.values()].filter(({ owner }) => owner === person);
    const readable = mine
      .filter((entry) => (entry.xid < horizon || this.is('no-horizon')) && isAfter(entry, after))
      .sort(inFeedOrder);
    const page = readable.slice(0, Math.min(limit, this.options.pageLimit ?? PAGE_LIMIT));
    const behind = readable.length - page.length;
    const last = page.at(-1);
    const end = { epoch: state.epoch, xid: String(horizon), table: '', row: NO_ROW };
    const boundary = last && {
      epoch: state.epoch,
      xid: String(last.xid),
      table: last.table,
      row: last.row,
    };
    // Following the time alone forgets where in the transaction the page ended.
    const next = boundary && this.is('page-by-time') ? { ...boundary, table: '~', row: NO_ROW } : boundary;
    if (behind === 0) this.markSynced(person, device.id);
    return {
      reset,
      cursor: behind > 0 && next ? next : end,
      more: behind > 0,
      remaining: behind + mine.filter(({ xid }) => xid >= horizon).length,
      server_time: this.options.now(),
      tables: this.contentOf(person, page),
    };
  }

  /** What a device at its cursor must hold. */
  digest(person: string, request: CheckRequest): CheckResponse {
    this.check(person, request);
    const { state } = this;
    const { cursor } = request;
    if (!UUID.test(cursor.row) || !/^\d+$/.test(cursor.xid)) throw new HttpProblem(400, 'malformed_request');
    const isCurrent =
      cursor.epoch === state.epoch &&
      BigInt(cursor.xid) > state.prunedTo &&
      ![...state.feed.values()].some((entry) => entry.owner === person && isAfter(entry, cursor));
    if (!isCurrent) return { current: false, tables: {} };
    return {
      current: true,
      tables: Object.fromEntries(
        Object.keys(FAKE_TABLES).map((table) => [table, fakeDigest(this.visibleRows(person, table))]),
      ),
    };
  }

  /** The rows that a person can see, as a pull gives them. */
  visibleRows(person: string, table: string): Row[] {
    const rows = [...(this.state.rows.get(table)?.values() ?? [])];
    return rows.filter((row) => isVisible(this, person, table, row)).map((row) => row.values);
  }

  /** Somebody with power over the database writes fields of a row, as of the moment of the commit. */
  beginEdit(table: string, row: string, fields: Record<string, unknown>): OpenTransaction<void> {
    return this.begin((writer) => {
      const stored = writer.rowsOf(table).get(row);
      if (!stored) return;
      const stamp = makeFakeStamp(writer.now, 0, '00000000');
      const stamps = Object.fromEntries(Object.keys(fields).map((key) => [key, stamp]));
      writer.put(table, { values: { ...stored.values, ...fields }, stamps: { ...stored.stamps, ...stamps } });
      this.note(stored.values, { seq: 0, table, row, op: 'update', fields, timestamp: stamp });
    });
  }

  /** A row leaves its owner's view, or comes back. */
  setHidden(table: string, row: string, isHidden: boolean): void {
    this.begin((writer) => {
      const stored = writer.rowsOf(table).get(row);
      if (!stored) return;
      if (isHidden) this.state.hidden.add(rowKey(table, row));
      else this.state.hidden.delete(rowKey(table, row));
      writer.enter(table, row, String(stored.values[tableOf(table).owner]));
    }).commit();
  }

  /** Forgets the tombstones of what was deleted before `olderThan`. */
  prune(olderThan: number): void {
    for (const [key, grave] of [...this.state.graves]) {
      if (grave.deletedAt >= olderThan) continue;
      const xid = this.state.feed.get(key)?.xid ?? 0n;
      this.state.graves.delete(key);
      this.state.feed.delete(key);
      if (xid > this.state.prunedTo) this.state.prunedTo = xid;
    }
  }

  backUp(): FakeState {
    return copyState(this.state);
  }

  /** What was under way ends undone, and the data is that of the backup, under a new name. */
  restore(backup: FakeState): void {
    this.restart();
    this.lives += 1;
    this.state = { ...copyState(backup), epoch: `life-${String(this.lives)}` };
  }

  restart(): void {
    this.open.clear();
    this.heldDevices.clear();
  }

  private note(values: Row, change: Parameters<typeof decide>[2]): void {
    this.state.decisions.push({
      device: 'operator',
      seq: 0,
      owner: String(values[tableOf(change.table).owner]),
      change,
      stamp: change.timestamp,
      verdict: { seq: 0, verdict: 'applied' },
    });
  }

  private is(sabotage: Sabotage): boolean {
    return this.options.sabotage?.has(sabotage) ?? false;
  }

  private check(person: string, { protocol, device }: PushRequest | PullRequest | CheckRequest): void {
    if (person === '') throw new HttpProblem(401, 'unauthorized');
    if (protocol !== 1) throw new HttpProblem(426, 'unsupported_protocol');
    if (!UUID.test(device.id)) throw new HttpProblem(400, 'malformed_request');
  }

  /** It is a transaction of its own, with a number, where it has something to write. */
  private markSynced(person: string, device: string): void {
    const now = this.options.now();
    const known = this.state.devices.get(device);
    if (known && now - known.seenAt < 30_000) return;
    this.begin(({ state }) => {
      const entry = known ?? newDevice(person);
      state.devices.set(device, { ...entry, seenAt: now });
    }).commit();
  }

  private contentOf(person: string, page: readonly FeedEntry[]): PullResponse['tables'] {
    const tables: PullResponse['tables'] = {};
    for (const { table, row } of page) {
      const columns = ['id', ...Object.keys(FAKE_TABLES[table]?.columns ?? {})];
      const content = (tables[table] ??= { columns, rows: [], gone: [] });
      const stored = this.state.rows.get(table)?.get(row);
      if (stored && isVisible(this, person, table, stored))
        content.rows.push(columns.map((name) => stored.values[name]));
      else if (!this.is('no-tombstones')) content.gone.push(row);
    }
    return tables;
  }
}

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

const inFeedOrder = (a: FeedEntry, b: FeedEntry): number =>
  compare(a.xid, b.xid) || compare(a.table, b.table) || compare(a.row, b.row);

const isAfter = (entry: FeedEntry, cursor: Cursor | null): boolean =>
  cursor === null || inFeedOrder(entry, { owner: '', ...cursor, xid: BigInt(cursor.xid) }) > 0;
