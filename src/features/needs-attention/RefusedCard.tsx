import { Button } from '@mantine/core';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { DecisionCard } from '../../ui/DecisionCard.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { FieldList } from './FieldList.tsx';
import styles from './NeedsAttention.module.css';
import type { RefusedRow } from './refused-rows.ts';
import { deedOf, fieldsOf, nameOf, reasonOf } from './sentences.ts';

interface RefusedCardProps {
  refused: RefusedRow;
  leadNames: ReadonlyMap<string, string>;
  onRetry: () => void;
  onDiscard: () => void;
}

export const RefusedCard = ({ refused, leadNames, onRetry, onDiscard }: RefusedCardProps) => {
  const [first] = refused.changes;
  const name = nameOf(refused);
  return (
    <DecisionCard
      about={
        <>
          {deedOf(refused)} · <RelativeTime instant={first.made_at} />
        </>
      }
      name={name}
      heading="h2"
    >
      <p>{reasonOf(first.code)}</p>
      <FieldList fields={fieldsOf(refused, leadNames)} />
      <div className={styles.actions}>
        <Button variant="default" onClick={onRetry} aria-label={`Try again: ${name}`}>
          Try again
        </Button>
        <EditLink refused={refused} name={name} />
        <Button variant="subtle" color="gray" onClick={onDiscard} aria-label={`Discard: ${name}`}>
          Discard
        </Button>
      </div>
    </DecisionCard>
  );
};

/** Leads to where the row can be corrected, while it is there. */
const EditLink = ({ refused: { table, row, shown }, name }: { refused: RefusedRow; name: string }) => {
  const shared = { variant: 'default', 'aria-label': `Open to edit: ${name}`, children: 'Open to edit' } as const;
  if (!shown) return null;
  switch (table) {
    case 'program_activities':
      return <ButtonLink to="/activity/$id" params={{ id: row }} {...shared} />;
    case 'submissions':
      return <ButtonLink to="/leads/$id" params={{ id: row }} {...shared} />;
    case 'program_weekly_goals':
      return <ButtonLink to="/goals/$weekStart" params={{ weekStart: String(shown['week_start']) }} {...shared} />;
    case 'program_custom_activity_types':
      return <ButtonLink to="/types" {...shared} />;
    case 'profiles':
      return <ButtonLink to="/settings" {...shared} />;
    default:
      return null;
  }
};
