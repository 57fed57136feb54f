import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { IconBell } from '../../ui/icons.ts';
import styles from './NoticeBell.module.css';
import { useNotices } from './use-notices.ts';

const NoticeTeller = lazy(() => import('./NoticeTeller.tsx').then((module) => ({ default: module.NoticeTeller })));

/** Leads to the notices, says whether there are new ones, and tells of each once. */
export const NoticeBell = () => {
  const notices = useNotices() ?? [];
  const unseen = notices.filter(({ isNew }) => isNew).length;
  const untold = notices.filter(({ isUntold }) => isUntold);
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
      {untold.length > 0 && (
        <Suspense>
          <NoticeTeller untold={untold} />
        </Suspense>
      )}
    </>
  );
};
