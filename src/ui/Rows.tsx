import { Link, type LinkProps } from '@tanstack/react-router';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { IconChevronRight } from './icons.ts';
import styles from './Rows.module.css';

/** A list on a raised surface. Its children are Rows. */
export const Rows = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul className={styles.rows} aria-label={label}>
    {children}
  </ul>
);

export interface RowProps {
  title: ReactNode;
  detail?: ReactNode;
  /** A badge or an icon at the left. */
  leading?: ReactNode;
  /** A control at the left that does something of its own, outside the row's link or button. */
  control?: ReactNode;
  /** A value or a control at the right. Controls need a row without `link` and `onClick`. */
  trailing?: ReactNode;
  /** A control at the right that does something of its own, outside the row's link or button. */
  beside?: ReactNode;
  /** Where the row leads, e.g. `{ to: '/leads/$id', params: { id } }`. */
  link?: LinkProps;
  onClick?: () => void;
  /** Crossed out and quiet: cancelled, archived. */
  muted?: boolean;
  /** Goes to the list item itself: what makes it draggable. */
  item?: ComponentPropsWithRef<'li'>;
}

/** One line of a list: what it is, a quiet detail, and at most one place that it leads to. */
export const Row = ({ title, detail, leading, control, trailing, beside, link, onClick, muted, item }: RowProps) => {
  const inside = (
    <>
      {leading && <span className={styles.leading}>{leading}</span>}
      <span className={styles.text}>
        <span className={styles.title} data-muted={muted || undefined}>
          {title}
        </span>
        {detail && <span className={styles.detail}>{detail}</span>}
      </span>
      {trailing && <span className={styles.trailing}>{trailing}</span>}
      {link && !beside && <IconChevronRight size={18} className={styles.chevron} aria-hidden />}
    </>
  );
  return (
    <li {...item} className={[styles.row, item?.className].filter(Boolean).join(' ')}>
      {control}
      {link ? (
        <Link {...link} className={styles.body}>
          {inside}
        </Link>
      ) : onClick ? (
        <button type="button" className={styles.body} onClick={onClick}>
          {inside}
        </button>
      ) : (
        <div className={styles.body}>{inside}</div>
      )}
      {beside}
    </li>
  );
};
