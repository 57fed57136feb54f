import type { ActivityMetrics, ActivityCounts } from '../../../domain/reporting/metrics.ts';
import { StackedColumnChart, MultiLineChart } from '../../../ui/Charts.tsx';
import { Figure, Figures } from '../../../ui/Figure.tsx';
import { formatCount, formatDate, formatPercent, plural } from '../../../ui/format.ts';

/** With more days than this, bars are weeks. */
const MAX_DAILY_BARS = 92;

const ACTIVITY_STATUS_SERIES = [
  { key: 'done', label: 'Done', colour: 'var(--accent)' },
  { key: 'planned', label: 'Planned', colour: 'var(--accent-planned)' },
  { key: 'cancelled', label: 'Cancelled', colour: 'var(--line-strong)' },
] as const;

/** A range by day, and by week beside the range before. */
export const RangeCharts = ({ metrics }: { metrics: ActivityMetrics }) => (
  <Figures>
    <ActivityStatusChart metrics={metrics} />
    {metrics.by_week.length > 1 && <TrendChart metrics={metrics} />}
  </Figures>
);

const ActivityStatusChart = ({ metrics }: { metrics: ActivityMetrics }) => {
  const byDay = metrics.by_day.length <= MAX_DAILY_BARS;
  const bars: (Pick<ActivityCounts, 'done' | 'planned' | 'cancelled'> & { name: string })[] = byDay
    ? metrics.by_day.map((day) => ({ ...day, name: formatDate(day.date) }))
    : metrics.by_week.map((week) => ({ ...week.this, name: formatDate(week.from_date) }));
  const { done, planned, cancelled } = metrics.totals;
  return (
    <Figure
      title={byDay ? 'By day' : 'By week'}
      summary={`${plural(done, 'activity', 'activities')} done, ${formatCount(planned)} planned and ${formatCount(cancelled)} cancelled over ${plural(metrics.by_day.length, 'day')}. The table has all figures.`}
      legend={ACTIVITY_STATUS_SERIES}
      table={{
        columns: [byDay ? 'Day' : 'Week from', 'Done', 'Planned', 'Cancelled'],
        rows: bars.map((bar) => [bar.name, bar.done, bar.planned, bar.cancelled]),
      }}
    >
      <StackedColumnChart points={bars} series={ACTIVITY_STATUS_SERIES} axisWidth={32} />
    </Figure>
  );
};

const TREND_SERIES = [
  { key: 'now', label: 'This period', colour: 'var(--accent)' },
  { key: 'before', label: 'Previous period', colour: 'var(--ink-quiet)', isDashed: true },
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
      summary={`${formatCount(totals.done)} done in this period, ${formatCount(previous.done)} in the previous one. The table has every week.`}
      legend={TREND_SERIES}
      table={{
        columns: ['Week from', 'Done', 'Previous period', 'Completion'],
        rows: points.map((point) => [
          point.name,
          point.now,
          point.before,
          point.rate === null ? '–' : formatPercent(point.rate),
        ]),
      }}
    >
      <MultiLineChart points={points} series={TREND_SERIES} axisWidth={32} />
    </Figure>
  );
};
