import { type CheckResponse, type Cursor, PROTOCOL } from '../contract/protocol.ts';
import type { SyncedTable } from '../contract/synced-tables.ts';
import { TransportFailure } from '../contract/transport-failure.ts';
import { computeTableDigests, repairByResync, storeCheckResult } from '../store/self-check.ts';
import { type DevicePosition, type OnProgress, readPosition, type SyncContext, syncFromCloud } from './exchange.ts';

/** The time between two self-checks, in milliseconds. */
const SELF_CHECK_INTERVAL_MS = 24 * 3_600_000;

export const isSelfCheckDue = ({ selfCheck }: DevicePosition, now: number): boolean =>
  // A clock that was set back must not delay the check.
  !selfCheck || selfCheck.checked_at > now || now - selfCheck.checked_at >= SELF_CHECK_INTERVAL_MS;

/**
 * Compares the digests of this device's server rows with the server's and reads the feed from its beginning where they
 * differ, so that no defect on either side leaves a device different for longer than a day. Local changes stay. Where
 * the comparison is not possible now, the next sync cycle tries again.
 *
 * @returns the tables that differed.
 */
export const runSelfCheck = async (context: SyncContext, advance: OnProgress): Promise<SyncedTable[]> => {
  const { db, environment } = context;
  const local = await computeTableDigests(db);
  if (!local) return [];
  const response = await requestCheck(context, local.cursor);
  if (!response?.current) return [];
  const drift = [...local.tables].flatMap(([name, { rows, digest }]) => {
    const remote = response.tables[name];
    return remote && (remote.rows !== rows || remote.digest !== digest) ? [name] : [];
  });
  if (drift.length > 0) {
    await repairByResync(db);
    await syncFromCloud(context, advance);
  }
  await storeCheckResult(db, environment.now(), drift.length > 0);
  return drift;
};

/**
 * `null` where the request fails, also on a server without `sync_check`: the self-check must not make the cycle fail.
 */
const requestCheck = async (context: SyncContext, cursor: Cursor): Promise<CheckResponse | null> => {
  const { device, token } = await readPosition(context);
  return context.transport.check({ protocol: PROTOCOL, device, token, cursor }).catch((failure: unknown) => {
    if (failure instanceof TransportFailure) return null;
    throw failure;
  });
};
