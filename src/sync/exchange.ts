import {
  type Cursor,
  type DeviceReport,
  PROTOCOL,
  type PullResponse,
  PUSH_LIMIT,
  type WireChange,
} from '../contract/protocol.ts';
import { TransportFailure } from '../contract/transport-failure.ts';
import type { CadenceDatabase, Meta, PendingChange } from '../store/database.ts';
import type { Environment } from '../store/environment.ts';
import { storePage } from '../store/feed.ts';
import { getOrCreateDevice, type RequestTimes } from '../store/hlc-clock.ts';
import { countChanges, getPushBatch, quarantine, storeVerdicts } from '../store/outbox.ts';
import type { SyncProgress, SyncTransport } from './ports.ts';
import type { TransferLimits } from './transfer-limit.ts';

/** Feed entries in one page at most: enough for few requests, few enough to store one page while the next is requested. */
const PAGE_SIZE = 2500;

export interface SyncContext {
  db: CadenceDatabase;
  transport: SyncTransport;
  environment: Environment;
  appVersion: string;
  transferLimits: TransferLimits;
  onProgress: (progress: SyncProgress) => void;
}

/** Called with the number of changes sent or rows received since the last call, and of those known to remain. */
export type OnProgress = (moved: number, remaining: number) => void;

/**
 * Pushes the pending changes in batches, oldest first, until none is left.
 *
 * @returns the device's position then, or `null` where the database was restored from a backup: reading the feed makes
 *   pending what it may have lost, and what has to be pushed first (INV-6).
 * @throws TransportFailure
 */
export const syncToCloud = async (context: SyncContext, advance: OnProgress): Promise<DevicePosition | null> => {
  let batchLimit = PUSH_LIMIT;
  let isClockCorrected = false;
  for (;;) {
    const position = await readPosition(context);
    const { device, changes, epoch, token, recoveries, isRecovering } = position;
    if (isRecovering) return null;
    const { push: limit } = context.transferLimits;
    const { batch, bytes } = takeWithinSize(changes.slice(0, batchLimit), limit.bytes);
    if (batch.length === 0) return position;
    advance(0, device.pending);
    const request = { protocol: PROTOCOL, device, epoch, token };
    const sentAt = context.environment.now();
    const clock = isClockCorrected ? {} : { clock: sentAt + position.clockOffset };
    const response = await limit
      .measure(bytes, async (options) => {
        const result = await context.transport.push({ ...request, ...clock, changes: batch }, options);
        return { result, bytes, items: batch.length };
      })
      .catch(async (failure: unknown) => {
        // A change that the server cannot read must not block the others: it is found by halving. Where the server
        // cannot read an empty push either, no change is the cause.
        if (!(failure instanceof TransportFailure && failure.code === 'unreadable')) throw failure;
        if (batch.length === 1) {
          await context.transport.push({ ...request, changes: [] });
          await quarantine(context.db, changes.slice(0, 1));
        }
        batchLimit = Math.ceil(batch.length / 2);
        return null;
      });
    if (!response) continue;
    const times = { sentAt, receivedAt: context.environment.now() };
    batchLimit = Math.min(PUSH_LIMIT, batchLimit * 2);
    const decided = new Set(response.verdicts.map(({ seq }) => seq));
    const isDecided = !response.restored && !response.wrong_clock && (epoch === null || epoch === response.epoch);
    if (isDecided && !batch.every(({ seq }) => decided.has(seq))) {
      throw new TransportFailure('server', 'the response to a push lacks verdicts');
    }
    const outcome = await storeVerdicts(context.db, response, recoveries, context.environment, times);
    if (outcome === 'restored') return null;
    isClockCorrected = outcome === 'wrong-clock';
    if (isClockCorrected) continue;
    advance(batch.length, device.pending - batch.length);
  }
};

/** The oldest changes that fit, at least one, with their size as JSON. */
const takeWithinSize = (
  changes: readonly PendingChange[],
  maxBytes: number,
): { batch: WireChange[]; bytes: number } => {
  const encoder = new TextEncoder();
  const batch: WireChange[] = [];
  let bytes = 0;
  for (const pending of changes) {
    const change = toWireChange(pending);
    const size = encoder.encode(JSON.stringify(change)).length;
    if (batch.length > 0 && bytes + size > maxBytes) break;
    batch.push(change);
    bytes += size;
  }
  return { batch, bytes };
};

