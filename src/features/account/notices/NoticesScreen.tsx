import { useEffect, useEffectEvent } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { hasLosses } from '../../../domain/sync/recovery-losses.ts';
import { markNotices } from '../../../data/notices/notices.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { IconAlertCircle, IconCircleCheck } from '../../../ui/icons.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader } from '../../../ui/Page.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { hideToast } from '../../../ui/toast.tsx';
import { useIsPhone } from '../../../ui/use-is-phone.ts';
import styles from './Notices.module.css';
import { noticeMessageOf } from './messages.ts';
import { type Notice, useNotices } from './notices.ts';
import { SYNC_ACTIONS, NOTICE_TOAST, useSyncAction } from './use-sync-action.ts';

/** All notices, each with what the person can do about it. */
export const NoticesScreen = () => {
  const notices = useNotices();
  const phone = useIsPhone();
  useMarkNoticesSeen(notices ?? []);
  return (
    <Page>
      <PageHeader title="Notices" {...(phone && { back: { to: '/more', label: 'More' } })} />
      {!notices ? (
        <SkeletonRows />
      ) : notices.length === 0 ? (
        <EmptyState icon={<IconCircleCheck size={24} aria-hidden />}>No notices. Sync problems appear here.</EmptyState>
      ) : (
        <ul className={styles.notices} aria-label="Notices">
          {notices.map((notice) => (
            <NoticeCard key={notice.kind} notice={notice} />
          ))}
        </ul>
      )}
    </Page>
  );
};

const NoticeCard = ({ notice }: { notice: Notice }) => {
  const runAction = useSyncAction();
  const { title, details, action, eventLabel } = noticeMessageOf(notice);
  const { label, to } = SYNC_ACTIONS[action];
  const isGood =
    notice.kind === 'repaired' ||
    notice.kind === 'handover' ||
    (notice.kind === 'recovered' && !hasLosses(notice.losses));
  const Icon = isGood ? IconCircleCheck : IconAlertCircle;
  return (
    <li className={styles.notice}>
      <Icon size={20} className={styles.icon} data-good={isGood || undefined} aria-hidden />
      <div className={styles.text}>
        <h2 className={styles.title}>{title}</h2>
        <p>{details}</p>
        <p className={styles.when}>
          {eventLabel} {notice.at === null ? 'never' : <RelativeTime instant={notice.at} />}
        </p>
      </div>
      {to ? (
        <ButtonLink to={to} variant="default" className={styles.action ?? ''}>
          {label}
        </ButtonLink>
      ) : (
        <Button variant="default" className={styles.action ?? ''} onClick={() => runAction(action, notice)}>
          {label}
        </Button>
      )}
    </li>
  );
};

const useMarkNoticesSeen = (notices: readonly Notice[]): void => {
  const db = useDatabase();
  const unseen = notices.filter(({ isNew }) => isNew);
  const markSeen = useEffectEvent(() => {
    // If it fails, the next visit marks them.
    markNotices(db, 'seen', unseen).catch(() => undefined);
  });
  useEffect(() => {
    hideToast(NOTICE_TOAST);
  }, []);
  const unseenKey = unseen.map(({ kind, mark }) => `${kind} ${mark}`).join();
  useEffect(() => {
    if (unseenKey !== '') markSeen();
  }, [unseenKey]);
};
