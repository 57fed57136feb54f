import { type ReactNode, Suspense } from 'react';
import { Button } from '../../ui/Button.tsx';
import type { Conflict, ConflictChoice, OpenConflict } from '../../domain/sync/conflict.ts';
import { trySave } from '../errors/with-save-error-toast.ts';
import { rowTitle } from '../rows/labels.ts';
import styles from './ConflictCard.module.css';
import { DecisionCard, DecisionCards } from '../../ui/DecisionCard.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatInstant } from '../../ui/format.ts';
import { lazyComponent } from '../../ui/lazy-component.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useAction } from '../../ui/use-action.ts';

const PlainText = ({ text }: { text: string }) => <p className={styles.text}>{text}</p>;

// Without the marks, both versions can still be read.
const TextDiff = lazyComponent(async () => (await import('./TextDiff.tsx')).TextDiff, PlainText);

interface ConflictCardsProps {
  /** `undefined` until they are read. */
  open: readonly OpenConflict[] | undefined;
  /** This device's id. */
  device: string | undefined;
  onChoose: (conflict: Conflict, choice: ConflictChoice) => Promise<void>;
}

/** Above the fields of a row: its conflicts that are about no field, and where to find those that are. */
export const ConflictsOfRow = ({ open = [], ...rest }: ConflictCardsProps) => {
  const fields = [...new Set(open.filter(isOfLongText).map(({ conflict }) => conflict.field))];
  return (
    <>
      <ConflictCards open={open.filter((one) => !isOfLongText(one))} {...rest} />
      {fields.map((field) => (
        <ErrorNotice
          key={field}
          tone="warn"
          title={`Two devices changed ${fieldPhrase(field)} differently.`}
          action={
            <Button
              variant="default"
              size="compact-md"
              onClick={() => {
                const cards = document.getElementById(conflictsElementId(field));
                cards?.scrollIntoView({ block: 'center' });
                cards?.querySelector('button')?.focus({ preventScroll: true });
              }}
            >
              {`Go to ${fieldPhrase(field)}`}
            </Button>
          }
        >
          Both versions are kept until you choose.
        </ErrorNotice>
      ))}
    </>
  );
};

/** Above a long text: its conflicts. */
export const ConflictsOfField = ({ field, open = [], ...rest }: ConflictCardsProps & { field: string }) => {
  const ofField = open.filter((one) => isOfLongText(one) && one.conflict.field === field);
  return (
    ofField.length > 0 && (
      <div id={conflictsElementId(field)}>
        <ConflictCards open={ofField} {...rest} />
      </div>
    )
  );
};

const isOfLongText = ({ conflict }: OpenConflict): boolean => conflict.kind === 'long_text';

const conflictsElementId = (field: string): string => `conflicts-${field}`;

/** Unresolved conflicts, each with both sides for the person to choose from; nothing where there are none. */
export const ConflictCards = ({ open = [], device, onChoose }: ConflictCardsProps) => {
  const choose = async (conflict: Conflict, choice: ConflictChoice) => {
    const isChosen = await trySave(() => onChoose(conflict, choice));
    if (isChosen) showToast('Conflict resolved.');
  };
  return (
    open.length > 0 && (
      <DecisionCards label="Conflicts">
        {open.map(({ conflict, row }) => (
          <ConflictCard
            key={conflict.id}
            conflict={conflict}
            row={row}
            device={device}
            onChoose={(choice) => choose(conflict, choice)}
          />
        ))}
      </DecisionCards>
    )
  );
};

const ConflictCard = ({
  conflict,
  row,
  device,
  onChoose,
}: OpenConflict & { device: string | undefined; onChoose: (choice: ConflictChoice) => unknown }) => {
  const { kind, field, lost } = conflict;
  const name = rowTitle(row ?? {}) ?? rowTitle(typeof lost === 'object' && lost ? lost : {}) ?? 'Entry';
  // One choice for the conflict, whichever buttons are pressed.
  const { run } = useAction(onChoose);
  const choose = (choice: ConflictChoice) => () => run(choice);
  const deviceLabel = (id: string | null) => (id !== null && id === device ? 'This device' : 'Another device');
  const keptHeader = <DeviceAndTime device={deviceLabel(conflict.kept_device)} at={conflict.kept_at} />;
  const lostHeader = <DeviceAndTime device={deviceLabel(conflict.lost_device)} at={conflict.lost_at} />;

  if (kind === 'long_text') {
    const keptText = stringOrEmpty(row?.[field]);
    const lostText = stringOrEmpty(lost);
    return (
      <DecisionCard overline={`Two devices changed ${fieldPhrase(field)} differently`} name={name} heading="h3" urgent>
        <div className={styles.sides}>
          <ConflictSide header={keptHeader} text={keptText} comparedWith={lostText}>
            <Button variant="default" onClick={choose('kept')} aria-label={`Keep this ${fieldNoun(field)}`}>
              Keep this
            </Button>
          </ConflictSide>
          <ConflictSide header={lostHeader} text={lostText} comparedWith={keptText}>
            <Button variant="default" onClick={choose('lost')} aria-label={`Use this ${fieldNoun(field)} instead`}>
              Use this instead
            </Button>
          </ConflictSide>
        </div>
        <Button variant="subtle" onClick={choose('both')}>
          Keep both, one after the other
        </Button>
      </DecisionCard>
    );
  }
  const isDeleted = kind === 'lost_edit';
  return (
    <DecisionCard
      overline={isDeleted ? 'Deleted on one device, edited on another' : 'Edited on one device, deleted on another'}
      name={name}
      heading="h3"
      urgent
    >
      <div className={styles.sides}>
        <ConflictSide header={keptHeader} text={isDeleted ? 'Deleted.' : 'Edited. It still exists.'}>
          <Button variant="default" onClick={choose('kept')}>
            {isDeleted ? 'Keep it deleted' : 'Keep it'}
          </Button>
        </ConflictSide>
        <ConflictSide header={lostHeader} text={isDeleted ? 'Edited. Its content is kept.' : 'Deleted.'}>
          <Button variant="default" onClick={choose('lost')}>
            {isDeleted ? 'Restore it' : 'Delete it'}
          </Button>
        </ConflictSide>
      </div>
    </DecisionCard>
  );
};

const DeviceAndTime = ({ device, at }: { device: string; at: string }) => (
  <p className={styles.who}>
    <strong>{device}</strong>
    {formatInstant(Date.parse(at))}
  </p>
);

interface ConflictSideProps {
  header: ReactNode;
  text: string;
  /** Words that are not in it are marked. */
  comparedWith?: string;
  children: ReactNode;
}

const ConflictSide = ({ header, text, comparedWith, children }: ConflictSideProps) => (
  <div className={styles.side}>
    {header}
    {text === '' ? (
      <p className={styles.empty}>Empty</p>
    ) : comparedWith === undefined ? (
      <PlainText text={text} />
    ) : (
      <Suspense fallback={<PlainText text={text} />}>
        <TextDiff text={text} comparedWith={comparedWith} />
      </Suspense>
    )}
    {children}
  </div>
);

const LONG_TEXT_FIELD_PHRASES: Record<string, string> = {
  notes: 'the notes',
  description: 'the description',
  outcome: 'the outcome',
};
const fieldPhrase = (field: string): string => LONG_TEXT_FIELD_PHRASES[field] ?? field;
const fieldNoun = (field: string): string => (field === 'notes' ? 'note' : field);

const stringOrEmpty = (value: unknown): string => (typeof value === 'string' ? value : '');
