import { Suspense } from 'react';
import type { SyncCycleStats, SyncHealth } from '../../../domain/sync/sync-health.ts';
import { getSyncHealth } from '../../../data/admin/sync-health.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { QueryNotice } from '../../../shared/queries/QueryNotice.tsx';
import { formatCount, formatPercent, plural } from '../../../ui/format.ts';
import { IconHeartbeat } from '../../../ui/icons.ts';
import { lazyComponent } from '../../../ui/lazy-component.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { useAddressState } from '../../../ui/address-state.ts';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { SkeletonRows, SkeletonTiles } from '../../../ui/Skeletons.tsx';
import { StatTile, StatTiles } from '../../../ui/StatTile.tsx';
import { rangeBounds, HEALTH_RANGES, type HealthRange } from './range.ts';
import { durationOrDash, rejectionLabel, syncFailureLabel, tableLabel } from './labels.ts';

const HealthCharts = lazyComponent(async () => (await import('./HealthCharts.tsx')).HealthCharts);

const ADDRESS = ['range'] as const;

/** Statistics of the sync cycles of all devices, from the reports that devices send. */
export const HealthScreen = () => {
  const [address, setAddress] = useAddressState(ADDRESS);
  const range = HEALTH_RANGES.find(({ value }) => value === address.range)?.value ?? 'day';
  const setRange = (to: HealthRange) => {
    setAddress({ range: to === 'day' ? undefined : to });
  };
  const health = usePersistedQuery({
    key: ['sync-health', range],
    read: () => {
      const { since, until } = rangeBounds(range, Date.now());
      return getSyncHealth(since, until);
    },
  });
  return (
    <Page width="wide">
      <PageHeader title="Sync health" detail="As reported by devices; offline devices report when they reconnect." />
      <QueryNotice
        audience="admin"
        errorCode={health.failure?.code ?? null}
        savedAt={health.savedAt}
        onRetry={() => health.refetch()}
      />
      <div>
        <Segmented label="Period" value={range} options={HEALTH_RANGES} onChange={setRange} />
      </div>
      {health.isLoading && (
        <>
          <SkeletonTiles count={6} />
          <SkeletonRows count={4} />
        </>
      )}
      {health.data &&
        (health.data.totals.cycles === 0 ? (
          <EmptyState icon={<IconHeartbeat size={22} aria-hidden />}>
            No syncs reported in this period. Choose a longer one.
          </EmptyState>
        ) : (
          <SyncHealthContent health={health.data} />
        ))}
    </Page>
  );
};

const SyncHealthContent = ({ health }: { health: SyncHealth }) => (
  <>
    <SyncHealthTiles totals={health.totals} devices={health.devices} />
    <Suspense fallback={<SkeletonRows count={4} />}>
      <HealthCharts health={health} />
    </Suspense>
    <CodeCounts
      title="Failed syncs"
      emptyMessage="Every sync in this period succeeded."
      counts={health.failures}
      labelOf={syncFailureLabel}
    />
    <CodeCounts
      title="Rejected changes"
      detail="Changes that the cloud rejected in this period. Older ones may still be kept on devices: System counts those."
      emptyMessage="No changes were rejected in this period."
      counts={health.rejections}
      labelOf={rejectionLabel}
    />
    <CodeCounts
      title="Devices repaired"
      emptyMessage="Every device that compared itself with the cloud in this period matched it."
      counts={health.drift}
      labelOf={tableLabel}
    />
    {health.unrepaired.length > 0 && <UnrepairedRows counts={health.unrepaired} />}
    <Section title="App versions in use">
      <ListRows label="App versions in use">
        {health.versions.map((version) => (
          <ListRow
            key={version.app_version}
            title={version.app_version || 'Unknown'}
            detail={
              <>
                Last sync <RelativeTime instant={Date.parse(version.last_seen_at)} />
              </>
            }
            trailing={plural(version.devices, 'device')}
          />
        ))}
      </ListRows>
    </Section>
  </>
);

const SyncHealthTiles = ({ totals, devices }: { totals: SyncCycleStats; devices: number }) => (
  <StatTiles>
    <StatTile
      label="Succeeded"
      value={formatPercent(totals.succeeded / totals.cycles)}
      detail={`of ${plural(totals.cycles, 'sync', 'syncs')}, ${plural(devices, 'device')}`}
    />
    <StatTile label="Median" value={durationOrDash(totals.p50_ms)} detail="Successful syncs" />
    <StatTile label="95th percentile" value={durationOrDash(totals.p95_ms)} detail="Successful syncs" />
    <StatTile label="Changes sent" value={formatCount(totals.sent)} />
    <StatTile label="Rows received" value={formatCount(totals.received)} />
    <StatTile
      label="Longest wait"
      value={durationOrDash(totals.oldest_pending_ms)}
      detail="From a change to its sync"
    />
  </StatTiles>
);

/** What needs a developer: no device reads it again by itself. */
const UnrepairedRows = ({ counts }: { counts: SyncHealth['unrepaired'] }) => (
  <Section title="Not repaired">
    <ListRows label="Not repaired">
      {counts.map(({ code, count, devices }) => (
        <ListRow
          key={code}
          title={tableLabel(code)}
          detail={`Still different from the cloud after reading everything again, on ${plural(devices, 'device')}`}
          trailing={plural(count, 'row')}
        />
      ))}
    </ListRows>
  </Section>
);

interface CodeCountsProps {
  title: string;
  detail?: string;
  emptyMessage: string;
  counts: readonly { code: string; count: number }[];
  labelOf: (code: string) => string;
}

const CodeCounts = ({ title, detail, emptyMessage, counts, labelOf }: CodeCountsProps) => (
  <Section title={title} {...(detail !== undefined && { detail })}>
    {counts.length === 0 ? (
      <EmptyState>{emptyMessage}</EmptyState>
    ) : (
      <ListRows label={title}>
        {counts.map(({ code, count }) => (
          <ListRow key={code} title={labelOf(code)} trailing={formatCount(count)} />
        ))}
      </ListRows>
    )}
  </Section>
);
