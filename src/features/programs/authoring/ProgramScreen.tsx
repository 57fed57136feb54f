import type { ReactNode } from 'react';
import { getProgramWithTasks } from '../../../data/programs/drafts.ts';
import { RowScreen } from '../../../shared/rows/RowScreen.tsx';
import { ProgramEditor } from './ProgramEditor.tsx';
import { PROGRAMS_LINK } from './links.ts';

interface ProgramScreenProps {
  /** The people view, for coaches. */
  people?: ReactNode;
  /** The coach's tools for the selected client or cohort. */
  tools?: ReactNode;
}

export const ProgramScreen = ({ people, tools }: ProgramScreenProps = {}) => (
  <RowScreen title="Program" back={PROGRAMS_LINK} width="wide" read={getProgramWithTasks}>
    {(row) => <ProgramEditor key={row.program.id} {...row} people={people} tools={tools} />}
  </RowScreen>
);
