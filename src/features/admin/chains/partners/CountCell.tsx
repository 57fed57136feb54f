import { type CountKey, countDiffers, type ListedPartner } from '../../../../domain/chains/partner.ts';
import { formatCount } from '../../../../ui/format.ts';
import styles from './Partners.module.css';

/** Our count, and the CRM's where it is another: "12 (CRM 11)". */
export const CountCell = ({ partner, countKey }: { partner: ListedPartner; countKey: CountKey }) => {
  const own = partner[countKey];
  return (
    <span className={styles.countCell}>
      <span>{own === null ? '–' : formatCount(own)}</span>
      {countDiffers(partner, countKey) && (
        <span className={styles.differs}>{`CRM ${crmLabel(partner[`crm_${countKey}`])}`}</span>
      )}
    </span>
  );
};

export const crmLabel = (count: number | null): string => (count === null ? 'has none' : formatCount(count));
