import { useNavigate } from '@tanstack/react-router';
import { coachedEnrollments } from '../../remote/enrollments.ts';
import { useSession } from '../../remote/session.ts';
import type { ToolRequest } from '../../remote/task-tools.ts';
import { clientsAmong, useConnections } from '../../remote/use-connections.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { useSearchParam } from '../../ui/route.ts';
import { useCohorts } from './use-cohorts.ts';

/** The enrollments of a program that have not ended, of single people and in cohorts, with their names. */
export const useTakers = (programId: string) => {
  const me = useSession((session) => session.person?.id ?? '');
  const connections = useConnections();
  const names = new Map(clientsAmong(connections.data ?? []).map(({ id, name }) => [id, name]));
  const enrollments = useKeptQuery({
    key: ['program-enrollments', programId],
    read: () => coachedEnrollments(me, ['program_id', programId]),
  });
  const takers = enrollments.data
    ?.filter(({ status }) => status !== 'ended')
    .map((enrollment) => ({
      ...enrollment,
      name: enrollment.user_id === me ? 'You' : (names.get(enrollment.user_id) ?? 'A client'),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return { takers, enrollments };
};

type Taker = NonNullable<ReturnType<typeof useTakers>['takers']>[number];

/** For whom a program is looked at. */
export interface Choice {
  kind: 'client' | 'cohort';
  /** Of the enrollment or the cohort. */
  id: string;
  name: string;
  whom: ToolRequest['whom'];
}

/** The client or the cohort that the page's address names, once it is known to take the program. */
export const useChoice = (programId: string): Choice | null => {
  const cohorts = useCohorts();
  const { takers } = useTakers(programId);
  const cohortId = useSearchParam('cohort');
  const enrollmentId = useSearchParam('enrollment');
  const cohort = cohorts.data?.find(({ id, program_id }) => id === cohortId && program_id === programId);
  if (cohort) return { kind: 'cohort', id: cohort.id, name: cohort.name, whom: { cohortId: cohort.id } };
  const taker = takers?.find(({ id }) => id === enrollmentId);
  return taker ? { kind: 'client', id: taker.id, name: taker.name, whom: { enrollmentId: taker.id } } : null;
};

/** Chooses for whom the program is looked at; `null`: for nobody. */
export const useChoose = (programId: string) => {
  const navigate = useNavigate();
  return (choice: Pick<Choice, 'kind' | 'id'> | null) =>
    navigate({
      to: '/programs/$id',
      params: { id: programId },
      search: choice === null ? {} : choice.kind === 'cohort' ? { cohort: choice.id } : { enrollment: choice.id },
      replace: true,
      resetScroll: false,
    });
};
