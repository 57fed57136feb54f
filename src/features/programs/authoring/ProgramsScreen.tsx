import { type ReactNode, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { getProgramsWithTasks, type ProgramWithTasks } from '../../../data/programs/drafts.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { joinDetails, plural } from '../../../ui/format.ts';
import { IconLayoutList, IconPlus } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { REJECTED_LABEL, useIsAnyRejected } from '../../../shared/sync/rejected-row.tsx';
import { SyncedEmptyState } from '../../../shared/sync/SyncedEmptyState.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { ImportProgramSheet } from './ImportProgramSheet.tsx';
import { NewProgramSheet } from './NewProgramSheet.tsx';
import { usePublishedVersions } from '../../../data/programs/use-published-versions.ts';
import { publicationStatusOf, type PublicationStatus } from '../../../shared/programs/publication-status.ts';
import { PublicationStatusBadge } from './PublicationStatusBadge.tsx';
import { programSummary } from '../../../shared/programs/program-labels.ts';

interface ProgramsScreenProps {
  /** Below the list, for admins. */
  galleryApproval?: ReactNode;
}

/** The coach's programs. */
export const ProgramsScreen = ({ galleryApproval }: ProgramsScreenProps = {}) => {
  const list = useLiveQuery(getProgramsWithTasks, []);
  const versions = usePublishedVersions();
  const [isAdding, setAdding] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const add = () => {
    setAdding(true);
  };
  return (
    <Page>
      <PageHeader
        title="Programs"
        {...(list && list.length > 0 && { detail: plural(list.length, 'program') })}
        actions={
          <>
            <QuietLink to="/payments">Payments</QuietLink>
            <Button
              variant="default"
              onClick={() => {
                setImporting(true);
              }}
            >
              Import
            </Button>
            <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
              New program
            </Button>
          </>
        }
      />
      {!list ? (
        <SkeletonRows count={4} />
      ) : list.length === 0 ? (
        <SyncedEmptyState
          icon={<IconLayoutList size={24} aria-hidden />}
          action={
            <Button variant="default" onClick={add}>
              Create your first program
            </Button>
          }
        >
          A program is a plan of numbered days that you write once. Everyone enrolled gets its tasks in their own days.
        </SyncedEmptyState>
      ) : (
        <ListRows label="Programs">
          {list.map((item) => (
            <ProgramRow key={item.program.id} item={item} state={publicationStatusOf(item, versions.data).state} />
          ))}
        </ListRows>
      )}
      {galleryApproval}
      <ImportProgramSheet
        opened={isImporting}
        onClose={() => {
          setImporting(false);
        }}
      />
      <NewProgramSheet
        opened={isAdding}
        onClose={() => {
          setAdding(false);
        }}
      />
    </Page>
  );
};

const ProgramRow = ({ item, state }: { item: ProgramWithTasks; state: PublicationStatus['state'] }) => {
  const { program, tasks } = item;
  const isRejected = useIsAnyRejected([program.id, ...tasks.map(({ id }) => id)]);
  return (
    <ListRow
      leading={<IconTile Icon={IconLayoutList} />}
      title={program.title}
      detail={joinDetails(isRejected && REJECTED_LABEL, programSummary(program, tasks.length))}
      trailing={<PublicationStatusBadge state={state} />}
      link={{ to: '/programs/$id', params: { id: program.id } }}
    />
  );
};
