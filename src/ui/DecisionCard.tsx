import type { ReactNode } from 'react';
import { formatName } from './format-name.ts';
import styles from './DecisionCard.module.css';

/** A list of things to decide. Its children are DecisionCards. */
export const DecisionCards = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul className={styles.cards} aria-label={label}>
    {children}
  </ul>
);

interface DecisionCardProps {
  /** One muted line above the name. */
  overline: ReactNode;
  name: string;
  heading: 'h2' | 'h3';
  /** Shows a coloured border. */
  urgent?: boolean;
  children: ReactNode;
}

/** One thing to decide, with its facts and the buttons to choose from as children. */
export const DecisionCard = ({ overline, name, heading: Heading, urgent = false, children }: DecisionCardProps) => (
  <li className={styles.card} data-urgent={urgent || undefined}>
    <div>
      <p className={styles.overline}>{overline}</p>
      <Heading className={styles.name} dir="auto">
        {formatName(name)}
      </Heading>
    </div>
    {children}
  </li>
);
