import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { ActionIcon } from '../../../ui/Button.tsx';
import { IconBell } from '../../../ui/icons.ts';
import { lazyComponent } from '../../../ui/lazy-component.tsx';
import { MissingSilently } from '../../../ui/MissingCode.tsx';
import styles from './NoticeBell.module.css';
import { useNotices } from './notices.ts';

const NoticeNotifier = lazyComponent(
  async () => (await import('./NoticeNotifier.tsx')).NoticeNotifier,
  MissingSilently,
);

/** Links to the notices, marks whether there are new ones, and announces each once by a toast. */
export const NoticeBell = () => {
  const notices = useNotices() ?? [];
  const unseen = notices.filter(({ isNew }) => isNew).length;
  const unannounced = notices.filter(({ isUnannounced }) => isUnannounced);
  return (
    <>
      <ActionIcon
        component={Link}
        to="/notices"
        className={styles.bell ?? ''}
        aria-label={unseen > 0 ? `Notices, ${String(unseen)} new` : 'Notices'}
      >
        <IconBell size={20} aria-hidden />
        {unseen > 0 && <span className={styles.dot} />}
      </ActionIcon>
      {unannounced.length > 0 && (
        <Suspense>
          <NoticeNotifier unannounced={unannounced} />
        </Suspense>
      )}
    </>
  );
};
