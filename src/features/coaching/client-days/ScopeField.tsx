import type { ClientEnrollment } from '../../../data/coaching/client-days.ts';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';

export type Scope = 'one' | 'everyone';

interface ScopeFieldProps {
  label: string;
  /** The client's. */
  name: string;
  cohort: NonNullable<ClientEnrollment['cohort']>;
  value: Scope;
  onChange: (scope: Scope) => void;
}

/** Whether something is done for one client or for everyone in their cohort. */
export const ScopeField = ({ label, name, cohort, value, onChange }: ScopeFieldProps) => (
  <ChoiceChips
    label={label}
    options={[
      { value: 'one', label: `Only ${name}` },
      { value: 'everyone', label: `Everyone in ${cohort.name}` },
    ]}
    value={value}
    onChange={onChange}
  />
);
