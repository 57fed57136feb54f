import type { SystemOverview } from '../../domain/metrics.ts';
import { getSystemOverview } from '../../remote/tracking.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { IconDeviceMobile, IconFlag, IconHeartbeat } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { SkeletonTiles } from '../../ui/Skeletons.tsx';
import { StatTile, StatTiles } from '../../ui/StatTile.tsx';
import { type StatusTone, StatusDot } from '../../ui/StatusDot.tsx';
import { WayRow } from '../../ui/WayRow.tsx';

/** How people's devices and the database are doing. */
export const SystemScreen = () => {
  const overview = useKeptQuery({ key: ['system'], read: getSystemOverview });
  const { data } = overview;
  return (
    <Page>
      <PageHeader
        title="System"
        detail={
          overview.savedAt !== null &&
          !overview.failure && (
            <>
              Loaded <RelativeTime instant={overview.savedAt} />
            </>
          )
        }
      />
      <AnswerNotice
        problem={overview.failure?.code ?? null}
        savedAt={overview.savedAt}
        onRetry={() => {
          void overview.refetch();
        }}
      />
      {overview.isLoading && <SkeletonTiles count={6} />}
      {data && (
        <>
          <People people={data.people} />
          <SyncState overview={data} />
          <Database lagSeconds={data.horizon_lag_seconds} />
          <Versions versions={data.versions} />
        </>
      )}
      <More />
    </Page>
  );
};

const People = ({ people }: Pick<SystemOverview, 'people'>) => (
  <Section title="People">
    <StatTiles>
      <StatTile label="Reps" value={formatCount(people.rep)} />
      <StatTile label="Coaches" value={formatCount(people.coach)} />
      <StatTile label="Admins" value={formatCount(people.admin)} />
    </StatTiles>
  </Section>
);

const SyncState = ({ overview }: { overview: SystemOverview }) => (
  <Section title="Sync" detail="As devices last told. One that is offline tells when it is back.">
    <StatTiles>
      <StatTile
        label="Devices in 24 hours"
        value={formatCount(overview.devices_seen_today)}
        detail={`of ${formatCount(overview.devices)}`}
      />
      <StatTile label="Changes waiting" value={formatCount(overview.pending)} detail="On devices" />
      <StatTile label="Changes refused" value={formatCount(overview.rejected)} detail="Wait for their owners" />
      <StatTile
        label="Never synced"
        value={formatCount(overview.never_synced)}
        detail={
          overview.oldest_sync_at !== null && (
            <>
              Oldest sync <RelativeTime instant={Date.parse(overview.oldest_sync_at)} />
            </>
          )
        }
      />
    </StatTiles>
  </Section>
);

/** Above these, a write has been open for longer than any of the app's own. */
const LAG_WARNING_SECONDS = 5;
const LAG_TROUBLE_SECONDS = 60;

const lagTone = (seconds: number): StatusTone =>
  seconds >= LAG_TROUBLE_SECONDS ? 'bad' : seconds >= LAG_WARNING_SECONDS ? 'warn' : 'good';

const Database = ({ lagSeconds }: { lagSeconds: number }) => (
  <Section
    title="Database"
    detail="How long the oldest open write has kept new changes from other devices. Nothing is lost by it."
  >
    <Rows label="Database">
      <Row
        title="Delay of sync"
        trailing={
          <StatusDot tone={lagTone(lagSeconds)}>
            {lagSeconds < 1 ? 'None' : plural(Math.round(lagSeconds), 'second')}
          </StatusDot>
        }
      />
    </Rows>
  </Section>
);

const Versions = ({ versions }: Pick<SystemOverview, 'versions'>) => (
  <Section title="App versions">
    {versions.length === 0 ? (
      <EmptyState icon={<IconDeviceMobile size={22} aria-hidden />}>No device has synced yet.</EmptyState>
    ) : (
      <Rows label="App versions">
        {versions.map((version) => (
          <Row
            key={version.app_version}
            title={version.app_version || 'Unknown'}
            detail={
              <>
                Seen <RelativeTime instant={Date.parse(version.last_seen_at)} />
              </>
            }
            trailing={plural(version.devices, 'device')}
          />
        ))}
      </Rows>
    )}
  </Section>
);

/** The way to what a phone's bottom bar has no room for. */
const More = () => (
  <Section title="More">
    <Rows label="More">
      <WayRow to="/admin/health" title="Sync health" detail="How sync goes over time" Icon={IconHeartbeat} />
      <WayRow to="/admin/flags" title="Flags" detail="What is on for whom" Icon={IconFlag} />
    </Rows>
  </Section>
);
