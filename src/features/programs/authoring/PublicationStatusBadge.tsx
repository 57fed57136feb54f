import type { PublicationStatus } from '../../../shared/programs/publication-status.ts';
import styles from './PublicationStatusBadge.module.css';

const PUBLICATION_STATUS_LABELS: Record<PublicationStatus['state'], string> = {
  draft: 'Draft',
  published: 'Published',
  edited: 'Unpublished changes',
};

export const PublicationStatusBadge = ({ state }: Pick<PublicationStatus, 'state'>) => (
  <span className={styles.status} data-state={state}>
    {PUBLICATION_STATUS_LABELS[state]}
  </span>
);
