import { ButtonLink } from '../../../../ui/ButtonLink.tsx';
import { DecisionCard } from '../../../../ui/DecisionCard.tsx';
import { joinSentences, plural } from '../../../../ui/format.ts';
import styles from './Overview.module.css';

interface UnlinkedGroupsCardProps {
  ambiguous: number;
  unmatched: number;
}

/** Groups that could belong to several partners: nobody’s counts have their people until an admin says whose they are. */
export const UnlinkedGroupsCard = ({ ambiguous, unmatched }: UnlinkedGroupsCardProps) => (
  <DecisionCard
    heading="h3"
    urgent
    name={`${plural(ambiguous, 'LMS group')} without a clear partner`}
    overline="Partner counts"
  >
    <p>
      {joinSentences(
        'Several partners or groups have the same name. Their people count for no partner until you say whose they are.',
        unmatched > 0 && `${plural(unmatched, 'more group matches', 'more groups match')} no partner by name.`,
      )}
    </p>
    <div className={styles.buttons}>
      <ButtonLink to="/admin/partners/groups" variant="default">
        Link groups
      </ButtonLink>
    </div>
  </DecisionCard>
);
