import { type CheckRequest, type CheckResponse, DIGEST_FORMAT, PROTOCOL } from '../contract/protocol.ts';
import type { SyncedTable } from '../contract/synced-tables.ts';
import { TransportFailure } from '../contract/transport-failure.ts';
import { digestRow, digestRows, digestTables, readRowTexts } from '../store/digests.ts';
import { readSelfCheck, repairByResync, storeCheckResult, type UnrepairedRows } from '../store/self-check.ts';
import { type DevicePosition, type OnProgress, readPosition, type SyncContext, syncFromCloud } from './exchange.ts';

/** The time between two self-checks, in milliseconds. */
const SELF_CHECK_INTERVAL_MS = 24 * 3_600_000;

/** What a self-check found: admins see it. */
export interface SelfCheckResult {
  /** The tables that differed from the server until they were read again. */
  drift: SyncedTable[];
  /** Everything was read again, so that there may be offers to push. */
  isReread: boolean;
  /** How many rows, by table, have turned out to differ even after that. */
  unrepaired: Partial<Record<SyncedTable, number>>;
}

export const isSelfCheckDue = ({ selfCheck }: DevicePosition, now: number): boolean =>
  // A clock that was set back must not delay the check.
  !selfCheck ||
  selfCheck.checked_at > now ||
  now - selfCheck.checked_at >= SELF_CHECK_INTERVAL_MS ||
  (selfCheck.reread ?? []).length > 0;

/**
 * Compares the digests of this device's server rows with the server's and reads the feed from its beginning where they
 * differ, so that no defect on either side leaves a device different for longer than a day. Local changes stay. Rows that
 * still differ then are remembered as they are and left out from now on: one cause is read again once. Where the
 * comparison is not possible now, the next sync cycle tries again.
 */
export const runSelfCheck = async (context: SyncContext, advance: OnProgress): Promise<SelfCheckResult> => {
  const { db, environment } = context;
  const result: SelfCheckResult = { drift: [], isReread: false, unrepaired: {} };
  let comparison = await compare(context);
  if (comparison && comparison.drift.length > 0 && comparison.reread.length === 0) {
    result.drift = comparison.drift;
    result.isReread = true;
    await repairByResync(db, comparison.drift);
    await syncFromCloud(context, advance);
    comparison = await compare(context);
  }
  if (!comparison) return result;
  const { drift, reread, known } = comparison;
  const unrepaired = drift.length > 0 ? await findDifferences(context, drift, known) : known;
  if (!unrepaired) return result;
  result.drift = result.drift.filter((table) => !drift.includes(table));
  for (const table of drift) {
    const found = Object.keys(unrepaired[table] ?? {}).length - Object.keys(known[table] ?? {}).length;
    if (found > 0) result.unrepaired[table] = found;
  }
  const isRepaired = reread.some((table) => !drift.includes(table));
  await storeCheckResult(db, environment.now(), { unrepaired, isRepaired });
  return result;
};

interface Comparison {
  drift: SyncedTable[];
  /** The tables for which everything has just been read again. */
  reread: readonly SyncedTable[];
  /** Rows that are known to differ and are as they were then, so that they were not compared. */
  known: UnrepairedRows;
}

/** `null` where device and server cannot be compared now. */
const compare = async (context: SyncContext): Promise<Comparison | null> => {
  const local = await readRowTexts(context.db);
  if (!local) return null;
  const { reread = [], unrepaired = {} } = await readSelfCheck(context.db);
  const known: UnrepairedRows = {};
  for (const [table, texts] of local.texts) {
    const rows = Object.entries(unrepaired[table] ?? {});
    const digests = await Promise.all(rows.map(([id]) => currentDigest(texts.get(id))));
    const same = rows.filter(([, digest], index) => digests[index] === digest);
    if (same.length > 0) known[table] = Object.fromEntries(same);
  }
  const except = idsOf(known);
  const digests = await digestTables(local.texts, except);
  const response = await requestCheck(context, { cursor: local.cursor, except });
  if (!response) return null;
  const drift = [...digests].flatMap(([name, { rows, digest }]) => {
    const remote = response.tables[name];
    return remote && (remote.rows !== rows || remote.digest !== digest) ? [name] : [];
  });
  return { drift, reread, known };
};

/** The rows of the tables that differ now, besides those that are known to. */
const findDifferences = async (
  context: SyncContext,
  tables: readonly SyncedTable[],
  known: UnrepairedRows,
): Promise<UnrepairedRows | null> => {
  const local = await readRowTexts(context.db);
  const response = local && (await requestCheck(context, { cursor: local.cursor, except: idsOf(known), rows: tables }));
  if (!response) return null;
  const found: UnrepairedRows = { ...known };
  for (const table of tables) {
    const here = await digestRows(local.texts.get(table) ?? new Map<string, string>());
    const there = response.tables[table]?.row_digests ?? {};
    const differing = [...new Set([...here.keys(), ...Object.keys(there)])].filter(
      (id) => !(id in (known[table] ?? {})) && here.get(id) !== there[id],
    );
    if (differing.length === 0) continue;
    found[table] = { ...known[table], ...Object.fromEntries(differing.map((id) => [id, here.get(id) ?? null])) };
  }
  return found;
};

const currentDigest = async (text: string | undefined) => (text === undefined ? null : digestRow(text));

const idsOf = (rows: UnrepairedRows): Record<string, string[]> =>
  Object.fromEntries(Object.entries(rows).map(([table, digests]) => [table, Object.keys(digests)]));

/**
 * `null` where the request fails, also on a server without `sync_check`, since the self-check must not make the cycle
 * fail; where the device has not read everything; and where the server computes digests in another way.
 */
const requestCheck = async (
  context: SyncContext,
  request: Pick<CheckRequest, 'cursor' | 'except' | 'rows'>,
): Promise<CheckResponse | null> => {
  const { device, token } = await readPosition(context);
  const response = await context.transport
    .check({ protocol: PROTOCOL, device, token, format: DIGEST_FORMAT, ...request })
    .catch((failure: unknown) => {
      if (failure instanceof TransportFailure) return null;
      throw failure;
    });
  return response?.current && response.format === DIGEST_FORMAT ? response : null;
};
