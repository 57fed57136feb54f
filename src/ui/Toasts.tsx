import { Notifications } from '@mantine/notifications';
import styles from './Toasts.module.css';

/** Toasts never cover what is pressed next: the bottom bar, a sheet's buttons or a dialog's. */
export const Toasts = () => (
  <Notifications
    className={styles.area ?? ''}
    position="bottom-left"
    limit={3}
    autoClose={5_000}
    containerWidth={400}
    withinPortal={false}
  />
);
