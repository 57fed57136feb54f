import type { SyncHealth } from '../../domain/health.ts';
import { Columns, Lines } from '../../ui/Charts.tsx';
import { Figure, Figures } from '../../ui/Figure.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { formatSpan, stretchName } from './words.ts';

/** The pictures of a time: how many syncs there were, and how long they took. */
export const HealthCharts = ({ health }: { health: SyncHealth }) => {
  const stretches = health.buckets.map(({ at, figures }) => ({
    name: stretchName(at, health.bucket_seconds),
    ...figures,
    failed: figures.drains - figures.succeeded,
  }));
  return (
    <Figures>
      <SyncsChart stretches={stretches} health={health} />
      <DurationChart stretches={stretches} health={health} />
    </Figures>
  );
};

type Stretch = SyncHealth['buckets'][number]['figures'] & { name: string; failed: number };

interface ChartProps {
  stretches: Stretch[];
  health: SyncHealth;
}

const OUTCOMES = [
  { key: 'succeeded', label: 'Succeeded', colour: 'var(--accent)' },
  { key: 'failed', label: 'Did not', colour: 'var(--warn)' },
] as const;

const columnName = ({ bucket_seconds }: SyncHealth): string => (bucket_seconds < 86_400 ? 'Hour from' : 'Day');

const SyncsChart = ({ stretches, health }: ChartProps) => {
  const { drains, succeeded } = health.totals;
  return (
    <Figure
      title="Syncs"
      summary={`${plural(succeeded, 'sync', 'syncs')} succeeded and ${formatCount(drains - succeeded)} did not. The table has every figure.`}
      legend={OUTCOMES}
      table={{
        columns: [columnName(health), 'Succeeded', 'Did not', 'Sent', 'Received'],
        rows: stretches.map((s) => [s.name, s.succeeded, s.failed, formatCount(s.sent), formatCount(s.received)]),
      }}
    >
      <Columns points={stretches} series={OUTCOMES} figuresWidth={40} />
    </Figure>
  );
};

const DURATIONS = [
  { key: 'p50_ms', label: 'Half take at most', colour: 'var(--accent)' },
  { key: 'p95_ms', label: '95% take at most', colour: 'var(--ink-quiet)' },
] as const;

const span = (ms: number | null): string => (ms === null ? '–' : formatSpan(ms));

const DurationChart = ({ stretches, health }: ChartProps) => (
  <Figure
    title="Duration"
    summary={`Half of the syncs took at most ${span(health.totals.p50_ms)}, 95% at most ${span(health.totals.p95_ms)}. The table has every figure.`}
    legend={DURATIONS}
    table={{
      columns: [columnName(health), 'Half', '95%', 'Longest wait'],
      rows: stretches.map((s) => [s.name, span(s.p50_ms), span(s.p95_ms), span(s.oldest_pending_ms)]),
    }}
  >
    <Lines points={stretches} series={DURATIONS} figuresWidth={56} format={formatSpan} />
  </Figure>
);
