import { isChangedSince } from '../../domain/program-draft.ts';
import { type PublishedVersion, versionsOf } from '../../remote/programs.ts';
import { useSession } from '../../remote/session.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import type { ProgramWithTasks } from '../../store/programs.ts';

const VERSIONS = ['program-versions'] as const;

/** What the person has published, as the server last told; kept for when it cannot be asked. */
export const useVersions = () => {
  const me = useSession((session) => session.person?.id ?? '');
  return useKeptQuery({ key: VERSIONS, read: () => versionsOf(me) });
};

export interface Standing {
  state: 'draft' | 'published' | 'edited';
  /** The version that people can take, where the server has told of it. */
  version: PublishedVersion | undefined;
}

/** How a draft stands to what is published of it. */
export const standingOf = (
  { program, tasks, areTasksWaiting }: ProgramWithTasks,
  versions: readonly PublishedVersion[] | undefined,
): Standing => {
  const { id, published_version: number } = program;
  if (number === null) return { state: 'draft', version: undefined };
  const version = versions?.find((one) => one.program_id === id && one.number === number);
  const isEdited = areTasksWaiting || (version !== undefined && isChangedSince(program, tasks, version));
  return { state: isEdited ? 'edited' : 'published', version };
};
