import { Button } from '@mantine/core';
import { canBeCopied } from '../../store/copy.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { DecisionCard } from '../../ui/DecisionCard.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { FieldList } from './FieldList.tsx';
import styles from './NeedsAttention.module.css';
import { placeOf } from './places.ts';
import type { RefusedRow } from './refused-rows.ts';
import { deedOf, fieldsOf, nameOf, reasonOf, waitsText } from './sentences.ts';

/** What the person may decide of a row. */
export interface Decisions {
  onRetry: (refused: RefusedRow) => void;
  onKeepCopy: (refused: RefusedRow) => void;
  onDiscard: (refused: RefusedRow) => void;
}

interface RefusedCardProps extends Decisions {
  refused: RefusedRow;
  leadNames: ReadonlyMap<string, string>;
}

export const RefusedCard = ({ refused, leadNames, ...decisions }: RefusedCardProps) => {
  const { onRetry, onKeepCopy, onDiscard } = decisions;
  const name = nameOf(refused);
  return (
    <DecisionCard about={<Deed refused={refused} />} name={name} heading="h2">
      <p>{reasonOf(refused.changes[0].code)}</p>
      <FieldList fields={fieldsOf(refused, leadNames)} />
      <div className={styles.actions}>
        <Button variant="default" onClick={() => onRetry(refused)} aria-label={`Try again: ${name}`}>
          Try again
        </Button>
        <EditLink refused={refused} name={name} />
        {canBeCopied(refused.changes) && (
          <Button variant="default" onClick={() => onKeepCopy(refused)} aria-label={`Keep as a copy: ${name}`}>
            Keep as a copy
          </Button>
        )}
        <DiscardButton refused={refused} name={name} onDiscard={onDiscard} />
      </div>
      <Dependents parent={refused} onDiscard={onDiscard} />
    </DecisionCard>
  );
};

/** What waits for a refused row, and what waits for that. */
const Dependents = ({ parent, onDiscard }: { parent: RefusedRow } & Pick<Decisions, 'onDiscard'>) =>
  parent.dependents.length > 0 && (
    <ul className={styles.dependents} aria-label={`Waiting for ${nameOf(parent)}`}>
      {parent.dependents.map((refused) => {
        const name = nameOf(refused);
        return (
          <li key={refused.key} className={styles.dependent}>
            <div>
              <p className={styles.deed}>
                <Deed refused={refused} />
              </p>
              <h3 className={styles.name}>{name}</h3>
            </div>
            <p>{waitsText(parent)}</p>
            <div className={styles.actions}>
              <EditLink refused={refused} name={name} />
              <DiscardButton refused={refused} name={name} onDiscard={onDiscard} />
            </div>
            <Dependents parent={refused} onDiscard={onDiscard} />
          </li>
        );
      })}
    </ul>
  );

const Deed = ({ refused }: { refused: RefusedRow }) => (
  <>
    {deedOf(refused)} · <RelativeTime instant={refused.changes[0].made_at} />
  </>
);

interface NamedProps {
  refused: RefusedRow;
  name: string;
}

/** Leads to where the row can be corrected, while it is there. */
const EditLink = ({ refused: { table, shown }, name }: NamedProps) => {
  const place = shown && placeOf(table, shown);
  return (
    place && (
      <ButtonLink to={place} variant="default" aria-label={`Open to edit: ${name}`}>
        Open to edit
      </ButtonLink>
    )
  );
};

const DiscardButton = ({ refused, name, onDiscard }: NamedProps & Pick<Decisions, 'onDiscard'>) => (
  <Button variant="subtle" color="gray" onClick={() => onDiscard(refused)} aria-label={`Discard: ${name}`}>
    Discard
  </Button>
);