/** A pending change as it is sent. */
export const toWireChange = ({
  seq,
  table,
  row,
  op,
  fields,
  timestamp,
  timestamps,
  base,
  isOffer,
}: PendingChange): WireChange => ({
  seq,
  table,
  row,
  op,
  fields,
  timestamp,
  ...(isOffer && { offer: true }),
  ...(timestamps && { timestamps }),
  ...(base && { base }),
});

/**
 * Reads the feed from the stored cursor to its end. The next page is requested while the last one is being stored.
 *
 * @param position the device's position where it has just been read.
 * @returns whether the database was restored from a backup: then there may be offers to push.
 * @throws TransportFailure
 */
export const syncFromCloud = async (
  context: SyncContext,
  advance: OnProgress,
  position?: DevicePosition | null,
): Promise<boolean> => {
  let isRestored = false;
  const start = position ?? (await readPosition(context));
  let cursor = start.cursor;
  let requested = requestPage(context, cursor, start);
  for (;;) {
    const { page, times } = await requested;
    const position = { device: start.device, token: page.token };
    const next = page.more ? requestPage(context, page.cursor, position) : null;
    // A failure of the next page is thrown when it is awaited; this page is stored in any case.
    next?.catch(() => undefined);
    if ((await storePage(context.db, cursor, page, context.environment, times)) === 'superseded') {
      cursor = (await context.db.getMeta('cursor')) ?? null;
      requested = requestPage(context, cursor);
      continue;
    }
    isRestored ||= page.restored !== null;
    advance(countRows(page), page.remaining);
    if (!next) return isRestored;
    cursor = page.cursor;
    requested = next;
  }
};

const requestPage = async (
  context: SyncContext,
  cursor: PullResponse['cursor'] | null,
  position?: Pick<DevicePosition, 'device' | 'token'>,
): Promise<{ page: PullResponse; times: RequestTimes }> => {
  const { device, token } = position ?? (await readPosition(context));
  const { pull } = context.transferLimits;
  const request = { protocol: PROTOCOL, device, cursor, token, limit: Math.min(PAGE_SIZE, pull.items) };
  const sentAt = context.environment.now();
  const page = await pull.measure(pull.bytes, async (options) => {
    let bytes = 0;
    const result = await context.transport.pull(
      { ...request, max_bytes: pull.bytes },
      {
        ...options,
        onReceived: (received) => {
          bytes = received;
        },
      },
    );
    return { result, bytes, items: countRows(result) };
  });
  return { page, times: { sentAt, receivedAt: context.environment.now() } };
};

const countRows = (page: PullResponse): number =>
  Object.values(page.tables).reduce((sum, { rows, gone }) => sum + rows.length + gone.length, 0);

/** A device's sync position: its status, its next batch of pending changes, its epoch and its cursor. */
export interface DevicePosition {
  device: DeviceReport;
  changes: PendingChange[];
  epoch: string | null;
  cursor: Cursor | null;
  token: string | null;
  /** The server's clock minus this device's, in milliseconds, as far as it is known. */
  clockOffset: number;
  /** How many restored databases the device has read. */
  recoveries: number;
  /** The device is reading a restored database. */
  isRecovering: boolean;
  selfCheck: Meta['selfCheck'] | undefined;
}

/** In one transaction, so that a sync cycle with nothing to do stays cheap. */
export const readPosition = async ({
  db,
  environment,
  appVersion,
  transferLimits,
}: SyncContext): Promise<DevicePosition> => {
  const stored = await db.inTransaction('r', ['outbox', 'meta'], async (tables) => {
    const [device, counts, batch, cursor, token, recovery, recoveries, selfCheck, clock] = await Promise.all([
      tables.getMeta('device'),
      countChanges(tables),
      getPushBatch(tables, Math.min(PUSH_LIMIT, transferLimits.push.items)),
      tables.getMeta('cursor'),
      tables.getMeta('token'),
      tables.getMeta('recovery'),
      tables.getMeta('recoveries'),
      tables.getMeta('selfCheck'),
      tables.getMeta('clock'),
    ]);
    return { device, counts, batch, cursor, token, recoveries, isRecovering: recovery != null, selfCheck, clock };
  });
  const { id, name } =
    stored.device ?? (await db.inTransaction('rw', ['meta'], (tables) => getOrCreateDevice(tables, environment)));
  return {
    device: { id, name, app_version: appVersion, ...stored.counts },
    cursor: stored.cursor ?? null,
    token: stored.token ?? null,
    clockOffset: stored.clock?.offset ?? 0,
    recoveries: stored.recoveries ?? 0,
    isRecovering: stored.isRecovering,
    selfCheck: stored.selfCheck,
    ...stored.batch,
  };
};
