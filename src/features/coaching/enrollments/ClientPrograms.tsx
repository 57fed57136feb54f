import { getCoachedEnrollments } from '../../../data/enrollments/coached-enrollments.ts';
import { useCurrentUserId } from '../../../api/session.ts';
import type { Client } from '../../../data/coaching/use-connections.ts';
import { usePersistedQuery } from '../../../api/use-persisted-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { IconLayoutList } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Section } from '../../../ui/Page.tsx';
import { ListRows } from '../../../ui/ListRows.tsx';
import { EnrollmentRow } from '../../../shared/coaching/EnrollmentRow.tsx';
import { useRefetchWhileMaterializing } from '../../../shared/coaching/use-refetch-while-materializing.ts';
import { enrollmentStartLabel } from '../../../shared/coaching/labels.ts';

/** A client's enrollments; each links to its program with the client selected. */
export const ClientPrograms = ({ client: { id: clientId, name } }: { client: Client }) => {
  const userId = useCurrentUserId();
  const today = useToday();
  const enrollments = usePersistedQuery({
    key: ['client-enrollments', clientId],
    read: () => getCoachedEnrollments(userId, ['user_id', clientId]),
  });
  useRefetchWhileMaterializing(enrollments.data, enrollments.refetch);
  return (
    <Section title="Programs">
      <QueryState audience="coach" query={enrollments} skeletonRows={2} />
      {enrollments.data?.length === 0 && (
        <EmptyState
          action={
            <ButtonLink to="/programs" variant="default">
              Go to programs
            </ButtonLink>
          }
        >
          {name} is not in any of your programs. To enroll them, open a program and choose People.
        </EmptyState>
      )}
      {enrollments.data && enrollments.data.length > 0 && (
        <ListRows label="Programs">
          {enrollments.data.map((enrollment) => {
            const { id, program_id, program_title: title, cohort_id, version } = enrollment;
            return (
              <EnrollmentRow
                key={id}
                enrollment={{ ...enrollment, length_days: version.length_days }}
                name={name}
                title={title}
                details={[enrollmentStartLabel(enrollment, today), ...(cohort_id === null ? [] : ['in a cohort'])]}
                leading={<IconTile Icon={IconLayoutList} />}
                link={{ to: '/programs/$id', params: { id: program_id }, search: { enrollment: id } }}
                endAction={{
                  label: 'End enrollment',
                  dialogTitle: `End “${title}” for ${name}?`,
                  dialogText: <>They get no more tasks from it. You can enroll them again later.</>,
                  successMessage: `Ended “${title}” for ${name}.`,
                  errorDetail: `${name} is still enrolled in “${title}”.`,
                }}
                onChanged={() => enrollments.refetch()}
              />
            );
          })}
        </ListRows>
      )}
    </Section>
  );
};
