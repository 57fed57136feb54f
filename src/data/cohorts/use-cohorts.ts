import { useCurrentUserId } from '../../api/session.ts';
import { usePersistedQuery } from '../../api/use-persisted-query.ts';
import type { PublishedVersion } from '../programs/versions.ts';
import { type Cohort, getCohortMembers, getCohorts } from './cohorts.ts';

/** The cohorts of the coach. */
export const useCohorts = (enabled = true) => {
  const userId = useCurrentUserId();
  return usePersistedQuery({ key: ['cohorts'], read: () => getCohorts(userId), enabled });
};

/** The members of a cohort, those who have left too. */
export const useMembers = (cohort: string | undefined) =>
  usePersistedQuery({
    key: ['cohort-members', cohort ?? ''],
    read: () => getCohortMembers(cohort ?? ''),
    enabled: cohort !== undefined,
  });

/** The title of the version that a cohort is in; `undefined` while the versions are not known. */
export const versionTitleOf = (
  { version_id }: Cohort,
  versions: readonly PublishedVersion[] | undefined,
): string | undefined => versions?.find(({ id }) => id === version_id)?.title;
