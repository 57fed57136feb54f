import { useMediaQuery } from '@mantine/hooks';
import { useMemo } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { isCalendarDate, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { QueryNotice } from '../../../shared/queries/QueryNotice.tsx';
import { DateStepButtons } from '../../../ui/DateStepButtons.tsx';
import { formatCount, formatHours, formatPercent } from '../../../ui/format.ts';
import { IconDownload, IconUsers } from '../../../ui/icons.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { useAddressState } from '../../../ui/address-state.ts';
import { RelativeTime, useNow } from '../../../ui/RelativeTime.tsx';
import { SkeletonRows, SkeletonTiles } from '../../../ui/Skeletons.tsx';
import { StatTile, StatTiles } from '../../../ui/StatTile.tsx';
import { downloadCsv } from '../../../shared/files/csv.ts';
import {
  filterReps,
  type ListedRep,
  toListedReps,
  repCsvRows,
  repFilterInAddress,
  repFilterOf,
  repTotals,
} from './rep-list.ts';
import { RepCards } from './RepCards.tsx';
import { RepFilters } from './RepFilters.tsx';
import { RepsTable } from './RepsTable.tsx';
import { useAllRepsProgram } from './use-all-reps-program.ts';

const ADDRESS = ['week', 'q', 'pace', 'stale'] as const;

/** The week of all reps: goals and progress, who is behind, whose sync is stale. */
export const RepsScreen = () => {
  const today = useToday();
  const now = useNow();
  const [address, setAddress] = useAddressState(ADDRESS);
  const { week: weekInAddress = '' } = address;
  const weekStart = isCalendarDate(weekInAddress) ? weekStartOf(weekInAddress) : weekStartOf(today);
  const week = useAllRepsProgram(weekStart);
  const narrow = useMediaQuery('(max-width: 61.99em)', false, { getInitialValueInEffect: false });

  const all = useMemo(() => toListedReps(week.data ?? [], weekStart, today, now), [week.data, weekStart, today, now]);
  const filter = useMemo(() => repFilterOf(address), [address]);
  const reps = useMemo(() => filterReps(all, filter), [all, filter]);

  return (
    <Page width="wide">
      <PageHeader
        title="Reps"
        detail={week.savedAt !== null && !week.failure && <LoadedAt savedAt={week.savedAt} busy={week.isFetching} />}
        actions={
          <Button
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            disabled={reps.length === 0}
            onClick={() => downloadCsv(`reps-${weekStart}`, repCsvRows(reps, weekStart))}
          >
            Export CSV
          </Button>
        }
      />
      <QueryNotice
        audience="admin"
        errorCode={week.failure?.code ?? null}
        savedAt={week.savedAt}
        onRetry={() => week.refetch()}
      />
      <DateStepButtons
        showsName
        unit="week"
        date={weekStart}
        today={today}
        onChange={(date) => {
          setAddress({ week: date === weekStartOf(today) ? undefined : date });
        }}
      />
      {week.isLoading && (
        <>
          <SkeletonTiles count={5} />
          <SkeletonRows count={8} />
        </>
      )}
      {week.data && (
        <>
          <RepTotalsTiles reps={reps} />
          <RepFilters
            filter={filter}
            onChange={(change) => {
              setAddress(repFilterInAddress({ ...filter, ...change }));
            }}
            shown={reps}
            all={all}
          />
          {reps.length > 0 ? (
            narrow ? (
              <RepCards reps={reps} />
            ) : (
              <RepsTable reps={reps} />
            )
          ) : all.length > 0 ? (
            <EmptyState
              action={
                <Button
                  variant="default"
                  onClick={() => {
                    setAddress({ q: undefined, pace: undefined, stale: undefined });
                  }}
                >
                  Clear filters
                </Button>
              }
            >
              No reps match these filters.
            </EmptyState>
          ) : (
            <EmptyState icon={<IconUsers size={22} aria-hidden />}>
              There are no reps yet. People who sign up appear here.
            </EmptyState>
          )}
        </>
      )}
    </Page>
  );
};

const LoadedAt = ({ savedAt, busy }: { savedAt: number; busy: boolean }) =>
  busy ? (
    'Updating…'
  ) : (
    <>
      Loaded <RelativeTime instant={savedAt} />
    </>
  );

const RepTotalsTiles = ({ reps }: { reps: ListedRep[] }) => {
  const totals = repTotals(reps);
  return (
    <StatTiles>
      <StatTile label="Done" value={formatCount(totals.done)} detail={formatHours(totals.minutes)} />
      <StatTile
        label="Goals reached"
        value={totals.attained === null ? '–' : formatPercent(totals.attained)}
        detail="Average across reps"
      />
      <StatTile label="Behind" value={formatCount(totals.behind)} detail="Below 80% of what is due by now" />
      <StatTile label="Stale" value={formatCount(totals.stale)} detail="No sync for 72 hours" />
    </StatTiles>
  );
};
