import { TransportFailure, type TransportFailureCode } from '../contract/failure.ts';
import type { DrainReport, SentReport } from '../contract/report.ts';
import type { Environment } from '../store/clock.ts';
import type { CadenceDatabase } from '../store/database.ts';
import { waitingSince } from '../store/outbox.ts';
import { forgetReports, keepReport, reportsToSend } from '../store/reports.ts';
import type { Transport } from './ports.ts';

/** Failures that say nothing of the reports themselves. */
const PASSING: ReadonlySet<TransportFailureCode> = new Set<TransportFailureCode>([
  'offline',
  'timeout',
  'unauthorized',
  'throttled',
  'server',
]);

/** Reports go along at most this often, in milliseconds. */
const PAUSE_MS = 5 * 60_000;

interface ReportingOptions {
  db: CadenceDatabase;
  transport: Transport;
  environment: Environment;
  appVersion: string;
  sendReports: (device: string, reports: SentReport[]) => Promise<void>;
}

type Figures = Pick<DrainReport, 'sent' | 'received' | 'refusals' | 'drift'>;

/**
 * Does a drain over a transport that counts what moves, keeps a report of it, and after one that succeeded sends
 * what there is to tell. A drain without a connection is none of sync's doing and is not told of; how long work
 * waited for one is told by the next. Nothing of this makes a sync fail or wait.
 */
export const reportDrain = async (
  options: ReportingOptions,
  work: (transport: Transport) => Promise<readonly string[]>,
): Promise<void> => {
  const { db, transport, environment, appVersion } = options;
  const figures: Figures = { sent: 0, received: 0, refusals: {}, drift: [] };
  const began = environment.now();
  const since = waitingSince(db).catch(() => null);
  const keep = async (outcome: DrainReport['outcome']) => {
    const oldest = await since;
    const at = environment.now();
    await keepReport(db, {
      id: environment.newId(),
      at,
      outcome,
      duration_ms: Math.max(0, at - began),
      oldest_pending_ms: oldest === null ? null : Math.max(0, began - oldest),
      app_version: appVersion,
      ...figures,
    });
  };
  try {
    figures.drift.push(...(await work(counting(transport, figures))));
  } catch (reason) {
    const outcome = reason instanceof TransportFailure ? reason.code : 'device';
    if (outcome !== 'offline') void keep(outcome).catch(() => undefined);
    throw reason;
  }
  void keep('ok')
    .then(() => tell(options))
    .catch(() => undefined);
};

const counting = (transport: Transport, figures: Figures): Transport => ({
  ...transport,
  push: async (request) => {
    const answer = await transport.push(request);
    figures.sent += answer.verdicts.length;
    for (const { verdict, code = 'internal' } of answer.verdicts) {
      if (verdict === 'rejected') figures.refusals[code] = (figures.refusals[code] ?? 0) + 1;
    }
    return answer;
  },
  pull: async (request) => {
    const answer = await transport.pull(request);
    for (const { rows, gone } of Object.values(answer.tables)) figures.received += rows.length + gone.length;
    return answer;
  },
});

const tell = async ({ db, environment, sendReports }: ReportingOptions): Promise<void> => {
  const now = environment.now();
  const due = await reportsToSend(db, now, PAUSE_MS);
  if (!due) return;
  try {
    await sendReports(
      due.device,
      due.reports.map(({ at, ...report }) => ({ ...report, ago_ms: Math.max(0, now - at) })),
    );
  } catch (reason) {
    // What the server will never take is not sent again; anything else goes along next time.
    if (!(reason instanceof TransportFailure) || PASSING.has(reason.code)) return;
  }
  await forgetReports(db, due.reports);
};
