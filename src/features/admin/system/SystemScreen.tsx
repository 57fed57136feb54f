import type { SystemOverview } from '../../../domain/reporting/system-overview.ts';
import { useLastTick } from '../../../data/chains/use-last-tick.ts';
import { getSystemOverview } from '../../../data/admin/tracking.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { LATE_TICK, TickAge } from '../../../shared/chains/TickAge.tsx';
import { useServerNow } from '../../../shared/chains/use-server-now.ts';
import { isTickLate } from '../../../domain/chains/timetable.ts';
import { QueryNotice } from '../../../shared/queries/QueryNotice.tsx';
import { formatCount, plural } from '../../../ui/format.ts';
import { IconDeviceMobile, IconCoin, IconFlag, IconHeartbeat } from '../../../ui/icons.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { SkeletonTiles } from '../../../ui/Skeletons.tsx';
import { StatTile, StatTiles } from '../../../ui/StatTile.tsx';
import { type StatusTone, StatusDot } from '../../../ui/StatusDot.tsx';
import { NavRow } from '../../../ui/NavRow.tsx';

/** The state of all devices and of the database. */
export const SystemScreen = () => {
  const overview = usePersistedQuery({ key: ['system'], read: getSystemOverview });
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
      <QueryNotice
        audience="admin"
        errorCode={overview.failure?.code ?? null}
        savedAt={overview.savedAt}
        onRetry={() => overview.refetch()}
      />
      {overview.isLoading && <SkeletonTiles count={6} />}
      {data && (
        <>
          <PeopleSection people={data.people} />
          <SyncTotalsSection overview={data} />
          <DatabaseSection lagSeconds={data.horizon_lag_seconds} />
          <TickSection />
          <AppVersionsSection versions={data.versions} />
        </>
      )}
      <MoreLinksSection />
    </Page>
  );
};

const PeopleSection = ({ people }: Pick<SystemOverview, 'people'>) => (
  <Section title="People">
    <StatTiles>
      <StatTile label="Reps" value={formatCount(people.rep)} />
      <StatTile label="Coaches" value={formatCount(people.coach)} />
      <StatTile label="Admins" value={formatCount(people.admin)} />
    </StatTiles>
  </Section>
);

const SyncTotalsSection = ({ overview }: { overview: SystemOverview }) => (
  <Section title="Sync" detail="As reported by devices; offline devices report when they reconnect.">
    <StatTiles>
      <StatTile
        label="Devices in 24 hours"
        value={formatCount(overview.devices_seen_today)}
        detail={`of ${formatCount(overview.devices)}`}
      />
      <StatTile label="Changes waiting" value={formatCount(overview.pending)} detail="On devices" />
      <StatTile
        label="Not accepted"
        value={formatCount(overview.rejected)}
        detail="Changes kept on devices, from any time"
      />
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

/** Above these, some write transaction has been open longer than any of the app's own. */
const LAG_WARNING_SECONDS = 5;
const LAG_CRITICAL_SECONDS = 60;

const lagTone = (seconds: number): StatusTone =>
  seconds >= LAG_CRITICAL_SECONDS ? 'bad' : seconds >= LAG_WARNING_SECONDS ? 'warn' : 'good';

const DatabaseSection = ({ lagSeconds }: { lagSeconds: number }) => (
  <Section
    title="Database"
    detail="How long the oldest open transaction has delayed new changes from reaching other devices. Nothing is lost."
  >
    <ListRows label="Database">
      <ListRow
        title="Sync delay"
        trailing={
          <StatusDot tone={lagTone(lagSeconds)}>
            {lagSeconds < 1 ? 'None' : plural(Math.round(lagSeconds), 'second')}
          </StatusDot>
        }
      />
    </ListRows>
  </Section>
);

/** The one clock of the server side. */
const TickSection = () => {
  const tick = useLastTick();
  const now = useServerNow();
  if (tick.data === undefined) return null;
  return (
    <Section title="Timed work" detail="Once a minute, a tick starts what is due: chains, and pruning of old data.">
      {isTickLate(tick.data.at, now) && <ErrorNotice title={LATE_TICK.title}>{LATE_TICK.message}</ErrorNotice>}
      <ListRows label="Timed work">
        <ListRow title="Last tick" trailing={<TickAge at={tick.data.at} />} />
      </ListRows>
    </Section>
  );
};

const AppVersionsSection = ({ versions }: Pick<SystemOverview, 'versions'>) => (
  <Section title="App versions">
    {versions.length === 0 ? (
      <EmptyState icon={<IconDeviceMobile size={22} aria-hidden />}>No device has synced yet.</EmptyState>
    ) : (
      <ListRows label="App versions">
        {versions.map((version) => (
          <ListRow
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
      </ListRows>
    )}
  </Section>
);

/** Screens for which a phone's bottom bar has no room. */
const MoreLinksSection = () => (
  <Section title="More">
    <ListRows label="More">
      <NavRow to="/admin/health" title="Sync health" detail="Sync performance over time" Icon={IconHeartbeat} />
      <NavRow
        to="/admin/payments"
        title="Payments without a coach"
        detail="For nobody Cadence knows, or of a former coach"
        Icon={IconCoin}
      />
      <NavRow to="/admin/flags" title="Flags" detail="Who each feature is on for" Icon={IconFlag} />
    </ListRows>
  </Section>
);
