import { useCurrentUserId } from '../../api/session.ts';
import { usePersistedQuery } from '../../api/use-persisted-query.ts';
import { useLiveQuery } from '../../store/live-query.ts';
import { getProgramsWithTasks } from './drafts.ts';
import { getOwnVersions } from './versions.ts';

/** All versions of the coach's programs, unpublished ones too. */
export const usePublishedVersions = () => {
  const userId = useCurrentUserId();
  return usePersistedQuery({ key: ['program-versions'], read: () => getOwnVersions(userId) });
};

/** The coach's programs that people can be enrolled in, each with its published version. */
export const usePublishedPrograms = () => {
  const drafts = useLiveQuery(getProgramsWithTasks, []);
  const versions = usePublishedVersions();
  const published = drafts?.flatMap(({ program }) => {
    const version = versions.data?.find(
      ({ program_id, number }) => program_id === program.id && number === program.published_version,
    );
    return version ? [{ program, version }] : [];
  });
  return { published: versions.data && published, versions };
};
