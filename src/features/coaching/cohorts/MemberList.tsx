import { Button } from '../../../ui/Button.tsx';
import type { CohortMember } from '../../../data/cohorts/cohorts.ts';
import { IconUsers } from '../../../ui/icons.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ListRows } from '../../../ui/ListRows.tsx';
import { EnrollmentRow } from '../../../shared/coaching/EnrollmentRow.tsx';
import { displayName } from '../../../domain/profiles/profile.ts';

interface MemberListProps {
  members: readonly CohortMember[];
  programId: string;
  /** Whether people can join by the link. */
  isOpen: boolean;
  onAdd: () => void;
  onChanged: () => Promise<unknown>;
}

export const MemberList = ({ members, programId, isOpen, onAdd, onChanged }: MemberListProps) => {
  if (members.length === 0) {
    return (
      <EmptyState
        icon={<IconUsers size={24} aria-hidden />}
        action={
          <Button variant="default" onClick={onAdd}>
            Add your first client
          </Button>
        }
      >
        No one has joined yet.{' '}
        {isOpen ? 'Share the link or add your clients.' : 'Add your clients, or let people join with the link.'}
      </EmptyState>
    );
  }
  // Those who have left come last.
  const sortedMembers = [...members].sort((a, b) => Number(a.status === 'ended') - Number(b.status === 'ended'));
  return (
    <ListRows label="Members">
      {sortedMembers.map((member) => {
        const { enrollment_id, email } = member;
        // The address of who has left is not shown any more.
        const name = displayName(member) || 'Former member';
        return (
          <EnrollmentRow
            key={enrollment_id}
            enrollment={{ ...member, id: enrollment_id, program_id: programId }}
            name={name}
            title={name}
            details={name === email || email === '' ? [] : [email]}
            {...(member.status !== 'ended' && {
              link: {
                to: '/clients/$id/days',
                params: { id: member.user_id },
                search: { enrollment: enrollment_id },
              },
            })}
            endAction={{
              label: 'Remove',
              dialogTitle: `Remove ${name}?`,
              dialogText: <>They get no more tasks and can’t rejoin with the link. You can add them again later.</>,
              successMessage: `Removed ${name} from the cohort.`,
              errorDetail: 'They are still in the cohort.',
            }}
            onChanged={onChanged}
          />
        );
      })}
    </ListRows>
  );
};
