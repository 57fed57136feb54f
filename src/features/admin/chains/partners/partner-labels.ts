import { differsFromCrm, type ListedPartner, type PartnerGroup, type Push } from '../../../../domain/chains/partner.ts';
import type { StatusTone } from '../../../../ui/StatusDot.tsx';

interface State {
  tone: StatusTone;
  label: string;
}

/** Whether the CRM has our counts. */
export const partnerState = (partner: ListedPartner): State => {
  if (partner.groups === 0) return { tone: 'quiet', label: 'Not counted: no group' };
  return differsFromCrm(partner) ? { tone: 'warn', label: 'Differs' } : { tone: 'good', label: 'Same' };
};

export const partnerDetails = ({
  tier,
  active,
  missing_since,
}: Pick<ListedPartner, 'tier' | 'active' | 'missing_since'>): (string | false | null)[] => [
  tier,
  !active && 'Inactive',
  missing_since !== null && 'Missing from the last walk',
];

export const LINK_METHOD_LABELS: Record<PartnerGroup['method'], string> = {
  id: 'Linked by the id that the CRM names',
  name: 'Linked by name',
  hand: 'Linked by hand',
};

export const PUSH_OUTCOMES: Record<Push['outcome'], State> = {
  sent: { tone: 'good', label: 'Sent' },
  refused: { tone: 'bad', label: 'Refused by the CRM' },
  dry_run: { tone: 'quiet', label: 'Dry run, not sent' },
};
