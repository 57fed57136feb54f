import type { SyncHealth } from '../../../domain/sync/sync-health.ts';
import { StackedColumnChart, MultiLineChart } from '../../../ui/Charts.tsx';
import { Figure, Figures } from '../../../ui/Figure.tsx';
import { formatCount, plural } from '../../../ui/format.ts';
import { bucketLabel, durationOrDash, formatMilliseconds } from './labels.ts';

/** Over a range: how many syncs there were and how long they took. */
export const HealthCharts = ({ health }: { health: SyncHealth }) => {
  const buckets = health.buckets.map(({ at, figures }) => ({
    name: bucketLabel(at, health.bucket_seconds),
    ...figures,
    failed: figures.cycles - figures.succeeded,
  }));
  return (
    <Figures>
      <SyncsChart buckets={buckets} health={health} />
      <DurationChart buckets={buckets} health={health} />
    </Figures>
  );
};

type HealthBucket = SyncHealth['buckets'][number]['figures'] & { name: string; failed: number };

interface HealthChartProps {
  buckets: HealthBucket[];
  health: SyncHealth;
}

const SYNC_OUTCOME_SERIES = [
  { key: 'succeeded', label: 'Succeeded', colour: 'var(--accent)' },
  { key: 'failed', label: 'Failed', colour: 'var(--warn)' },
] as const;

const timeColumnLabel = ({ bucket_seconds }: SyncHealth): string => (bucket_seconds < 86_400 ? 'Hour from' : 'Day');

const SyncsChart = ({ buckets, health }: HealthChartProps) => {
  const { cycles, succeeded } = health.totals;
  return (
    <Figure
      title="Syncs"
      summary={`${plural(succeeded, 'sync', 'syncs')} succeeded and ${formatCount(cycles - succeeded)} failed. The table has all figures.`}
      legend={SYNC_OUTCOME_SERIES}
      table={{
        columns: [timeColumnLabel(health), 'Succeeded', 'Failed', 'Sent', 'Received'],
        rows: buckets.map((bucket) => [
          bucket.name,
          bucket.succeeded,
          bucket.failed,
          formatCount(bucket.sent),
          formatCount(bucket.received),
        ]),
      }}
    >
      <StackedColumnChart points={buckets} series={SYNC_OUTCOME_SERIES} axisWidth={40} />
    </Figure>
  );
};

const SYNC_DURATION_SERIES = [
  { key: 'p50_ms', label: 'Median', colour: 'var(--accent)' },
  { key: 'p95_ms', label: '95th percentile', colour: 'var(--ink-quiet)' },
] as const;

const DurationChart = ({ buckets, health }: HealthChartProps) => (
  <Figure
    title="Duration"
    summary={`Median ${durationOrDash(health.totals.p50_ms)}, 95th percentile ${durationOrDash(health.totals.p95_ms)}. The table has all figures.`}
    legend={SYNC_DURATION_SERIES}
    table={{
      columns: [timeColumnLabel(health), 'Median', '95th percentile', 'Longest wait'],
      rows: buckets.map((bucket) => [
        bucket.name,
        durationOrDash(bucket.p50_ms),
        durationOrDash(bucket.p95_ms),
        durationOrDash(bucket.oldest_pending_ms),
      ]),
    }}
  >
    <MultiLineChart points={buckets} series={SYNC_DURATION_SERIES} axisWidth={56} format={formatMilliseconds} />
  </Figure>
);
