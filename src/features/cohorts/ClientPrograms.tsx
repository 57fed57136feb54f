import { coachedEnrollments } from '../../remote/enrollments.ts';
import { useSession } from '../../remote/session.ts';
import type { Client } from '../../remote/use-connections.ts';
import { useKeptQuery } from '../../remote/use-kept-query.ts';
import { useToday } from '../../store/react.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { IconLayoutList } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Section } from '../../ui/Page.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { EnrollmentRow } from './EnrollmentRow.tsx';
import { useWhileMaking } from './use-while-making.ts';
import { startText } from './words.ts';

/** A client's programs; each leads to the program, with the client chosen. */
export const ClientPrograms = ({ client: { id: clientId, name } }: { client: Client }) => {
  const me = useSession((session) => session.person?.id ?? '');
  const today = useToday();
  const enrollments = useKeptQuery({
    key: ['client-enrollments', clientId],
    read: () => coachedEnrollments(me, ['user_id', clientId]),
  });
  useWhileMaking(enrollments.data, enrollments.refetch);
  return (
    <Section title="Programs">
      <AnswerState of={enrollments} rows={2} />
      {enrollments.data?.length === 0 && (
        <EmptyState
          action={
            <ButtonLink to="/programs" variant="default">
              Go to programs
            </ButtonLink>
          }
        >
          {name} is in none of your programs. Enroll them on a program’s page, under People.
        </EmptyState>
      )}
      {enrollments.data && enrollments.data.length > 0 && (
        <Rows label="Programs">
          {enrollments.data.map((enrollment) => {
            const { id, program_id, program_title: title, cohort_id, start_date, version } = enrollment;
            return (
              <EnrollmentRow
                key={id}
                enrollment={{ ...enrollment, length_days: version.length_days }}
                name={name}
                title={title}
                details={[startText(start_date, today), ...(cohort_id === null ? [] : ['in a cohort'])]}
                leading={<IconTile Icon={IconLayoutList} />}
                link={{ to: '/programs/$id', params: { id: program_id }, search: { enrollment: id } }}
                ending={{
                  label: 'End it',
                  question: `End “${title}” for ${name}?`,
                  consequences: (
                    <>
                      They get no more of its tasks. Those that they have stay theirs: clear the future ones before, if
                      they should not. You can enroll them again.
                    </>
                  ),
                  told: `“${title}” has ended for ${name}.`,
                  kept: `“${title}” goes on for ${name}.`,
                }}
                onChanged={() => enrollments.refetch()}
              />
            );
          })}
        </Rows>
      )}
    </Section>
  );
};
