import { Notifications, useNotifications } from '@mantine/notifications';
import { useEffect } from 'react';
import styles from './Toasts.module.css';

/** How near the end of the page counts as its end, in pixels: what a toast would cover. */
const END_PX = 128;

/** Toasts never cover what is pressed next: the bottom bar, a sheet's buttons or a dialog's, or the end of a page. */
export const Toasts = () => {
  const hasToasts = useNotifications().notifications.length > 0;
  useEffect(() => {
    const { scrollHeight, scrollTop, clientHeight } = document.documentElement;
    // The page has become longer by the room of the toast, which is below what was at its end.
    if (hasToasts && scrollHeight - clientHeight - scrollTop < END_PX) window.scrollTo({ top: scrollHeight });
  }, [hasToasts]);
  return (
    <Notifications
      className={styles.area ?? ''}
      position="bottom-left"
      limit={3}
      autoClose={5_000}
      containerWidth={400}
      withinPortal={false}
    />
  );
};
