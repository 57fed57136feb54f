import { Button } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { markNotices } from '../../store/notices.ts';
import { useStore } from '../../store/react.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { IconAlertCircle, IconCircleCheck } from '../../ui/icons.ts';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader } from '../../ui/Page.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { hideToast } from '../../ui/toast.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import styles from './Notices.module.css';
import { wordsOf } from './notice-words.ts';
import type { Notice } from './notices.ts';
import { useNotices } from './use-notices.ts';
import { DEEDS, NOTICE_TOAST, useSyncAct } from './use-sync-act.ts';

/** What there is to tell of sync, each with what can be done about it. */
export const NoticesScreen = () => {
  const notices = useNotices();
  const phone = usePhone();
  useSeen(notices ?? []);
  return (
    <Page>
      <PageHeader title="Notices" {...(phone && { back: { to: '/more', label: 'More' } })} />
      {!notices ? (
        <SkeletonRows />
      ) : notices.length === 0 ? (
        <EmptyState icon={<IconCircleCheck size={24} aria-hidden />}>
          No notices. If something keeps your work from the cloud, it says so here.
        </EmptyState>
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
  const act = useSyncAct();
  const { what, details, action, event } = wordsOf(notice);
  const { label, to } = DEEDS[action];
  const isGood = notice.kind === 'repaired';
  const Icon = isGood ? IconCircleCheck : IconAlertCircle;
  return (
    <li className={styles.notice}>
      <Icon size={20} className={styles.icon} data-good={isGood || undefined} aria-hidden />
      <div className={styles.words}>
        <h2 className={styles.what}>{what}</h2>
        <p>{details}</p>
        <p className={styles.when}>
          {event} {notice.at === null ? 'never' : <RelativeTime instant={notice.at} />}
        </p>
      </div>
      {to ? (
        <ButtonLink to={to} variant="default" className={styles.action ?? ''}>
          {label}
        </ButtonLink>
      ) : (
        <Button variant="default" className={styles.action ?? ''} onClick={() => act(action, notice)}>
          {label}
        </Button>
      )}
    </li>
  );
};

/** What is on this screen has been seen. */
const useSeen = (notices: readonly Notice[]): void => {
  const db = useStore();
  const unseen = notices.filter(({ isNew }) => isNew);
  const markSeen = useEffectEvent(() => {
    // It is marked again at the next visit.
    markNotices(db, 'seen', unseen).catch(() => undefined);
  });
  useEffect(() => {
    hideToast(NOTICE_TOAST);
  }, []);
  const occasion = unseen.map(({ kind, mark }) => `${kind} ${mark}`).join();
  useEffect(() => {
    if (occasion !== '') markSeen();
  }, [occasion]);
};
