import { Link } from '@tanstack/react-router';
import type { ProgramOffer } from '../../../domain/programs/version.ts';
import { PROGRAM_KIND_LABELS, priceLabel } from '../../../shared/programs/program-labels.ts';
import styles from './Gallery.module.css';
import { offerSummary, enrollmentCountLabel } from '../../../shared/programs/offer-labels.ts';
import { joinDetails } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';

/** A program of the gallery, with a link to its page. */
export const OfferCard = ({ offer }: { offer: ProgramOffer }) => (
  <li>
    <Link to="/gallery/$version" params={{ version: offer.version_id }} className={styles.card}>
      <span className={styles.cardTop}>
        <span className={styles.cardTitle} dir="auto">
          {formatName(offer.title)}
        </span>
        <span className={styles.price} data-free={offer.price === null || undefined}>
          {priceLabel(offer)}
        </span>
      </span>
      <span className={styles.quiet}>
        {joinDetails(offer.coach && `By ${offer.coach}`, PROGRAM_KIND_LABELS[offer.kind])}
      </span>
      {offer.description && (
        <span className={styles.cardText} dir="auto">
          {offer.description}
        </span>
      )}
      <span className={styles.cardFooter}>
        <span>{offerSummary(offer)}</span>
        {offer.uses > 0 && <span className={styles.uses}>{enrollmentCountLabel(offer.uses)}</span>}
      </span>
    </Link>
  </li>
);
