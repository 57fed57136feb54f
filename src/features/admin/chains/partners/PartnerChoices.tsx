import { useId } from 'react';
import type { ListedPartner } from '../../../../domain/chains/partner.ts';
import { joinDetails } from '../../../../ui/format.ts';
import { formatName } from '../../../../ui/format-name.ts';
import styles from './Partners.module.css';

/** More than fit in a dialog are no help. */
const MOST_CHOICES = 50;

interface PartnerChoicesProps {
  partners: readonly ListedPartner[];
  candidateIds: readonly string[];
  /** What was searched for. */
  text: string;
  chosen: ListedPartner | null;
  onChoose: (partner: ListedPartner) => void;
}

/** Partners of which one is chosen; it stays chosen and in the list while a search would hide it. */
export const PartnerChoices = ({ partners, candidateIds, text, chosen, onChoose }: PartnerChoicesProps) => {
  const name = useId();
  const listed = partners.slice(0, MOST_CHOICES);
  const shown = chosen && !listed.some(({ id }) => id === chosen.id) ? [chosen, ...listed] : listed;
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.hidden}>Partner</legend>
      {shown.map((partner) => (
        <label key={partner.id} className={styles.choice}>
          <input
            type="radio"
            name={name}
            checked={partner.id === chosen?.id}
            onChange={() => {
              onChoose(partner);
            }}
          />
          <span className={styles.choiceText}>
            <span dir="auto">{formatName(partner.name)}</span>
            <span className={styles.quiet}>
              {joinDetails(
                candidateIds.includes(partner.id) && 'Same name',
                partner.tier,
                !partner.active && 'Inactive',
                `Id ${partner.id}`,
              )}
            </span>
          </span>
        </label>
      ))}
      {partners.length === 0 && <p className={styles.choiceNote}>{`No results for “${text.trim()}”.`}</p>}
      {partners.length > MOST_CHOICES && <p className={styles.choiceNote}>Keep typing to narrow results.</p>}
    </fieldset>
  );
};
