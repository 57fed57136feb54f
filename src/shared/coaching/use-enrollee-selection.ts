import { useNavigate } from '@tanstack/react-router';
import { displayName } from '../../domain/profiles/profile.ts';
import { getCoachedEnrollments, getEnrolleeNames } from '../../data/enrollments/coached-enrollments.ts';
import { useCurrentUserId } from '../../api/session.ts';
import type { TaskToolRequest } from '../../data/enrollments/task-tools.ts';
import { usePersistedQuery } from '../../api/use-persisted-query.ts';
import { useSearchParam } from '../../ui/use-route-param.ts';
import { useCohorts } from '../../data/cohorts/use-cohorts.ts';
import { compareTexts } from '../../domain/values/collation.ts';

/** The current enrollments of a program, in cohorts too, with the enrollees' names. */
export const useEnrollees = (programId: string) => {
  const userId = useCurrentUserId();
  const people = usePersistedQuery({
    key: ['enrollee-names', programId],
    read: () => getEnrolleeNames(programId),
  });
  const names = new Map(people.data?.map((person) => [person.user_id, displayName({ ...person, email: '' })]));
  const enrollments = usePersistedQuery({
    key: ['program-enrollments', programId],
    read: () => getCoachedEnrollments(userId, ['program_id', programId]),
  });
  const enrollees = enrollments.data
    ?.filter(({ status }) => status !== 'ended')
    .map((enrollment) => ({
      ...enrollment,
      name: enrollment.user_id === userId ? 'You' : (names.get(enrollment.user_id) ?? 'A client'),
    }))
    .sort((a, b) => compareTexts(a.name, b.name));
  /** After somebody was enrolled, whose name is not known yet. */
  const refetch = () => Promise.all([people.refetch(), enrollments.refetch()]);
  return { enrollees: people.isLoading ? undefined : enrollees, enrollments, refetch };
};

/** The client or the cohort that a coach's tools apply to. */
export interface EnrolleeSelection {
  kind: 'client' | 'cohort';
  /** Of the enrollment or the cohort. */
  id: string;
  name: string;
  target: TaskToolRequest['target'];
  versionId: string;
}

/** The selection in the page's URL; `null` until it is known to be enrolled in the program. */
export const useEnrolleeSelection = (programId: string): EnrolleeSelection | null => {
  const cohorts = useCohorts();
  const { enrollees } = useEnrollees(programId);
  const cohortId = useSearchParam('cohort');
  const enrollmentId = useSearchParam('enrollment');
  const cohort = cohorts.data?.find(({ id, program_id }) => id === cohortId && program_id === programId);
  if (cohort) {
    const { id, name, version_id: versionId } = cohort;
    return { kind: 'cohort', id, name, target: { cohortId: id }, versionId };
  }
  const enrollee = enrollees?.find(({ id }) => id === enrollmentId);
  if (!enrollee) return null;
  const { id, name, version_id: versionId } = enrollee;
  return { kind: 'client', id, name, target: { enrollmentId: id }, versionId };
};

/** Puts a selection into the page's URL; `null` removes it. */
export const useSelectEnrollee = (programId: string) => {
  const navigate = useNavigate();
  return (selection: Pick<EnrolleeSelection, 'kind' | 'id'> | null) =>
    navigate({
      to: '/programs/$id',
      params: { id: programId },
      search:
        selection === null ? {} : selection.kind === 'cohort' ? { cohort: selection.id } : { enrollment: selection.id },
      replace: true,
      resetScroll: false,
    });
};
