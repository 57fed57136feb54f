import type { ActivityMetrics, WorkCounts } from '../../domain/metrics.ts';
import { Columns, Lines } from '../../ui/Charts.tsx';
import { Figure, Figures } from '../../ui/Figure.tsx';
import { formatCount, formatDate, formatPercent, plural } from '../../ui/format.ts';

/** More bars than this are told by week. */
const MOST_DAYS = 92;

const STATES = [
  { key: 'done', label: 'Done', colour: 'var(--accent)' },
  { key: 'planned', label: 'Planned', colour: 'var(--accent-planned)' },
  { key: 'cancelled', label: 'Cancelled', colour: 'var(--line-strong)' },
] as const;

/** The pictures of a range: what was done day by day, and week by week beside the range before. */
export const RangeCharts = ({ metrics }: { metrics: ActivityMetrics }) => (
  <Figures>
    <WorkChart metrics={metrics} />
    {metrics.by_week.length > 1 && <TrendChart metrics={metrics} />}
  </Figures>
);

const WorkChart = ({ metrics }: { metrics: ActivityMetrics }) => {
  const byDay = metrics.by_day.length <= MOST_DAYS;
  const bars: (Pick<WorkCounts, 'done' | 'planned' | 'cancelled'> & { name: string })[] = byDay
    ? metrics.by_day.map((day) => ({ ...day, name: formatDate(day.date) }))
    : metrics.by_week.map((week) => ({ ...week.this, name: formatDate(week.from_date) }));
  const { done, planned, cancelled } = metrics.totals;
  return (
    <Figure
      title={byDay ? 'By day' : 'By week'}
      summary={`${plural(done, 'activity', 'activities')} done, ${formatCount(planned)} planned and ${formatCount(cancelled)} cancelled over ${plural(metrics.by_day.length, 'day')}. The table has every figure.`}
      legend={STATES}
      table={{
        columns: [byDay ? 'Day' : 'Week from', 'Done', 'Planned', 'Cancelled'],
        rows: bars.map((bar) => [bar.name, bar.done, bar.planned, bar.cancelled]),
      }}
    >
      <Columns points={bars} series={STATES} figuresWidth={32} />
    </Figure>
  );
};

const TREND = [
  { key: 'now', label: 'This range', colour: 'var(--accent)' },
  { key: 'before', label: 'The range before', colour: 'var(--ink-quiet)', isDashed: true },
] as const;

const TrendChart = ({ metrics }: { metrics: ActivityMetrics }) => {
  const points = metrics.by_week.map((week) => ({
    name: formatDate(week.from_date),
    now: week.this.done,
    before: week.before.done,
    rate: week.this.completion_rate,
  }));
  const { totals, previous } = metrics;
  return (
    <Figure
      title="Done by week"
      summary={`${formatCount(totals.done)} done in this range, ${formatCount(previous.done)} in the one before. The table has every week.`}
      legend={TREND}
      table={{
        columns: ['Week from', 'Done', 'Range before', 'Completion'],
        rows: points.map((point) => [
          point.name,
          point.now,
          point.before,
          point.rate === null ? '–' : formatPercent(point.rate),
        ]),
      }}
    >
      <Lines points={points} series={TREND} figuresWidth={32} />
    </Figure>
  );
};
