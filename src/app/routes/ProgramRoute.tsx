import { CoachProgramsTab } from '../../features/coaching/enrollments/CoachProgramsTab.tsx';
import { TaskTools } from '../../features/coaching/task-tools/TaskTools.tsx';
import { ProgramScreen } from '../../features/programs/authoring/ProgramScreen.tsx';
import { useRouteParam } from '../../ui/use-route-param.ts';

/** A program with its enrollees and their task tools. */
export const ProgramRoute = () => {
  const id = useRouteParam('id') ?? '';
  return <ProgramScreen people={<CoachProgramsTab programId={id} />} tools={<TaskTools programId={id} />} />;
};
