import type { ReactNode } from 'react';
import styles from './DecisionCard.module.css';

/** A list of things that the person has to decide. Its children are DecisionCards. */
export const DecisionCards = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul className={styles.cards} aria-label={label}>
    {children}
  </ul>
);

interface DecisionCardProps {
  /** One quiet line above the name. */
  about: ReactNode;
  name: string;
  heading: 'h2' | 'h3';
  /** Marked at its side. */
  urgent?: boolean;
  children: ReactNode;
}

/** One thing to decide: what it is, what there is to know, the ways to choose from. */
export const DecisionCard = ({ about, name, heading: Heading, urgent = false, children }: DecisionCardProps) => (
  <li className={styles.card} data-urgent={urgent || undefined}>
    <div>
      <p className={styles.about}>{about}</p>
      <Heading className={styles.name}>{name}</Heading>
    </div>
    {children}
  </li>
);
