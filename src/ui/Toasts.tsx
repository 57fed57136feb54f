import { Notifications } from '@mantine/notifications';
import styles from './Toasts.module.css';

/** Toasts appear above the bottom bar on a phone, in the lower right corner on a desktop. */
export const Toasts = () => (
  <Notifications
    className={styles.area ?? ''}
    position="bottom-right"
    limit={3}
    autoClose={5_000}
    containerWidth={400}
    withinPortal={false}
  />
);
