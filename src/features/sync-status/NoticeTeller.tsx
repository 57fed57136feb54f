import { useDocumentVisibility } from '@mantine/hooks';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { useSession } from '../../remote/session.ts';
import { markNotices } from '../../store/notices.ts';
import { useStore } from '../../store/react.ts';
import { plural } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';
import { wordsOf } from './notice-words.ts';
import type { Notice } from './notices.ts';
import { DEEDS, NOTICE_TOAST, useSyncAct } from './use-sync-act.ts';

/** What passes within this time is not told. */
const HOLD_MS = 3_000;

/** Work that has waited for long is mostly on its way when there is a connection again. */
const OVERDUE_HOLD_MS = 60_000;

/** Tells of each notice by a toast, once on this device and in a tab that the person looks at. */
export const NoticeTeller = ({ untold }: { untold: readonly Notice[] }) => {
  const isVisible = useDocumentVisibility() === 'visible';
  const overdue = untold.filter(({ untilNow }) => untilNow);
  const others = untold.filter(({ untilNow }) => !untilNow);
  if (!isVisible) return null;
  return (
    <>
      {others.length > 0 && <Telling notices={others} afterMs={HOLD_MS} />}
      {overdue.length > 0 && <Telling notices={overdue} afterMs={OVERDUE_HOLD_MS} />}
    </>
  );
};

const Telling = ({ notices, afterMs }: { notices: readonly Notice[]; afterMs: number }) => {
  const db = useStore();
  const act = useSyncAct();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const connected = useSession((session) => session.connected);
  const isOnScreen = ({ kind, places }: Notice): boolean =>
    places.some((place) => pathname.includes(place)) || (kind === 'failed-unauthorized' && !connected);

  const tell = useEffectEvent(async () => {
    await markNotices(db, 'seen', notices.filter(isOnScreen));
    const news = await markNotices(
      db,
      'told',
      notices.filter((notice) => !isOnScreen(notice)),
    );
    const [first, ...others] = news;
    if (!first) return;
    const { what, action } = wordsOf(first);
    if (others.length === 0) showNotice(what, DEEDS[action].label, () => act(action, first));
    else showNotice(`${plural(news.length, 'notice')} about syncing.`, 'Show', () => void navigate({ to: '/notices' }));
  });

  const occasion = notices.map(({ kind, mark, untilNow }) => (untilNow ? kind : `${kind} ${mark}`)).join();
  useEffect(() => {
    // Where the device cannot keep what was told, nothing is: the indicator says that it has trouble with its storage.
    const timer = setTimeout(() => void tell().catch(() => undefined), afterMs);
    return () => {
      clearTimeout(timer);
    };
  }, [occasion, afterMs]);
  return null;
};

const showNotice = (what: string, label: string, onAction: () => void): void => {
  showToast(what, { id: NOTICE_TOAST, actions: [{ label, onAction }] });
};
