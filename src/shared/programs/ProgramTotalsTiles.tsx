import type { ProgramTotals } from '../../data/programs/statistics.ts';
import { wholePercent } from '../../domain/reporting/metrics.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { StatTile, StatTiles } from '../../ui/StatTile.tsx';

/** Views, enrollments, starts and completions. */
export const ProgramTotalsTiles = ({ totals }: { totals: ProgramTotals }) => {
  const { viewed, viewed_anonymously, imported, used, people, started, completed } = totals;
  return (
    <StatTiles>
      <StatTile
        label="Views"
        value={formatCount(viewed)}
        detail={`and ${formatCount(viewed_anonymously)} signed out`}
      />
      <StatTile
        label="Enrollments"
        value={formatCount(imported + used)}
        detail={`${formatCount(imported)} self-started`}
      />
      <StatTile label="Started" value={shareOf(started, people)} detail={countOf(started, people)} />
      <StatTile label="Completed" value={shareOf(completed, people)} detail={countOf(completed, people)} />
    </StatTiles>
  );
};

const shareOf = (count: number, of: number): string => (of === 0 ? '–' : `${String(wholePercent(count / of))}%`);

const countOf = (count: number, of: number): string => `${formatCount(count)} of ${plural(of, 'person', 'people')}`;
