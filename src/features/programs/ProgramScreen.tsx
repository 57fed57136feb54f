import type { ReactNode } from 'react';
import { programWithTasks } from '../../store/programs.ts';
import { useLive } from '../../store/react.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { useRouteParam } from '../../ui/route.ts';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { ProgramEditor } from './ProgramEditor.tsx';
import { BACK } from './places.ts';

interface ProgramScreenProps {
  /** Who takes the program. */
  people?: ReactNode;
  /** What can be done for whom the program is looked at. */
  tools?: ReactNode;
}

/** One program's draft: its weeks, its days, and everything that can be done with them. */
export const ProgramScreen = ({ people, tools }: ProgramScreenProps = {}) => {
  const id = useRouteParam('id') ?? '';
  const read = useLive(async (db) => ({ id, found: await programWithTasks(db, id) }), [id]);
  if (!read || read.id !== id) {
    return (
      <Page width="wide">
        <PageHeader title="Program" back={BACK} />
        <SkeletonRows />
      </Page>
    );
  }
  if (!read.found) {
    return (
      <Page>
        <PageHeader title="Program" back={BACK} />
        <EmptyState action={<ButtonLink to="/programs">Go to programs</ButtonLink>}>
          This program is not here. It may have been deleted, or not have reached this device yet.
        </EmptyState>
      </Page>
    );
  }
  return <ProgramEditor key={id} {...read.found} people={people} tools={tools} />;
};
