import { type ReactNode, useEffect, useRef } from 'react';
import { IconAlertCircle } from './icons.ts';
import styles from './ErrorNotice.module.css';

interface ErrorNoticeProps {
  /** What happened, as a short sentence. */
  title: string;
  /** What was kept and what to do. */
  children?: ReactNode;
  /** The button that does it. */
  action?: ReactNode;
  tone?: 'bad' | 'warn' | 'info';
}

/** Announced to screen readers when it appears; in a sheet or dialog, an error is scrolled into view. */
export const ErrorNotice = ({ title, children, action, tone = 'bad' }: ErrorNoticeProps) => {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Below the fields of a long form it would appear out of sight.
    if (tone === 'bad' && notice.current?.closest('[role="dialog"]'))
      notice.current.scrollIntoView({ block: 'nearest' });
  }, [tone, title]);
  return (
    <div ref={notice} className={styles.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <IconAlertCircle size={20} className={styles.noticeIcon} aria-hidden />
      <div className={styles.noticeText}>
        <strong className={styles.noticeTitle}>{title}</strong>
        {children && <div>{children}</div>}
        {action && <div className={styles.noticeAction}>{action}</div>}
      </div>
    </div>
  );
};
