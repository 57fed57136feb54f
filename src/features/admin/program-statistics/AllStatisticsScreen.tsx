import {
  getAllProgramStatistics,
  type ProgramsOverview,
  type ProgramTotals,
} from '../../../data/programs/statistics.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { ProgramTotalsTiles } from '../../../shared/programs/ProgramTotalsTiles.tsx';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatCount, joinDetails, plural } from '../../../ui/format.ts';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { ShowMoreButton, useShownCount } from '../../../ui/ShowMoreButton.tsx';

const PAGE_SIZE = 50;

/** What becomes of all programs, for admins. */
export const AllStatisticsScreen = () => {
  const overview = usePersistedQuery({ key: ['all-program-statistics'], read: getAllProgramStatistics });
  const shown = useShownCount({ initial: PAGE_SIZE, step: PAGE_SIZE });
  return (
    <Page>
      <PageHeader
        title="Program statistics"
        detail="All programs that have been published."
        back={{ to: '/programs', label: 'Programs' }}
      />
      <QueryState audience="admin" query={overview} skeletonRows={6} />
      {overview.data?.length === 0 && <EmptyState>No program has been published yet.</EmptyState>}
      {overview.data && overview.data.length > 0 && (
        <>
          <ProgramTotalsTiles totals={sum(overview.data)} />
          <Section title="By program">
            <ListRows label="Programs">
              {overview.data.slice(0, shown.count).map(({ program_id, title, coach, totals }) => (
                <ListRow
                  key={program_id}
                  title={title}
                  detail={joinDetails(coach && `by ${coach}`, plural(totals.viewed, 'view'), progressLabel(totals))}
                  link={{ to: '/programs/$id/statistics', params: { id: program_id } }}
                />
              ))}
            </ListRows>
            <ShowMoreButton
              remaining={overview.data.length - shown.count}
              unit={['program', 'programs']}
              onClick={shown.showMore}
            />
          </Section>
        </>
      )}
    </Page>
  );
};

const progressLabel = ({ imported, used, started, completed }: ProgramTotals): string =>
  joinDetails(
    plural(imported + used, 'enrollment'),
    `${formatCount(started)} started`,
    `${formatCount(completed)} completed`,
  );

const sum = (programs: ProgramsOverview): ProgramTotals => {
  const total = (key: keyof ProgramTotals) => programs.reduce((all, { totals }) => all + totals[key], 0);
  return {
    viewed: total('viewed'),
    viewed_anonymously: total('viewed_anonymously'),
    imported: total('imported'),
    used: total('used'),
    people: total('people'),
    withheld: total('withheld'),
    started: total('started'),
    completed: total('completed'),
  };
};
