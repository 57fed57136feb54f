import { type Lead, LEAD_STATUS_LABELS, LEAD_STATUSES } from '../../../domain/leads/lead.ts';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';
import { formatCount } from '../../../ui/format.ts';
import { ANY_STATUS, type LeadFilter } from './filter-leads.ts';

interface LeadStatusFilterProps {
  leads: readonly Lead[];
  value: LeadFilter['status'];
  onChange: (status: LeadFilter['status']) => void;
}

export const LeadStatusFilter = ({ leads, value, onChange }: LeadStatusFilterProps) => {
  const counts = new Map<string, number>();
  for (const { status } of leads) counts.set(status, (counts.get(status) ?? 0) + 1);
  return (
    <ChoiceChips
      label="Status"
      hideLabel
      options={[
        { value: ANY_STATUS, label: 'All' },
        ...LEAD_STATUSES.map((status) => ({
          value: status,
          label: `${LEAD_STATUS_LABELS[status]} ${formatCount(counts.get(status) ?? 0)}`,
        })),
      ]}
      value={value}
      onChange={onChange}
    />
  );
};
