import { useParams } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { presetRange } from '../../../domain/reporting/date-range.ts';
import type { ActivityMetrics, ActivitySummary } from '../../../domain/reporting/metrics.ts';
import { isSyncStale } from '../../../domain/reporting/rep-week.ts';
import type { UserOverview } from '../../../data/admin/tracking.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { QueryNotice } from '../../../shared/queries/QueryNotice.tsx';
import { formatCount, formatDate, formatHours, formatPercent, plural } from '../../../ui/format.ts';
import { IconDownload } from '../../../ui/icons.ts';
import { lazyComponent } from '../../../ui/lazy-component.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { useNow } from '../../../ui/RelativeTime.tsx';
import { SkeletonRows, SkeletonTiles } from '../../../ui/Skeletons.tsx';
import { StatTile, StatTiles } from '../../../ui/StatTile.tsx';
import { ActivityList } from './ActivityList.tsx';
import { DeviceList } from './DeviceList.tsx';
import { getUserLeadNames } from '../../../data/admin/tracking.ts';
import { TransportFailure } from '../../../contract/transport-failure.ts';
import { requestErrorMessage } from '../../../shared/errors/request-error-message.ts';
import { showErrorToast } from '../../../ui/toast.tsx';
import { downloadCsv } from '../../../shared/files/csv.ts';
import { repNameOf } from './rep-list.ts';
import { useAddressState } from '../../../ui/address-state.ts';
import { DEFAULT_RANGE, type RangeSelection, RangePicker, rangeSelectionOf, selectedRangeOf } from './RangePicker.tsx';
import { SyncAge } from './SyncAge.tsx';
import { ActivityTypeBreakdown } from './ActivityTypeBreakdown.tsx';
import { HandOverButton } from './HandOverButton.tsx';
import { useRep } from './use-rep.ts';

const RangeCharts = lazyComponent(async () => (await import('./RangeCharts.tsx')).RangeCharts);

const ADDRESS = ['range', 'from', 'to'] as const;

/** One rep: activities over a range of dates, compared with the range before, and the state of their sync. */
export const RepScreen = () => {
  const { userId = '' } = useParams({ strict: false });
  const today = useToday();
  const [address, setAddress] = useAddressState(ADDRESS);
  const [selection, setSelection] = useState(() => rangeSelectionOf(address, today));
  const select = ({ preset, custom }: RangeSelection) => {
    setSelection({ preset, custom });
    setAddress({
      range: preset === DEFAULT_RANGE ? undefined : preset,
      from: preset === 'custom' ? custom.from : undefined,
      to: preset === 'custom' ? custom.to : undefined,
    });
  };
  const selectedRange = selectedRangeOf(selection, today);
  // While the typed dates are no valid range, the last valid one stays on screen.
  const [range, setRange] = useState(selectedRange ?? presetRange(DEFAULT_RANGE, today));
  if (selectedRange && (selectedRange.from !== range.from || selectedRange.to !== range.to)) setRange(selectedRange);

  const { overview, metrics, activities } = useRep(userId, range);
  const failedQuery = [metrics, activities, overview].find((query) => query.failure !== null);
  const failure = failedQuery?.failure;
  const person = overview.data?.person;
  const name = person ? repNameOf(person) : 'Rep';

  const exportActivities = async () => {
    try {
      const leads = await getUserLeadNames(userId);
      const rows = (activities.data ?? []).map((row) => ({ ...row, lead_name: leads.get(row.lead_id ?? '') ?? null }));
      await downloadCsv(`${name}-${range.from}-${range.to}`, rows);
    } catch (reason) {
      const code = reason instanceof TransportFailure ? reason.code : null;
      showErrorToast(requestErrorMessage(code, 'Nothing was exported.'));
    }
  };

  return (
    <Page width="wide">
      <PageHeader
        title={name}
        detail={person && `${person.email} · ${person.time_zone}`}
        back={{ to: '/admin/reps', label: 'Reps' }}
        actions={
          <>
            {person && <HandOverButton person={person} />}
            <ButtonLink to="/admin/reps/$userId/history" params={{ userId }} variant="default">
              Audit trail
            </ButtonLink>
            <Button
              variant="default"
              leftSection={<IconDownload size={18} aria-hidden />}
              disabled={!activities.data?.length}
              onClick={() => exportActivities()}
            >
              Export CSV
            </Button>
          </>
        }
      />
      {failure?.message === 'unknown_person' ? (
        <ErrorNotice title="Person not found.">The account was deleted, or the link is wrong.</ErrorNotice>
      ) : (
        <QueryNotice
          audience="admin"
          errorCode={failure?.code ?? null}
          savedAt={failedQuery?.savedAt ?? null}
          onRetry={() => Promise.all([overview.refetch(), metrics.refetch(), activities.refetch()])}
        />
      )}
      <RangePicker selection={selection} today={today} onChange={select} />
      {metrics.isLoading && (
        <>
          <SkeletonTiles count={6} />
          <SkeletonRows count={4} />
        </>
      )}
      {metrics.data && <RepMetrics metrics={metrics.data} overview={overview.data} />}
      {overview.data && (
        <Section title="Devices">
          {overview.data.devices.length > 0 ? (
            <DeviceList devices={overview.data.devices} />
          ) : (
            <EmptyState>No devices have synced yet.</EmptyState>
          )}
        </Section>
      )}
      {activities.isLoading && <SkeletonRows count={5} />}
      {activities.data && activities.data.length > 0 && (
        <Section
          title="Activities"
          detail={`${plural(activities.data.length, 'activity', 'activities')}, ${rangeLabel(range.from, range.to, today)}`}
        >
          <ActivityList key={`${range.from} ${range.to}`} userId={userId} activities={activities.data} today={today} />
        </Section>
      )}
    </Page>
  );
};

const rangeLabel = (from: CalendarDate, to: CalendarDate, today: CalendarDate): string =>
  `${formatDate(from, today)} to ${formatDate(to, today)}`;

const RepMetrics = ({ metrics, overview }: { metrics: ActivityMetrics; overview: UserOverview | undefined }) => {
  const { totals, previous } = metrics;
  const isEmpty = totals.done + totals.planned + totals.cancelled === 0;
  return (
    <>
      <RepMetricTiles totals={totals} previous={previous} overview={overview} />
      {isEmpty ? (
        <EmptyState>Nothing logged in this period. Choose a longer one.</EmptyState>
      ) : (
        <>
          <Suspense fallback={<SkeletonRows count={4} />}>
            <RangeCharts metrics={metrics} />
          </Suspense>
          <Section title="By type">
            <ActivityTypeBreakdown types={metrics.by_type} />
          </Section>
        </>
      )}
    </>
  );
};

interface RepMetricTilesProps {
  totals: ActivitySummary;
  previous: ActivitySummary;
  overview: UserOverview | undefined;
}

const RepMetricTiles = ({ totals, previous, overview }: RepMetricTilesProps) => {
  const now = useNow();
  return (
    <StatTiles>
      <StatTile
        label="Done"
        value={formatCount(totals.done)}
        detail={`Previous period: ${formatCount(previous.done)}`}
      />
      <StatTile
        label="Completion rate"
        value={completionRateLabel(totals)}
        detail={`Previous period: ${completionRateLabel(previous)}`}
      />
      <StatTile
        label="Time"
        value={formatHours(totals.minutes)}
        detail={`Previous period: ${formatHours(previous.minutes)}`}
      />
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
              stale={isSyncStale(overview, now)}
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

const completionRateLabel = ({ completion_rate }: ActivitySummary): string =>
  completion_rate === null ? '–' : formatPercent(completion_rate);
