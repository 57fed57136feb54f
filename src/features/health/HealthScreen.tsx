import { lazy, Suspense, useState } from 'react';
import type { DrainFigures, SyncHealth } from '../../domain/health.ts';
import { getSyncHealth } from '../../remote/health.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { formatCount, formatPercent, plural } from '../../ui/format.ts';
import { IconHeartbeat } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { SkeletonRows, SkeletonTiles } from '../../ui/Skeletons.tsx';
import { StatTile, StatTiles } from '../../ui/StatTile.tsx';
import { boundsOf, HEALTH_RANGES, type HealthRange } from './range.ts';
import { failureName, formatSpan, refusalName, tableName } from './words.ts';

const HealthCharts = lazy(async () => ({ default: (await import('./HealthCharts.tsx')).HealthCharts }));

/** How sync goes on everybody's devices, as they tell themselves. */
export const HealthScreen = () => {
  const [range, setRange] = useState<HealthRange>('day');
  const health = useKeptQuery({
    key: ['health', range],
    read: () => {
      const { since, until } = boundsOf(range, Date.now());
      return getSyncHealth(since, until);
    },
  });
  return (
    <Page width="wide">
      <PageHeader title="Sync health" detail="As devices tell. One that is offline tells when it is back." />
      <AnswerNotice
        problem={health.failure?.code ?? null}
        savedAt={health.savedAt}
        onRetry={() => {
          void health.refetch();
        }}
      />
      <div>
        <Segmented label="Time" value={range} options={HEALTH_RANGES} onChange={setRange} />
      </div>
      {health.isLoading && (
        <>
          <SkeletonTiles count={6} />
          <SkeletonRows count={4} />
        </>
      )}
      {health.data &&
        (health.data.totals.drains === 0 ? (
          <EmptyState icon={<IconHeartbeat size={22} aria-hidden />}>
            No device has told of a sync in this time. Choose a longer one.
          </EmptyState>
        ) : (
          <Health health={health.data} />
        ))}
    </Page>
  );
};

const Health = ({ health }: { health: SyncHealth }) => (
  <>
    <Tiles totals={health.totals} devices={health.devices} />
    <Suspense fallback={<SkeletonRows count={4} />}>
      <HealthCharts health={health} />
    </Suspense>
    <Reasons title="What stopped syncs" nothing="Every sync succeeded." counts={health.failures} name={failureName} />
    <Reasons title="Refused changes" nothing="No change was refused." counts={health.refusals} name={refusalName} />
    <Reasons
      title="Devices brought in line"
      nothing="Every device that compared itself with the cloud held the same."
      counts={health.drift}
      name={tableName}
    />
    <Section title="App versions in use">
      <Rows label="App versions in use">
        {health.versions.map((version) => (
          <Row
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
      </Rows>
    </Section>
  </>
);

const span = (ms: number | null): string => (ms === null ? '–' : formatSpan(ms));

const Tiles = ({ totals, devices }: { totals: DrainFigures; devices: number }) => (
  <StatTiles>
    <StatTile
      label="Succeeded"
      value={formatPercent(totals.succeeded / totals.drains)}
      detail={`of ${plural(totals.drains, 'sync', 'syncs')}, ${plural(devices, 'device')}`}
    />
    <StatTile label="Half take at most" value={span(totals.p50_ms)} detail="Of those that succeeded" />
    <StatTile label="95% take at most" value={span(totals.p95_ms)} detail="Of those that succeeded" />
    <StatTile label="Changes sent" value={formatCount(totals.sent)} />
    <StatTile label="Rows received" value={formatCount(totals.received)} />
    <StatTile label="Longest wait" value={span(totals.oldest_pending_ms)} detail="Of a change, until a sync" />
  </StatTiles>
);

interface ReasonsProps {
  title: string;
  nothing: string;
  counts: readonly { code: string; count: number }[];
  name: (code: string) => string;
}

const Reasons = ({ title, nothing, counts, name }: ReasonsProps) => (
  <Section title={title}>
    {counts.length === 0 ? (
      <EmptyState>{nothing}</EmptyState>
    ) : (
      <Rows label={title}>
        {counts.map(({ code, count }) => (
          <Row key={code} title={name(code)} trailing={formatCount(count)} />
        ))}
      </Rows>
    )}
  </Section>
);
