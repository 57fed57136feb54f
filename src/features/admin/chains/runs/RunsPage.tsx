import { useState } from 'react';
import { type RunFilter, RUNS_PAGE_SIZE } from '../../../../data/chains/runs.ts';
import { useRuns } from '../../../../data/chains/use-chains.ts';
import type { TimetableEntry } from '../../../../domain/chains/timetable.ts';
import { QueryState } from '../../../../shared/queries/QueryNotice.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { ListRows } from '../../../../ui/ListRows.tsx';
import { RunRow } from './RunRow.tsx';

interface RunsPageProps {
  filter: RunFilter;
  timetable: readonly TimetableEntry[];
  /** The last run of the page before. */
  before?: number;
  onClearFilter: () => void;
}

/** A page of runs, and those after it that are loaded. Each page begins where the one before ends, whatever is added there. */
export const RunsPage = ({ filter, timetable, before, onClearFilter }: RunsPageProps) => {
  const runs = useRuns(filter, before);
  const [hasMore, setHasMore] = useState(false);
  const isFiltered = filter.chain !== undefined || filter.status !== undefined;
  const last = runs.data?.at(-1);
  const isFull = (runs.data?.length ?? 0) >= RUNS_PAGE_SIZE;
  return (
    <>
      <QueryState audience="admin" query={runs} skeletonRows={6} />
      {runs.data?.length === 0 &&
        (before !== undefined ? (
          <p>There are no older runs.</p>
        ) : isFiltered ? (
          <EmptyState
            action={
              <Button variant="default" onClick={onClearFilter}>
                Clear filters
              </Button>
            }
          >
            No runs match these filters.
          </EmptyState>
        ) : (
          <EmptyState>Nothing has run yet.</EmptyState>
        ))}
      {runs.data && runs.data.length > 0 && (
        <ListRows label={before === undefined ? 'Runs' : `Runs before run ${String(before)}`}>
          {runs.data.map((run) => (
            <RunRow key={run.id} run={run} timetable={timetable} />
          ))}
        </ListRows>
      )}
      {last && isFull && hasMore && (
        <RunsPage filter={filter} timetable={timetable} before={last.id} onClearFilter={onClearFilter} />
      )}
      {isFull && !hasMore && (
        <Button
          variant="default"
          onClick={() => {
            setHasMore(true);
          }}
        >
          Load more
        </Button>
      )}
    </>
  );
};
