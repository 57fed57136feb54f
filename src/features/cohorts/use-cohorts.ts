import { type Cohort, cohortMembers, cohortsOf } from '../../remote/cohorts.ts';
import { versionsOf } from '../../remote/programs.ts';
import { useSession } from '../../remote/session.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { programs } from '../../store/programs.ts';
import { useLive } from '../../store/react.ts';

const useMe = (): string => useSession((session) => session.person?.id ?? '');

/** The cohorts that the coach has made. */
export const useCohorts = () => {
  const me = useMe();
  return useKeptQuery({ key: ['cohorts'], read: () => cohortsOf(me) });
};

/** Everybody who is or was in a cohort. */
export const useMembers = (cohort: string | undefined) =>
  useKeptQuery({
    key: ['cohort-members', cohort ?? ''],
    read: () => cohortMembers(cohort ?? ''),
    enabled: cohort !== undefined,
  });

/** What the coach has ever published; the versions that cohorts and enrollments are of. */
export const useVersions = () => {
  const me = useMe();
  return useKeptQuery({ key: ['program-versions'], read: () => versionsOf(me) });
};

/** The programs that people can take now, each with its published version. */
export const usePublished = () => {
  const own = useLive(programs, []);
  const versions = useVersions();
  const published = own?.flatMap(({ program }) => {
    const version = versions.data?.find(
      ({ program_id, number }) => program_id === program.id && number === program.published_version,
    );
    return version ? [{ program, version }] : [];
  });
  return { published: versions.data && published, versions };
};

/** "Spring" */
export const titleOf = ({ version_id }: Cohort, versions: ReturnType<typeof useVersions>): string | undefined =>
  versions.data?.find(({ id }) => id === version_id)?.title;
