import { useFreshQuery } from '../../api/use-fresh-query.ts';
import { previewPublication } from '../../data/programs/versions.ts';
import type { ProgramWithTasks } from '../../data/programs/drafts.ts';
import { plural } from '../../ui/format.ts';

/** What publishing an edited draft changes for people at once, where their coach has minor changes follow. */
export const PublicationPreview = ({ programWithTasks }: { programWithTasks: ProgramWithTasks }) => {
  const { program, tasks, isPending } = programWithTasks;
  const editedAt = tasks.reduce((last, { updated_at }) => (updated_at > last ? updated_at : last), program.updated_at);
  const { data } = useFreshQuery({
    key: ['publication-preview', program.id, editedAt, tasks.length],
    read: () => previewPublication(program.id),
    enabled: program.minor_changes_follow && !isPending,
  });
  if (!program.minor_changes_follow || !data) return null;
  return (
    <p>
      {data.people === 0
        ? 'Nobody’s tasks change until you move people to the new version.'
        : `Publishing changes ${plural(data.tasks, 'open task')} of ${plural(data.people, 'person', 'people')} at once.`}
    </p>
  );
};
