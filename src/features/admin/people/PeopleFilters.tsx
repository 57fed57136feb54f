import { type Profile, type Role, ROLE_PLURAL_LABELS, ROLES } from '../../../domain/profiles/profile.ts';
import { SelectField, TextField } from '../../../ui/Fields.tsx';
import { formatCount } from '../../../ui/format.ts';
import { IconSearch } from '../../../ui/icons.ts';
import styles from './People.module.css';

interface PeopleFiltersProps {
  text: string;
  role: Role | 'all';
  people: readonly Profile[];
  onTextChange: (text: string) => void;
  onRoleChange: (role: Role | 'all') => void;
}

export const PeopleFilters = ({ text, role, people, onTextChange, onRoleChange }: PeopleFiltersProps) => (
  <div className={styles.filters} role="search" aria-label="People">
    <TextField
      aria-label="Search by name or email"
      placeholder="Name or email"
      type="search"
      leftSection={<IconSearch size={18} aria-hidden />}
      value={text}
      onChange={(event) => {
        onTextChange(event.currentTarget.value);
      }}
    />
    <SelectField
      aria-label="Role"
      data={[
        { value: 'all', label: 'All roles' },
        ...ROLES.map((value) => ({
          value,
          label: `${ROLE_PLURAL_LABELS[value]} (${formatCount(people.filter((person) => person.role === value).length)})`,
        })),
      ]}
      value={role}
      onChange={(event) => {
        onRoleChange(event.currentTarget.value as Role | 'all');
      }}
    />
  </div>
);
