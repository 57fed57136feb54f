import { Link } from '@tanstack/react-router';
import type { ProgramOffer } from '../../domain/program-version.ts';
import { KINDS, priceText } from '../../ui/program-words.ts';
import styles from './Gallery.module.css';
import { offerFacts, usesText } from './words.ts';

/** A program of the gallery in short; it leads to the whole of it. */
export const OfferCard = ({ offer }: { offer: ProgramOffer }) => (
  <li>
    <Link to="/gallery/$version" params={{ version: offer.version_id }} className={styles.card}>
      <span className={styles.cardTop}>
        <span className={styles.cardTitle}>{offer.title}</span>
        <span className={styles.price} data-free={offer.price === null || undefined}>
          {priceText(offer)}
        </span>
      </span>
      <span className={styles.quiet}>
        {[offer.coach && `By ${offer.coach}`, KINDS[offer.kind]].filter(Boolean).join(' · ')}
      </span>
      {offer.description && <span className={styles.cardText}>{offer.description}</span>}
      <span className={styles.cardFoot}>
        <span>{offerFacts(offer)}</span>
        {offer.uses > 0 && <span className={styles.uses}>{usesText(offer.uses)}</span>}
      </span>
    </Link>
  </li>
);
