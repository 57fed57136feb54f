import { type Profile, type Role, ROLES } from '../../domain/profile.ts';
import { ChoiceField } from '../../ui/Fields.tsx';
import { Row } from '../../ui/Rows.tsx';
import styles from './People.module.css';

const LABELS: Record<Role, string> = { rep: 'Rep', coach: 'Coach', admin: 'Admin' };

interface PersonRowProps {
  person: Profile;
  isMe: boolean;
  isLastAdmin: boolean;
  onRole: (role: Role) => void;
}

/** A person and the choice of their role. The last admin stays one, and is told why. */
export const PersonRow = ({ person, isMe, isLastAdmin, onRole }: PersonRowProps) => {
  const name = person.display_name || person.email;
  return (
    <Row
      title={isMe ? `${name} (you)` : name}
      detail={
        isLastAdmin ? (
          <span className={styles.reason}>The only admin. To change this, make somebody else an admin first.</span>
        ) : (
          person.email
        )
      }
      trailing={
        <ChoiceField
          aria-label={`Role of ${name}`}
          className={styles.role ?? ''}
          data={ROLES.map((role) => ({ value: role, label: LABELS[role] }))}
          value={person.role}
          disabled={isLastAdmin}
          onChange={(event) => {
            onRole(event.currentTarget.value as Role);
          }}
        />
      }
    />
  );
};
