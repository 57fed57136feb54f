import { useFreshQuery } from '../../api/use-fresh-query.ts';
import { getPublicationEffect } from '../../data/programs/versions.ts';
import type { ProgramWithTasks } from '../../data/programs/drafts.ts';
import { plural } from '../../ui/format.ts';

/** What publishing an edited draft changes for people at once, where their coach has minor changes follow. */
export const PublicationEffect = ({ programWithTasks }: { programWithTasks: ProgramWithTasks }) => {
  const { program, tasks, isPending } = programWithTasks;
  const editedAt = tasks.reduce((last, { updated_at }) => (updated_at > last ? updated_at : last), program.updated_at);
  const { data } = useFreshQuery({
    key: ['publication-effect', program.id, editedAt, tasks.length],
    read: () => getPublicationEffect(program.id),
    enabled: program.minor_changes_follow && !isPending,
  });
  if (!program.minor_changes_follow || !data) return null;
  return <p>{publicationEffect(data)}</p>;
};

const publicationEffect = ({ people, tasks }: { people: number; tasks: number }): string => {
  if (people === 0) return 'Publishing changes nobody’s tasks. You can move people to the new version afterwards.';
  const whose = plural(people, 'person', 'people');
  return tasks === 0
    ? `The new version reaches ${whose} at once, and changes none of their open tasks.`
    : `Publishing changes ${plural(tasks, 'open task')} of ${whose} at once.`;
};
