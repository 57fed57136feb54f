import { attentionOf, isUnused } from '../../../../domain/chains/attention.ts';
import { useUnlinkedGroups } from '../../../../data/chains/use-chains.ts';
import { type ChainsOverview, useChainsOverview } from '../../../../data/chains/use-overview.ts';
import { TickAge } from '../../../../shared/chains/TickAge.tsx';
import { useServerNow } from '../../../../shared/chains/use-server-now.ts';
import { QueryNotice } from '../../../../shared/queries/QueryNotice.tsx';
import { Page, PageHeader } from '../../../../ui/Page.tsx';
import { useNow } from '../../../../ui/RelativeTime.tsx';
import { SkeletonRows, SkeletonTiles } from '../../../../ui/Skeletons.tsx';
import { DataTabs } from '../DataTabs.tsx';
import { AlertList } from './AlertList.tsx';
import { AttentionSection } from './AttentionSection.tsx';
import { ChainList } from './ChainList.tsx';
import { DatasetTiles } from './DatasetTiles.tsx';
import { FirstRun } from './FirstRun.tsx';
import styles from './Overview.module.css';

/** What was stored earlier says nothing about now. Both queries are sent again within a minute. */
const RECENT_MS = 2 * 60_000;

/** What an admin looks at in the morning: what failed and why, which data is how fresh, and what to press. */
export const ChainsScreen = () => {
  const overview = useChainsOverview();
  const unlinked = useUnlinkedGroups();
  const now = useNow();
  const isRecent = (savedAt: number | null) => savedAt !== null && now - savedAt < RECENT_MS;
  return (
    <Page width="wide">
      <PageHeader
        title="Chains"
        detail={
          overview.data && (
            <span className={styles.tick}>
              Last tick <TickAge at={overview.data.lastTick} />
            </span>
          )
        }
      />
      <DataTabs />
      <QueryNotice
        audience="admin"
        errorCode={(overview.failure ?? unlinked.failure)?.code ?? null}
        savedAt={overview.savedAt}
        onRetry={() => Promise.all([overview.refetch(), unlinked.refetch()])}
      />
      {overview.isLoading && (
        <>
          <SkeletonRows count={2} />
          <SkeletonTiles count={11} />
          <SkeletonRows count={6} />
        </>
      )}
      {overview.data && (
        <OverviewContent
          overview={overview.data}
          unlinked={unlinked.data}
          isUpToDate={isRecent(overview.savedAt) && isRecent(unlinked.savedAt)}
        />
      )}
    </Page>
  );
};

interface OverviewContentProps {
  overview: ChainsOverview;
  unlinked: ReturnType<typeof useUnlinkedGroups>['data'];
  isUpToDate: boolean;
}

const OverviewContent = ({ overview, unlinked, isUpToDate }: OverviewContentProps) => {
  const now = useServerNow();
  const { timetable, datasets, alerts } = overview;
  return (
    <>
      {isUnused(overview) ? (
        <FirstRun timetable={timetable} />
      ) : (
        <AttentionSection attention={attentionOf(overview, unlinked ?? [], now)} isComplete={isUpToDate} />
      )}
      <DatasetTiles datasets={datasets} now={now} />
      <ChainList timetable={timetable} />
      {alerts.length > 0 && <AlertList alerts={alerts} timetable={timetable} />}
    </>
  );
};
