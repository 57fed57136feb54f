import { VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import type { ListedPartner } from '../../../../domain/chains/partner.ts';
import { ChoiceRow } from '../../../../ui/ChoiceRow.tsx';
import { joinDetails } from '../../../../ui/format.ts';
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
      <VisuallyHidden component="legend">Partner</VisuallyHidden>
      {shown.map((partner) => (
        <ChoiceRow
          key={partner.id}
          kind="radio"
          group={name}
          title={partner.name}
          detail={joinDetails(
            candidateIds.includes(partner.id) && 'Same name',
            partner.tier,
            !partner.active && 'Inactive',
            `Id ${partner.id}`,
          )}
          checked={partner.id === chosen?.id}
          onChange={() => {
            onChoose(partner);
          }}
        />
      ))}
      {partners.length === 0 && <p className={styles.choiceNote}>{`No results for “${text.trim()}”.`}</p>}
      {partners.length > MOST_CHOICES && <p className={styles.choiceNote}>Keep typing to narrow results.</p>}
    </fieldset>
  );
};
