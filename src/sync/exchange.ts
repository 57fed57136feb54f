import { TransportFailure } from '../contract/failure.ts';
import {
  type Cursor,
  type DeviceReport,
  PROTOCOL,
  type PullAnswer,
  PUSH_LIMIT,
  type WireChange,
} from '../contract/protocol.ts';
import { deviceOf, type Environment } from '../store/clock.ts';
import type { CadenceDatabase, Meta, PendingChange } from '../store/database.ts';
import { storePage } from '../store/feed.ts';
import { countsOf, nextBatch, setAside, settle } from '../store/outbox.ts';
import type { Progress, Transport } from './ports.ts';

/** Rows a page: large enough to need few requests, small enough to be stored while the next is under way. */
const PAGE_SIZE = 2500;

/** A push is cut where its changes reach about this many characters; the server takes 8 MB. */
const PUSH_CHARACTERS = 1_500_000;

export interface DrainContext {
  db: CadenceDatabase;
  transport: Transport;
  environment: Environment;
  appVersion: string;
  onProgress: (progress: Progress) => void;
}

/** Tells of `moved` more changes or rows, and of `ahead` that are known to come. */
export type Advance = (moved: number, ahead: number) => void;

/**
 * Sends the queue in batches, oldest first, until no change waits for a verdict, and tells where the device
 * stands then. `null`: the database is not the one that this device knows; what it may have lost is queued
 * again by reading the feed.
 */
export const syncToCloud = async (context: DrainContext, advance: Advance): Promise<Position | null> => {
  let most = PUSH_LIMIT;
  for (;;) {
    const position = await positionOf(context);
    const { device, changes, incarnation } = position;
    const batch = fitting(changes).slice(0, most);
    if (batch.length === 0) return position;
    advance(0, device.pending);
    const request = { protocol: PROTOCOL, device, incarnation };
    const answer = await context.transport
      .push({ ...request, changes: batch.map(toWire) })
      .catch(async (failure: unknown) => {
        // One change that cannot be read would have all others wait behind it: it is found by halves. Where the
        // server cannot even read a push of nothing, no change is at fault.
        if (!(failure instanceof TransportFailure && failure.code === 'unreadable')) throw failure;
        if (batch.length === 1) {
          await context.transport.push({ ...request, changes: [] });
          await setAside(context.db, batch);
        }
        most = Math.ceil(batch.length / 2);
        return null;
      });
    if (!answer) continue;
    most = Math.min(PUSH_LIMIT, most * 2);
    const decided = new Set(answer.verdicts.map(({ seq }) => seq));
    const isAnswered = incarnation === null || incarnation === answer.incarnation;
    if (isAnswered && !batch.every(({ seq }) => decided.has(seq))) {
      throw new TransportFailure('server', 'the answer to a push leaves changes undecided');
    }
    if ((await settle(context.db, answer, context.environment)) === 'restored') return null;
    advance(batch.length, device.pending - batch.length);
  }
};

const fitting = (changes: PendingChange[]): PendingChange[] => {
  let characters = 0;
  const end = changes.findIndex((change) => {
    characters += JSON.stringify([change.fields, change.base]).length;
    return characters > PUSH_CHARACTERS;
  });
  return end === -1 ? changes : changes.slice(0, Math.max(1, end));
};

const toWire = ({ seq, table, row, op, fields, stamp, base }: PendingChange): WireChange => ({
  seq,
  table,
  row,
  op,
  fields,
  stamp,
  ...(base && { base }),
});

/** Reads the feed from the stored cursor to its end. The next page is under way while the last one is being stored. */
export const syncFromCloud = async (
  context: DrainContext,
  advance: Advance,
  position?: Position | null,
): Promise<void> => {
  const start = position ?? (await positionOf(context));
  let asked = start.cursor;
  let coming = requestPage(context, asked, start.device);
  for (;;) {
    const page = await coming;
    const next = page.more ? requestPage(context, page.cursor) : null;
    // A failure of the page under way counts when it is awaited; the page at hand is stored all the same.
    next?.catch(() => undefined);
    if ((await storePage(context.db, asked, page, context.environment)) === 'superseded') {
      asked = (await context.db.getMeta('cursor')) ?? null;
      coming = requestPage(context, asked);
      continue;
    }
    advance(sizeOf(page), page.remaining);
    if (!next) return;
    asked = page.cursor;
    coming = next;
  }
};

const requestPage = async (
  context: DrainContext,
  cursor: PullAnswer['cursor'] | null,
  device?: DeviceReport,
): Promise<PullAnswer> =>
  context.transport.pull({
    protocol: PROTOCOL,
    device: device ?? (await positionOf(context)).device,
    cursor,
    limit: PAGE_SIZE,
  });

const sizeOf = (page: PullAnswer): number =>
  Object.values(page.tables).reduce((sum, { rows, gone }) => sum + rows.length + gone.length, 0);

/** Where a device stands: what it says of itself, what it has to send, how far it has read. */
export interface Position {
  device: DeviceReport;
  changes: PendingChange[];
  incarnation: string | null;
  cursor: Cursor | null;
  selfCheck: Meta['selfCheck'] | undefined;
}

/** One transaction, since a sync that finds nothing to do should cost next to nothing. */
export const positionOf = async ({ db, environment, appVersion }: DrainContext): Promise<Position> => {
  const known = await db.atomically('r', ['outbox', 'meta'], async (tables) => {
    const [device, counts, batch, cursor, selfCheck] = await Promise.all([
      tables.getMeta('device'),
      countsOf(tables),
      nextBatch(tables, PUSH_LIMIT),
      tables.getMeta('cursor'),
      tables.getMeta('selfCheck'),
    ]);
    return { device, counts, batch, cursor, selfCheck };
  });
  const { id, name } = known.device ?? (await db.atomically('rw', ['meta'], (tables) => deviceOf(tables, environment)));
  return {
    device: { id, name, app_version: appVersion, ...known.counts },
    cursor: known.cursor ?? null,
    selfCheck: known.selfCheck,
    ...known.batch,
  };
};
