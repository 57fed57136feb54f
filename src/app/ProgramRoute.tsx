import { CoachProgramsTab } from '../features/cohorts/CoachProgramsTab.tsx';
import { TaskTools } from '../features/cohorts/TaskTools.tsx';
import { ProgramScreen } from '../features/programs/ProgramScreen.tsx';
import { useRouteParam } from '../ui/route.ts';

/** A program with who takes it, and with the tools for them. */
export const ProgramRoute = () => {
  const id = useRouteParam('id') ?? '';
  return <ProgramScreen people={<CoachProgramsTab programId={id} />} tools={<TaskTools programId={id} />} />;
};
