import { Link, type LinkProps } from '@tanstack/react-router';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { IconChevronRight } from './icons.ts';
import { BreakableText } from './BreakableText.tsx';
import { formatDetail, formatName } from './format-name.ts';
import { joinClasses } from './join-classes.ts';
import styles from './ListRows.module.css';

/** A list on a raised surface. Its children are ListRow or another `li`. */
export const ListRows = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul className={styles.rows} aria-label={label}>
    {children}
  </ul>
);

export interface ListRowProps {
  title: ReactNode;
  detail?: ReactNode;
  /** A badge or an icon on the left. */
  leading?: ReactNode;
  /** A control on the left, outside the row's link or button. */
  control?: ReactNode;
  /** A value or a control on the right. Controls need a row without `link` and `onClick`. */
  trailing?: ReactNode;
  /** Controls on the right, outside the row's link or button. */
  action?: ReactNode;
  /** For example `{ to: '/leads/$id', params: { id } }`. */
  link?: LinkProps;
  onClick?: () => void;
  /** Struck through and muted: cancelled, archived. */
  muted?: boolean;
  /** Props of the `li` itself, such as those that make it draggable. */
  itemProps?: ComponentPropsWithRef<'li'>;
}

/** One row of a list, with at most one link or action of its own. */
export const ListRow = ({
  title,
  detail,
  leading,
  control,
  trailing,
  action,
  link,
  onClick,
  muted,
  itemProps,
}: ListRowProps) => {
  const body = (
    <>
      {leading && <span className={styles.leading}>{leading}</span>}
      <span className={styles.contents}>
        <span className={styles.text}>
          <span className={styles.title} data-muted={muted || undefined} dir="auto">
            {typeof title === 'string' ? <BreakableText text={formatName(title)} /> : title}
          </span>
          {detail && (
            <span className={styles.detail}>
              {typeof detail === 'string' ? <BreakableText text={formatDetail(detail)} /> : detail}
            </span>
          )}
        </span>
        {trailing && <span className={styles.trailing}>{trailing}</span>}
      </span>
      {link && !action && <IconChevronRight size={18} className={styles.chevron} aria-hidden />}
    </>
  );
  return (
    <li {...itemProps} className={joinClasses(styles.row, itemProps?.className)}>
      {control}
      {link ? (
        <Link {...link} className={styles.body}>
          {body}
        </Link>
      ) : onClick ? (
        <button type="button" className={styles.body} onClick={onClick}>
          {body}
        </button>
      ) : (
        <div className={styles.body}>{body}</div>
      )}
      {action && <span className={styles.action}>{action}</span>}
    </li>
  );
};
