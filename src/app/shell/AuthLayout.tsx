import { Outlet } from '@tanstack/react-router';
import { Brand } from '../../ui/Brand.tsx';
import { LocalStorageNotice } from './StorageNotices.tsx';
import styles from './AuthLayout.module.css';

/** The frame of the screens before the sign-in. */
export const AuthLayout = (): React.ReactNode => (
  <AuthFrame>
    <Outlet />
  </AuthFrame>
);

export const AuthFrame = ({ children }: { children: React.ReactNode }) => (
  <div className={styles.shell}>
    <LocalStorageNotice />
    <header className={styles.header}>
      <Brand />
    </header>
    <main className={styles.main}>{children}</main>
  </div>
);
