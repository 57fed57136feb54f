import { Suspense } from 'react';
import { getProgramStatistics, type ProgramStatistics } from '../../../data/programs/statistics.ts';
import { useSession } from '../../../api/session.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { ProgramTotalsTiles } from '../../../shared/programs/ProgramTotalsTiles.tsx';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { plural } from '../../../ui/format.ts';
import { lazyComponent } from '../../../ui/lazy-component.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { useRouteParam } from '../../../ui/use-route-param.ts';

const ProgressCharts = lazyComponent(async () => (await import('./ProgressCharts.tsx')).ProgressCharts);

/** What becomes of a program: for its coach, and for admins. */
export const StatisticsScreen = () => {
  const id = useRouteParam('id') ?? '';
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  const statistics = usePersistedQuery({ key: ['program-statistics', id], read: () => getProgramStatistics(id) });
  return (
    <Page>
      <PageHeader
        title="Statistics"
        detail={statistics.data?.title}
        back={
          isAdmin
            ? { to: '/admin/programs', label: 'Program statistics' }
            : { to: `/programs/${id}`, label: statistics.data?.title ?? 'Program' }
        }
      />
      {statistics.failure?.code === 'rejected' ? (
        <EmptyState>This program no longer exists, or is not yours.</EmptyState>
      ) : (
        <QueryState query={statistics} skeletonRows={4} />
      )}
      {statistics.data && <Statistics statistics={statistics.data} />}
    </Page>
  );
};

const Statistics = ({ statistics }: { statistics: ProgramStatistics }) => {
  const { totals, days } = statistics;
  return (
    <>
      <ProgramTotalsTiles totals={totals} />
      {totals.withheld > 0 && (
        <ErrorNotice tone="info" title={`${plural(totals.withheld, 'person', 'people')} not counted.`}>
          You can’t read the work of people who started by themselves or have left. They count once there are five of
          them, so that no number describes one person.
        </ErrorNotice>
      )}
      {days.length === 0 ? (
        <EmptyState>How far people get is shown here once somebody has come to the first day.</EmptyState>
      ) : (
        <Suspense fallback={<SkeletonRows count={4} />}>
          <ProgressCharts days={days} />
        </Suspense>
      )}
    </>
  );
};
