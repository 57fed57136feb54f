import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { useToday } from '../../../data/profile/local-clock.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { joinDetails, plural } from '../../../ui/format.ts';
import { IconPlus, IconUsersGroup } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { useSearchParam } from '../../../ui/use-route-param.ts';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { StatusDot } from '../../../ui/StatusDot.tsx';
import { NewCohortSheet } from './NewCohortSheet.tsx';
import { versionTitleOf, useCohorts } from '../../../data/cohorts/use-cohorts.ts';
import { usePublishedVersions } from '../../../data/programs/use-published-versions.ts';
import { inlineStartDateLabel } from '../../../shared/coaching/labels.ts';

export const CohortsScreen = () => {
  const today = useToday();
  const cohorts = useCohorts();
  const versions = usePublishedVersions();
  const program = useSearchParam('program');
  const [isAdding, setAdding] = useState(program !== undefined);
  const add = () => {
    setAdding(true);
  };
  const list = cohorts.data;
  return (
    <Page>
      <PageHeader
        title="Cohorts"
        {...(list && list.length > 0 && { detail: plural(list.length, 'cohort') })}
        actions={
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            New cohort
          </Button>
        }
      />
      <QueryState audience="coach" query={cohorts} skeletonRows={4} />
      {list && list.length === 0 && (
        <EmptyState
          icon={<IconUsersGroup size={24} aria-hidden />}
          action={
            <Button variant="default" onClick={add}>
              Create your first cohort
            </Button>
          }
        >
          In a cohort, people go through a program together, starting on the same day. They join with a link, or you add
          them.
        </EmptyState>
      )}
      {list && list.length > 0 && (
        <ListRows label="Cohorts">
          {list.map((cohort) => (
            <ListRow
              key={cohort.id}
              leading={<IconTile Icon={IconUsersGroup} />}
              title={cohort.name}
              detail={joinDetails(
                versionTitleOf(cohort, versions.data),
                inlineStartDateLabel(cohort.start_date, today),
              )}
              trailing={
                <StatusDot tone={cohort.is_open ? 'good' : 'quiet'}>{cohort.is_open ? 'Open' : 'Closed'}</StatusDot>
              }
              link={{ to: '/cohorts/$id', params: { id: cohort.id } }}
            />
          ))}
        </ListRows>
      )}
      <NewCohortSheet
        opened={isAdding}
        program={program}
        onClose={() => {
          setAdding(false);
        }}
        onCreated={() => cohorts.refetch()}
      />
    </Page>
  );
};
