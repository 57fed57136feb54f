import { createLink } from '@tanstack/react-router';
import styles from './QuietLink.module.css';

/** A link in small text that still is as high as a tap target: beside a section's title, under a field. */
export const QuietLink = createLink((props: React.AnchorHTMLAttributes<HTMLAnchorElement>) => (
  <a {...props} className={styles.link} />
));
