import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../../remote/session.ts';
import { programs } from '../../store/programs.ts';
import { useLive } from '../../store/react.ts';
import { plural } from '../../ui/format.ts';
import { IconLayoutList, IconPlus } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { GalleryApproval } from './GalleryApproval.tsx';
import { NewProgramSheet } from './NewProgramSheet.tsx';
import { StandingBadge } from './StandingBadge.tsx';
import { standingOf, useVersions } from './use-versions.ts';
import { programFacts } from './words.ts';

/** The coach's programs; for admins also those that wait to be let into the gallery. */
export const ProgramsScreen = () => {
  const isAdmin = useSession((session) => session.person?.role === 'admin');
  const list = useLive(programs, []);
  const versions = useVersions();
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
        <EmptyState
          icon={<IconLayoutList size={24} aria-hidden />}
          action={
            <Button variant="default" onClick={add}>
              Write your first program
            </Button>
          }
        >
          A program is a plan of numbered days, written once. Whoever takes it has all of its tasks in their own days.
        </EmptyState>
      ) : (
        <Rows label="Programs">
          {list.map((item) => (
            <Row
              key={item.program.id}
              leading={<IconTile Icon={IconLayoutList} />}
              title={item.program.title}
              detail={programFacts(item.program, item.tasks.length)}
              trailing={<StandingBadge state={standingOf(item, versions.data).state} />}
              link={{ to: '/programs/$id', params: { id: item.program.id } }}
            />
          ))}
        </Rows>
      )}
      {isAdmin && <GalleryApproval />}
      <NewProgramSheet
        opened={isAdding}
        onClose={() => {
          setAdding(false);
        }}
      />
    </Page>
  );
};
