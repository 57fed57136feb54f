import { Button } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import type { Conflict, ConflictChoice, OpenConflict } from '../domain/conflict.ts';
import type { Row } from '../domain/change.ts';
import { attempt } from './attempt.ts';
import styles from './ConflictCard.module.css';
import { DecisionCard, DecisionCards } from './DecisionCard.tsx';
import { formatInstant } from './format.ts';
import { showToast } from './toast.tsx';

const TextDiff = lazy(() => import('./TextDiff.tsx').then((module) => ({ default: module.TextDiff })));

interface ConflictCardsProps {
  /** `undefined` until it is known. */
  open: readonly OpenConflict[] | undefined;
  /** This device's id. */
  device: string | undefined;
  onChoose: (conflict: Conflict, choice: ConflictChoice) => Promise<void>;
}

/** What two devices did to the same thing, side by side, for the person to choose. Nothing where there is nothing. */
export const ConflictCards = ({ open = [], device, onChoose }: ConflictCardsProps) => {
  const choose = async (conflict: Conflict, choice: ConflictChoice) => {
    const isChosen = await attempt(async () => {
      await onChoose(conflict, choice);
      return true;
    });
    if (isChosen) showToast('Settled, on all of your devices.');
  };
  return (
    open.length > 0 && (
      <DecisionCards label="Two versions to choose from">
        {open.map(({ conflict, row }) => (
          <ConflictCard
            key={conflict.id}
            conflict={conflict}
            row={row}
            device={device}
            onChoose={(choice) => void choose(conflict, choice)}
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
}: OpenConflict & { device: string | undefined; onChoose: (choice: ConflictChoice) => void }) => {
  const { kind, field, lost } = conflict;
  const name = nameOf(row) ?? nameOf(typeof lost === 'object' ? lost : null) ?? 'An entry';
  const choose = (choice: ConflictChoice) => () => {
    onChoose(choice);
  };
  const who = (of: string | null) => (of !== null && of === device ? 'This device' : 'Another device');
  const kept = <When who={who(conflict.kept_device)} at={conflict.kept_at} />;
  const aside = <When who={who(conflict.lost_device)} at={conflict.lost_at} />;

  if (kind === 'prose') {
    const stands = textOf(row?.[field]);
    const other = textOf(lost);
    return (
      <DecisionCard about={`Two devices wrote ${LABELS[field] ?? field} differently`} name={name} heading="h3" urgent>
        <div className={styles.sides}>
          <Side head={kept} text={stands} other={other}>
            <Button variant="default" onClick={choose('kept')} aria-label={`Keep this ${wordFor(field)}`}>
              Keep this
            </Button>
          </Side>
          <Side head={aside} text={other} other={stands}>
            <Button variant="default" onClick={choose('lost')} aria-label={`Use this ${wordFor(field)} instead`}>
              Use this instead
            </Button>
          </Side>
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
      about={
        isDeleted ? 'It was deleted while it was edited elsewhere' : 'It was edited while it was deleted elsewhere'
      }
      name={name}
      heading="h3"
      urgent
    >
      <div className={styles.sides}>
        <Side head={kept} text={isDeleted ? 'Deleted.' : 'Edited: it is still here.'}>
          <Button variant="default" onClick={choose('kept')}>
            {isDeleted ? 'Leave it deleted' : 'Keep it'}
          </Button>
        </Side>
        <Side head={aside} text={isDeleted ? 'Edited. Everything it said is kept.' : 'Deleted.'}>
          <Button variant="default" onClick={choose('lost')}>
            {isDeleted ? 'Bring it back' : 'Delete it'}
          </Button>
        </Side>
      </div>
    </DecisionCard>
  );
};

const When = ({ who, at }: { who: string; at: string }) => (
  <p className={styles.who}>
    <strong>{who}</strong>
    {formatInstant(Date.parse(at))}
  </p>
);

interface SideProps {
  head: ReactNode;
  text: string;
  /** What its words are compared with. */
  other?: string;
  children: ReactNode;
}

const Side = ({ head, text, other, children }: SideProps) => (
  <div className={styles.side}>
    {head}
    {text === '' ? (
      <p className={styles.empty}>Empty</p>
    ) : other === undefined ? (
      <p className={styles.text}>{text}</p>
    ) : (
      <Suspense fallback={<p className={styles.text}>{text}</p>}>
        <TextDiff text={text} other={other} />
      </Suspense>
    )}
    {children}
  </div>
);

const LABELS: Record<string, string> = { notes: 'the notes', description: 'the description', outcome: 'the outcome' };
const wordFor = (field: string): string => (field === 'notes' ? 'note' : field);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const nameOf = (row: Row | null): string | undefined =>
  [row?.['title'], row?.['name']].find((name): name is string => typeof name === 'string' && name !== '');
