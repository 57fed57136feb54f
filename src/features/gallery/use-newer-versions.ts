import { useQuery } from '@tanstack/react-query';
import { isOwnPlan, newerVersionFor } from '../../domain/enrollment.ts';
import type { OpenVersion } from '../../domain/program-version.ts';
import type { Enrollment } from '../../domain/program.ts';
import { versionsOfPrograms } from '../../remote/gallery.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';

/**
 * The newer versions that the person may move their own plans to, by enrollment, as the cloud says at this visit:
 * nothing is claimed before it has answered, or without a connection.
 */
export const useNewerVersions = (enrollments: readonly Enrollment[]): ReadonlyMap<string, OpenVersion> => {
  const { isOnline } = useProgramSync();
  const programs = [...new Set(enrollments.filter(isOwnPlan).map(({ program_id }) => program_id))].sort();
  const versions = useQuery({
    queryKey: ['program-versions', ...programs],
    queryFn: () => versionsOfPrograms(programs),
    enabled: isOnline && programs.length > 0,
    networkMode: 'always',
    staleTime: 0,
    gcTime: 0,
  });
  const known = isOnline && versions.data ? versions.data : [];
  return new Map(
    enrollments.flatMap((enrollment) => {
      const newer = newerVersionFor(enrollment, known);
      return newer ? [[enrollment.id, newer] as const] : [];
    }),
  );
};
