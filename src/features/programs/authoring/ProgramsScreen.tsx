import { type ReactNode, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { getProgramsWithTasks } from '../../../data/programs/drafts.ts';
import { useLiveQuery } from '../../../store/live-query.ts';
import { plural } from '../../../ui/format.ts';
import { IconLayoutList, IconPlus } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { SyncedEmptyState } from '../../../shared/sync/SyncedEmptyState.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { NewProgramSheet } from './NewProgramSheet.tsx';
import { usePublishedVersions } from '../../../data/programs/use-published-versions.ts';
import { PublicationStatusBadge, publicationStatusOf } from './publication-status.tsx';
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
  const add = () => {
    setAdding(true);
  };
  return (
    <Page>
      <PageHeader
        title="Programs"
        {...(list && list.length > 0 && { detail: plural(list.length, 'program') })}
        actions={
          <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            New program
          </Button>
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
            <ListRow
              key={item.program.id}
              leading={<IconTile Icon={IconLayoutList} />}
              title={item.program.title}
              detail={programSummary(item.program, item.tasks.length)}
              trailing={<PublicationStatusBadge state={publicationStatusOf(item, versions.data).state} />}
              link={{ to: '/programs/$id', params: { id: item.program.id } }}
            />
          ))}
        </ListRows>
      )}
      {galleryApproval}
      <NewProgramSheet
        opened={isAdding}
        onClose={() => {
          setAdding(false);
        }}
      />
    </Page>
  );
};
