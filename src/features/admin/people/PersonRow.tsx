import { displayName, type Profile, type Role, ROLE_LABELS, ROLES } from '../../../domain/profiles/profile.ts';
import { SelectField } from '../../../ui/Fields.tsx';
import { ListRow } from '../../../ui/ListRows.tsx';
import styles from './People.module.css';

interface PersonRowProps {
  person: Profile;
  isMe: boolean;
  isLastAdmin: boolean;
  onRoleChange: (role: Role) => void;
}

/** A person with their role to change. The last admin has to stay one. */
export const PersonRow = ({ person, isMe, isLastAdmin, onRoleChange }: PersonRowProps) => {
  const name = displayName(person);
  return (
    <ListRow
      title={isMe ? `${name} (you)` : name}
      detail={
        isLastAdmin ? (
          <span className={styles.reason}>The only admin. To change this role, make someone else an admin first.</span>
        ) : (
          person.email
        )
      }
      trailing={
        <SelectField
          aria-label={`Role of ${name}`}
          className={styles.role ?? ''}
          data={ROLES.map((role) => ({ value: role, label: ROLE_LABELS[role] }))}
          value={person.role}
          disabled={isLastAdmin}
          onChange={(event) => {
            onRoleChange(event.currentTarget.value as Role);
          }}
        />
      }
    />
  );
};
