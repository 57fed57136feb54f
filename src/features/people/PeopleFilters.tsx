import { type Profile, type Role, ROLES } from '../../domain/profile.ts';
import { ChoiceField, TextField } from '../../ui/Fields.tsx';
import { formatCount } from '../../ui/format.ts';
import { IconSearch } from '../../ui/icons.ts';
import styles from './People.module.css';

interface PeopleFiltersProps {
  text: string;
  role: Role | 'all';
  people: readonly Profile[];
  onText: (text: string) => void;
  onRole: (role: Role | 'all') => void;
}

const PLURALS: Record<Role, string> = { rep: 'Reps', coach: 'Coaches', admin: 'Admins' };

export const PeopleFilters = ({ text, role, people, onText, onRole }: PeopleFiltersProps) => (
  <div className={styles.filters} role="search" aria-label="People">
    <TextField
      aria-label="Search by name or email"
      placeholder="Name or email"
      type="search"
      leftSection={<IconSearch size={18} aria-hidden />}
      value={text}
      onChange={(event) => {
        onText(event.currentTarget.value);
      }}
    />
    <ChoiceField
      aria-label="Role"
      data={[
        { value: 'all', label: 'All roles' },
        ...ROLES.map((value) => ({
          value,
          label: `${PLURALS[value]} (${formatCount(people.filter((person) => person.role === value).length)})`,
        })),
      ]}
      value={role}
      onChange={(event) => {
        onRole(event.currentTarget.value as Role | 'all');
      }}
    />
  </div>
);
