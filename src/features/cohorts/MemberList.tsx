import { Button } from '@mantine/core';
import type { CohortMember } from '../../remote/cohorts.ts';
import { IconUsers } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { EnrollmentRow } from './EnrollmentRow.tsx';

interface MemberListProps {
  members: readonly CohortMember[];
  programId: string;
  onAdd: () => void;
  onChanged: () => Promise<unknown>;
}

/** Who is in a cohort, and how far the making of their tasks is. */
export const MemberList = ({ members, programId, onAdd, onChanged }: MemberListProps) => {
  if (members.length === 0) {
    return (
      <EmptyState
        icon={<IconUsers size={24} aria-hidden />}
        action={
          <Button variant="default" onClick={onAdd}>
            Add a client
          </Button>
        }
      >
        Nobody has joined yet. Send the link, or add your clients.
      </EmptyState>
    );
  }
  // Who has left comes last.
  const inOrder = [...members].sort((a, b) => Number(a.status === 'ended') - Number(b.status === 'ended'));
  return (
    <Rows label="Members">
      {inOrder.map((member) => {
        const { enrollment_id, display_name, email } = member;
        const name = display_name.trim() ? display_name : email;
        return (
          <EnrollmentRow
            key={enrollment_id}
            enrollment={{ ...member, id: enrollment_id, program_id: programId }}
            name={name}
            title={name}
            details={name === email ? [] : [email]}
            ending={{
              label: 'Take out',
              question: `Take ${name} out?`,
              consequences: (
                <>
                  They get no more tasks, and cannot come back by the link. The tasks they have stay theirs: clear the
                  future ones before, if they should not. You can add them again.
                </>
              ),
              told: `${name} is out of the cohort.`,
              kept: 'They are still in the cohort.',
            }}
            onChanged={onChanged}
          />
        );
      })}
    </Rows>
  );
};
