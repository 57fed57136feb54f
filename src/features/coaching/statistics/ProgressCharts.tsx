import type { ProgramStatistics } from '../../../data/programs/statistics.ts';
import { wholePercent } from '../../../domain/reporting/metrics.ts';
import { MultiLineChart } from '../../../ui/Charts.tsx';
import { Figure } from '../../../ui/Figure.tsx';

const SERIES = [{ key: 'share', label: 'Still active', colour: 'var(--accent)' }] as const;

const percent = (value: number): string => `${String(value)}%`;

/** By program day, the share of people who did a task of that day or a later one. */
export const ProgressCharts = ({ days }: { days: ProgramStatistics['days'] }) => {
  const points = days.map(({ day, reached, active }) => ({
    name: `Day ${String(day)}`,
    share: reached === 0 ? 0 : wholePercent(active / reached),
    reached,
    active,
  }));
  const last = points.at(-1);
  return (
    <Figure
      title="Still active by day"
      summary={`On ${last?.name ?? 'no day'}, ${percent(last?.share ?? 0)} of the people who came to it did a task of that day or a later one. The table has all figures.`}
      legend={SERIES}
      table={{
        columns: ['Day', 'Came to it', 'Active on it or later', 'Share'],
        rows: points.map(({ name, reached, active, share }) => [name, reached, active, percent(share)]),
      }}
    >
      <MultiLineChart points={points} series={SERIES} axisWidth={48} format={percent} />
    </Figure>
  );
};
