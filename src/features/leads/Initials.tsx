import styles from './Leads.module.css';

/** A person's initials on a soft square, as decoration beside their name. */
export const Initials = ({ name }: { name: string }) => (
  <span className={styles.initials} aria-hidden>
    {name
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, 2)
      .map((word) => /^./u.exec(word)?.[0].toUpperCase())
      .join('')}
  </span>
);
