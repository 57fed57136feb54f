import { createLink } from '@tanstack/react-router';
import styles from './QuietLink.module.css';

/** A link as small text that still is a whole thumb high: the corner of a section, the line under a field. */
export const QuietLink = createLink((props: React.AnchorHTMLAttributes<HTMLAnchorElement>) => (
  <a {...props} className={styles.link} />
));
