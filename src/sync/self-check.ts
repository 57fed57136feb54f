import { TransportFailure } from '../contract/failure.ts';
import { type CheckAnswer, type Cursor, PROTOCOL } from '../contract/protocol.ts';
import type { SyncedTable } from '../contract/tables.ts';
import { digestTables, forgetCursor, keepCheck } from '../store/self-check.ts';
import { type Advance, type DrainContext, type Position, positionOf, syncFromCloud } from './exchange.ts';

/** How often a device compares itself with the cloud, in milliseconds. */
const CHECK_EVERY_MS = 24 * 3_600_000;

export const isCheckDue = ({ selfCheck }: Position, now: number): boolean =>
  // A clock that was set back must not put the check off.
  !selfCheck || selfCheck.checked_at > now || now - selfCheck.checked_at >= CHECK_EVERY_MS;

/**
 * Compares what this device holds with what the cloud has for it, and reads everything again where
 * they differ: whatever went wrong, on whichever side, a device does not stay out of step for longer. Changes
 * that are not in the cloud yet stay as they are. Where the two cannot be compared now, the next drain tries again.
 *
 * @returns the tables that differed.
 */
export const checkSelf = async (context: DrainContext, advance: Advance): Promise<SyncedTable[]> => {
  const { db, environment } = context;
  const here = await digestTables(db);
  if (!here) return [];
  const there = await ask(context, here.cursor);
  if (!there?.current) return [];
  const drift = [...here.tables].flatMap(([name, { rows, digest }]) => {
    const told = there.tables[name];
    return told && (told.rows !== rows || told.digest !== digest) ? [name] : [];
  });
  if (drift.length > 0) {
    await forgetCursor(db);
    await syncFromCloud(context, advance);
  }
  await keepCheck(db, environment.now(), drift.length > 0);
  return drift;
};

/** A server that cannot be asked, or is too old to know the question, holds up nothing. */
const ask = async (context: DrainContext, cursor: Cursor): Promise<CheckAnswer | null> => {
  const { device } = await positionOf(context);
  return context.transport.check({ protocol: PROTOCOL, device, cursor }).catch((failure: unknown) => {
    if (failure instanceof TransportFailure) return null;
    throw failure;
  });
};
