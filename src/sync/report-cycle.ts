import type { SyncCycleReport, SyncReportMessage } from '../contract/sync-report.ts';
import { TransportFailure, type TransportFailureCode } from '../contract/transport-failure.ts';
import type { CadenceDatabase } from '../store/database.ts';
import type { Environment } from '../store/environment.ts';
import { oldestPendingAt } from '../store/outbox.ts';
import { deleteReports, storeReport, takeReportsToSend } from '../store/sync-reports.ts';
import type { SyncTransport } from './ports.ts';

/** Failures after which sending the same reports again may succeed. */
const RETRYABLE: ReadonlySet<TransportFailureCode> = new Set<TransportFailureCode>([
  'offline',
  'timeout',
  'unauthorized',
  'throttled',
  'server',
]);

/** The least time between two calls that send reports, in milliseconds. */
const REPORT_INTERVAL_MS = 5 * 60_000;

interface ReportingOptions {
  db: CadenceDatabase;
  transport: SyncTransport;
  environment: Environment;
  appVersion: string;
  sendReports: (device: string, reports: SyncReportMessage[]) => Promise<void>;
}

type CycleCounts = Pick<SyncCycleReport, 'sent' | 'received' | 'rejections' | 'drift' | 'unrepaired'>;

/**
 * Runs a sync cycle over a transport that counts changes and rows, stores a sync report of it, and after a successful
 * cycle sends the stored reports. A cycle without a connection is not reported; the next one reports how long changes
 * were pending. Reporting never makes a cycle fail or wait.
 *
 * @param runCycle runs the cycle and resolves with what the self-check found.
 * @throws what `runCycle` rejects with.
 */
export const reportSyncCycle = async (
  options: ReportingOptions,
  runCycle: (transport: SyncTransport) => Promise<Pick<SyncCycleReport, 'drift' | 'unrepaired'>>,
): Promise<void> => {
  const { db, transport, environment, appVersion } = options;
  const counts: CycleCounts = { sent: 0, received: 0, rejections: {}, drift: [], unrepaired: {} };
  const startedAt = environment.now();
  const oldestPending = oldestPendingAt(db).catch(() => null);
  const store = async (outcome: SyncCycleReport['outcome']) => {
    const oldest = await oldestPending;
    const at = environment.now();
    await storeReport(db, {
      id: environment.newId(),
      at,
      outcome,
      duration_ms: Math.max(0, at - startedAt),
      oldest_pending_ms: oldest === null ? null : Math.max(0, startedAt - oldest),
      app_version: appVersion,
      ...counts,
    });
  };
  try {
    const { drift, unrepaired } = await runCycle(countingTransport(transport, counts));
    Object.assign(counts, { drift, unrepaired });
  } catch (reason) {
    const outcome = reason instanceof TransportFailure ? reason.code : 'device';
    if (outcome !== 'offline') void store(outcome).catch(() => undefined);
    throw reason;
  }
  void store('ok')
    .then(() => sendDueReports(options))
    .catch(() => undefined);
};

const countingTransport = (transport: SyncTransport, counts: CycleCounts): SyncTransport => ({
  ...transport,
  push: async (request, options) => {
    const response = await transport.push(request, options);
    counts.sent += response.verdicts.length;
    for (const { verdict, code = 'internal' } of response.verdicts) {
      if (verdict === 'rejected') counts.rejections[code] = (counts.rejections[code] ?? 0) + 1;
    }
    return response;
  },
  pull: async (request, options) => {
    const response = await transport.pull(request, options);
    for (const { rows, gone } of Object.values(response.tables)) counts.received += rows.length + gone.length;
    return response;
  },
});

const sendDueReports = async ({ db, environment, sendReports }: ReportingOptions): Promise<void> => {
  const now = environment.now();
  const due = await takeReportsToSend(db, now, REPORT_INTERVAL_MS);
  if (!due) return;
  try {
    await sendReports(
      due.device,
      due.reports.map(({ at, ...report }) => ({ ...report, ago_ms: Math.max(0, now - at) })),
    );
  } catch (reason) {
    // Reports that the server refuses are deleted; after other failures they are sent next time.
    if (!(reason instanceof TransportFailure) || RETRYABLE.has(reason.code)) return;
  }
  await deleteReports(db, due.reports);
};
