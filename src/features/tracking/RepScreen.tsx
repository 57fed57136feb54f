import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { CalendarDate } from '../../domain/calendar.ts';
import { type ActivityMetrics, isStale, presetRange, type WorkSummary } from '../../domain/metrics.ts';
import type { UserOverview } from '../../remote/tracking.ts';
import { useToday } from '../../store/react.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { formatCount, formatDate, formatPercent, plural } from '../../ui/format.ts';
import { IconDownload } from '../../ui/icons.ts';
import { EmptyState, ErrorNotice } from '../../ui/Messages.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { useNow } from '../../ui/RelativeTime.tsx';
import { SkeletonRows, SkeletonTiles } from '../../ui/Skeletons.tsx';
import { StatTile, StatTiles } from '../../ui/StatTile.tsx';
import { ActivityList } from './ActivityList.tsx';
import { DeviceList } from './DeviceList.tsx';
import { downloadCsv } from './download-csv.ts';
import { formatHours } from './format-hours.ts';
import { nameOf } from './rep-list.ts';
import { type PickedRange, RangePicker, rangeOf } from './RangePicker.tsx';
import { SyncAge } from './SyncAge.tsx';
import { TypeShares } from './TypeShares.tsx';
import { useRep } from './use-rep.ts';

const RangeCharts = lazy(async () => ({ default: (await import('./RangeCharts.tsx')).RangeCharts }));

/** One rep: what they did over a range of dates, beside the range before, and how their sync is. */
export const RepScreen = () => {
  const { userId = '' } = useParams({ strict: false });
  const today = useToday();
  const [picked, setPicked] = useState<PickedRange>({ preset: 'four_weeks', custom: presetRange('four_weeks', today) });
  const chosen = rangeOf(picked, today);
  // While its dates make no range, the last good one stays on screen.
  const [range, setRange] = useState(chosen ?? presetRange('four_weeks', today));
  if (chosen && (chosen.from !== range.from || chosen.to !== range.to)) setRange(chosen);

  const { overview, metrics, activities } = useRep(userId, range);
  const failing = [metrics, activities, overview].find((query) => query.failure !== null);
  const failure = failing?.failure;
  const person = overview.data?.person;
  const name = person ? nameOf(person) : 'Rep';

  return (
    <Page width="wide">
      <PageHeader
        title={name}
        detail={person && `${person.email} · ${person.time_zone}`}
        back={{ to: '/admin/reps', label: 'Reps' }}
        actions={
          <>
            <ButtonLink to="/admin/reps/$userId/history" params={{ userId }} variant="default">
              Audit trail
            </ButtonLink>
            <Button
              variant="default"
              leftSection={<IconDownload size={18} aria-hidden />}
              disabled={!activities.data?.length}
              onClick={() => {
                void downloadCsv(`${name}-${range.from}-${range.to}`, activities.data ?? []);
              }}
            >
              CSV
            </Button>
          </>
        }
      />
      {failure?.message === 'unknown_person' ? (
        <ErrorNotice title="There is nobody here.">The account has been deleted, or the link is not right.</ErrorNotice>
      ) : (
        <AnswerNotice
          problem={failure?.code ?? null}
          savedAt={failing?.savedAt ?? null}
          onRetry={() => {
            void Promise.all([overview.refetch(), metrics.refetch(), activities.refetch()]);
          }}
        />
      )}
      <RangePicker picked={picked} today={today} onChange={setPicked} />
      {metrics.isLoading && (
        <>
          <SkeletonTiles count={6} />
          <SkeletonRows count={4} />
        </>
      )}
      {metrics.data && <Figures metrics={metrics.data} overview={overview.data} />}
      {overview.data && (
        <Section title="Devices">
          {overview.data.devices.length > 0 ? (
            <DeviceList devices={overview.data.devices} />
          ) : (
            <EmptyState>No device of {name} has synced yet.</EmptyState>
          )}
        </Section>
      )}
      {activities.isLoading && <SkeletonRows count={5} />}
      {activities.data && activities.data.length > 0 && (
        <Section
          title="Activities"
          detail={`${plural(activities.data.length, 'activity', 'activities')}, ${rangeName(range.from, range.to, today)}`}
        >
          <ActivityList key={`${range.from} ${range.to}`} activities={activities.data} today={today} />
        </Section>
      )}
    </Page>
  );
};

const rangeName = (from: CalendarDate, to: CalendarDate, today: CalendarDate): string =>
  `${formatDate(from, today)} to ${formatDate(to, today)}`;

const Figures = ({ metrics, overview }: { metrics: ActivityMetrics; overview: UserOverview | undefined }) => {
  const { totals, previous } = metrics;
  const nothing = totals.done + totals.planned + totals.cancelled === 0;
  return (
    <>
      <Tiles totals={totals} previous={previous} overview={overview} />
      {nothing ? (
        <EmptyState>Nothing was logged in this range. Choose a longer one.</EmptyState>
      ) : (
        <>
          <Suspense fallback={<SkeletonRows count={4} />}>
            <RangeCharts metrics={metrics} />
          </Suspense>
          <Section title="By type">
            <TypeShares types={metrics.by_type} />
          </Section>
        </>
      )}
    </>
  );
};

interface TilesProps {
  totals: WorkSummary;
  previous: WorkSummary;
  overview: UserOverview | undefined;
}

const Tiles = ({ totals, previous, overview }: TilesProps) => {
  const now = useNow();
  return (
    <StatTiles>
      <StatTile label="Done" value={formatCount(totals.done)} detail={`Before: ${formatCount(previous.done)}`} />
      <StatTile label="Completion rate" value={rate(totals)} detail={`Before: ${rate(previous)}`} />
      <StatTile label="Time" value={formatHours(totals.minutes)} detail={`Before: ${formatHours(previous.minutes)}`} />
      <StatTile
        label="Planned"
        value={formatCount(totals.planned)}
        detail={`${formatCount(totals.cancelled)} cancelled`}
      />
      <StatTile label="Leads" value={overview ? formatCount(overview.leads) : '…'} detail="Now" />
      <StatTile
        label="Last sync"
        value={
          overview ? (
            <SyncAge
              lastSyncAt={overview.last_sync_at}
              stale={isStale(overview, now)}
              rejected={overview.devices.reduce((sum, device) => sum + device.rejected, 0)}
              now={now}
            />
          ) : (
            '…'
          )
        }
        detail={overview && plural(overview.devices.length, 'device')}
      />
    </StatTiles>
  );
};

const rate = ({ completion_rate }: WorkSummary): string =>
  completion_rate === null ? '–' : formatPercent(completion_rate);
