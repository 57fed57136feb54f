import { useQuery } from '@tanstack/react-query';
import { isSelfEnrolled, availableNewerVersion, type Enrollment } from '../../../domain/enrollments/enrollment.ts';
import type { VisibleVersion } from '../../../domain/programs/version.ts';
import { getVisibleVersions } from '../../../data/programs/versions.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';

/**
 * The newer versions that the person may move their self-enrollments to, by enrollment id. Never from a stored response:
 * empty until the server has responded, and where its last request failed.
 */
export const useNewerVersions = (enrollments: readonly Enrollment[]): ReadonlyMap<string, VisibleVersion> => {
  const { isOnline } = useProgramSync();
  const programs = [...new Set(enrollments.filter(isSelfEnrolled).map(({ program_id }) => program_id))].sort();
  const versions = useQuery({
    // Asked again when the connection seems to come or go, and tried in either case.
    queryKey: ['program-versions', isOnline, ...programs],
    queryFn: () => getVisibleVersions(programs),
    enabled: programs.length > 0,
    networkMode: 'always',
    staleTime: 0,
    gcTime: 0,
  });
  const offered = versions.isError ? [] : (versions.data ?? []);
  return new Map(
    enrollments.flatMap((enrollment) => {
      const newer = availableNewerVersion(enrollment, offered);
      return newer ? [[enrollment.id, newer] as const] : [];
    }),
  );
};
