import { COUNT_KEYS, countDiffers, type ListedPartner } from '../../../../domain/chains/partner.ts';
import { formatCount, joinDetails } from '../../../../ui/format.ts';
import { ListRow } from '../../../../ui/ListRows.tsx';
import { StatusDot } from '../../../../ui/StatusDot.tsx';
import { crmLabel } from './CountCell.tsx';
import { partnerDetails, partnerState } from './partner-labels.ts';
import styles from './Partners.module.css';

const SHORT_LABELS = { certified_people: 'certified', total_npcu: 'NPCU', expiring_certificates: 'expiring' } as const;

/** A partner in a narrow window. */
export const PartnerRow = ({ partner }: { partner: ListedPartner }) => {
  const { tone, label } = partnerState(partner);
  const details = joinDetails(...partnerDetails(partner));
  return (
    <ListRow
      title={partner.name}
      detail={
        <span className={styles.rowDetail}>
          {details !== '' && <span>{details}</span>}
          {partner.groups > 0 && (
            <span>
              {COUNT_KEYS.map((key) =>
                joinCount(
                  `${formatCount(partner[key] ?? 0)} ${SHORT_LABELS[key]}`,
                  countDiffers(partner, key) && `CRM ${crmLabel(partner[`crm_${key}`])}`,
                ),
              ).join(', ')}
            </span>
          )}
        </span>
      }
      trailing={
        <StatusDot tone={tone} wraps>
          {label}
        </StatusDot>
      }
      link={{ to: '/admin/partners/$partner', params: { partner: partner.id } }}
    />
  );
};

const joinCount = (own: string, crm: string | false): string => (crm === false ? own : `${own} (${crm})`);
