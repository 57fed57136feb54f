import { useDocumentVisibility } from '@mantine/hooks';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { useSession } from '../../../api/session.ts';
import { markNotices } from '../../../data/notices/notices.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { plural } from '../../../ui/format.ts';
import { showToast } from '../../../ui/toast.tsx';
import { noticeMessageOf } from './messages.ts';
import type { Notice } from './notices.ts';
import { SYNC_ACTIONS, NOTICE_TOAST, useSyncAction } from './use-sync-action.ts';

/** Problems that pass within this time are not announced. */
const NOTIFY_DELAY_MS = 3_000;

/** After a long time offline, overdue changes are usually sent within this time. */
const OVERDUE_NOTIFY_DELAY_MS = 60_000;

/** Announces each notice by a toast, once on this device and only in a visible tab. */
export const NoticeNotifier = ({ unannounced }: { unannounced: readonly Notice[] }) => {
  const isVisible = useDocumentVisibility() === 'visible';
  const overdue = unannounced.filter(({ coversUntilNow }) => coversUntilNow);
  const others = unannounced.filter(({ coversUntilNow }) => !coversUntilNow);
  if (!isVisible) return null;
  return (
    <>
      {others.length > 0 && <DelayedNoticeToast notices={others} afterMs={NOTIFY_DELAY_MS} />}
      {overdue.length > 0 && <DelayedNoticeToast notices={overdue} afterMs={OVERDUE_NOTIFY_DELAY_MS} />}
    </>
  );
};

const DelayedNoticeToast = ({ notices, afterMs }: { notices: readonly Notice[]; afterMs: number }) => {
  const db = useDatabase();
  const runAction = useSyncAction();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const connected = useSession((session) => session.connected);
  const isOnScreen = ({ kind, paths }: Notice): boolean =>
    paths.some((path) => pathname.includes(path)) ||
    kind === 'failed-removed' ||
    (kind === 'failed-unauthorized' && !connected);

  const notify = useEffectEvent(async () => {
    await markNotices(db, 'seen', notices.filter(isOnScreen));
    const unannounced = await markNotices(
      db,
      'announced',
      notices.filter((notice) => !isOnScreen(notice)),
    );
    const [first, ...others] = unannounced;
    if (!first) return;
    const { title, action } = noticeMessageOf(first);
    if (others.length === 0) showNoticeToast(title, SYNC_ACTIONS[action].label, () => runAction(action, first));
    else
      showNoticeToast(
        `${plural(unannounced.length, 'notice')} about syncing.`,
        'Show',
        () => void navigate({ to: '/notices' }),
      );
  });

  const noticeKey = notices.map(({ kind, mark, coversUntilNow }) => (coversUntilNow ? kind : `${kind} ${mark}`)).join();
  useEffect(() => {
    // A notice whose mark cannot be stored is not announced: the sync indicator shows the trouble with the storage.
    const timer = setTimeout(() => void notify().catch(() => undefined), afterMs);
    return () => {
      clearTimeout(timer);
    };
  }, [noticeKey, afterMs]);
  return null;
};

const showNoticeToast = (message: string, label: string, onAction: () => void): void => {
  showToast(message, { id: NOTICE_TOAST, actions: [{ label, onAction }] });
};
