import { Button } from '@mantine/core';
import { useState } from 'react';
import { useToday } from '../../store/react.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { plural } from '../../ui/format.ts';
import { IconPlus, IconUsersGroup } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useSearchParam } from '../../ui/route.ts';
import { Row, Rows } from '../../ui/Rows.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { NewCohortSheet } from './NewCohortSheet.tsx';
import { titleOf, useCohorts, useVersions } from './use-cohorts.ts';
import { factsLine, thenStartText } from './words.ts';

/** The coach's cohorts: people who take a program together. */
export const CohortsScreen = () => {
  const today = useToday();
  const cohorts = useCohorts();
  const versions = useVersions();
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
      <AnswerState of={cohorts} rows={4} />
      {list && list.length === 0 && (
        <EmptyState
          icon={<IconUsersGroup size={24} aria-hidden />}
          action={
            <Button variant="default" onClick={add}>
              Make your first cohort
            </Button>
          }
        >
          In a cohort, people take a program together from the same day on. They join by a link, or you add them.
        </EmptyState>
      )}
      {list && list.length > 0 && (
        <Rows label="Cohorts">
          {list.map((cohort) => (
            <Row
              key={cohort.id}
              leading={<IconTile Icon={IconUsersGroup} />}
              title={cohort.name}
              detail={factsLine([titleOf(cohort, versions), thenStartText(cohort.start_date, today)])}
              trailing={
                <StatusDot tone={cohort.is_open ? 'good' : 'quiet'}>{cohort.is_open ? 'Open' : 'Closed'}</StatusDot>
              }
              link={{ to: '/cohorts/$id', params: { id: cohort.id } }}
            />
          ))}
        </Rows>
      )}
      <NewCohortSheet
        opened={isAdding}
        program={program}
        onClose={() => {
          setAdding(false);
        }}
        onMade={() => cohorts.refetch()}
      />
    </Page>
  );
};
