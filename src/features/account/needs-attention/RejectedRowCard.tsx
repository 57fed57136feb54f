import { Button } from '../../../ui/Button.tsx';
import { canSaveAsCopy } from '../../../store/save-as-copy.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { DecisionCard } from '../../../ui/DecisionCard.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { FieldList } from './FieldList.tsx';
import styles from './NeedsAttention.module.css';
import { rowPathOf } from '../../../shared/rows/links.ts';
import type { RejectedRow } from './rejected-rows.ts';
import {
  rejectedChangeLabel,
  changedFieldTexts,
  rejectedRowTitle,
  rejectionMessage,
  dependentMessage,
} from './messages.ts';

/** What the person can decide about a row. */
export interface RejectedRowActions {
  onRetry: (row: RejectedRow) => unknown;
  onKeepCopy: (row: RejectedRow) => unknown;
  onDiscard: (row: RejectedRow) => void;
}

interface RejectedRowCardProps extends RejectedRowActions {
  rejected: RejectedRow;
  leadNames: ReadonlyMap<string, string>;
}

export const RejectedRowCard = ({ rejected, leadNames, onRetry, onKeepCopy, onDiscard }: RejectedRowCardProps) => {
  const name = rejectedRowTitle(rejected);
  return (
    <DecisionCard overline={<RejectedChangeTitle rejected={rejected} />} name={name} heading="h2">
      <p>{rejectionMessage(rejected.changes[0].code)}</p>
      <FieldList fields={changedFieldTexts(rejected, leadNames)} />
      <div className={styles.actions}>
        <Button variant="default" onClick={() => onRetry(rejected)} aria-label={`Try again: ${name}`}>
          Try again
        </Button>
        <EditLink rejected={rejected} name={name} />
        {canSaveAsCopy(rejected.changes) && (
          <Button variant="default" onClick={() => onKeepCopy(rejected)} aria-label={`Keep as a copy: ${name}`}>
            Keep as a copy
          </Button>
        )}
        <DiscardButton rejected={rejected} name={name} onDiscard={onDiscard} />
      </div>
      <Dependents parent={rejected} onDiscard={onDiscard} />
    </DecisionCard>
  );
};

/** The dependents of a rejected row, and theirs. */
const Dependents = ({ parent, onDiscard }: { parent: RejectedRow } & Pick<RejectedRowActions, 'onDiscard'>) =>
  parent.dependents.length > 0 && (
    <ul className={styles.dependents} aria-label={`Waiting for ${rejectedRowTitle(parent)}`}>
      {parent.dependents.map((rejected) => {
        const name = rejectedRowTitle(rejected);
        return (
          <li key={rejected.key} className={styles.dependent}>
            <div>
              <p className={styles.operation}>
                <RejectedChangeTitle rejected={rejected} />
              </p>
              <h3 className={styles.name}>{name}</h3>
            </div>
            <p>{dependentMessage(parent)}</p>
            <div className={styles.actions}>
              <EditLink rejected={rejected} name={name} />
              <DiscardButton rejected={rejected} name={name} onDiscard={onDiscard} />
            </div>
            <Dependents parent={rejected} onDiscard={onDiscard} />
          </li>
        );
      })}
    </ul>
  );

const RejectedChangeTitle = ({ rejected }: { rejected: RejectedRow }) => (
  <>
    {rejectedChangeLabel(rejected)} · <RelativeTime instant={rejected.changes[0].made_at} />
  </>
);

interface RowActionProps {
  rejected: RejectedRow;
  name: string;
}

/** Links to the screen where the row can be corrected; nothing if the row is not on this device any more. */
const EditLink = ({ rejected: { table, shown }, name }: RowActionProps) => {
  const path = shown && rowPathOf(table, shown);
  return (
    path && (
      <ButtonLink to={path} variant="default" aria-label={`Open to edit: ${name}`}>
        Open to edit
      </ButtonLink>
    )
  );
};

const DiscardButton = ({ rejected, name, onDiscard }: RowActionProps & Pick<RejectedRowActions, 'onDiscard'>) => (
  <Button variant="subtle" color="gray" onClick={() => onDiscard(rejected)} aria-label={`Discard: ${name}`}>
    Discard
  </Button>
);
