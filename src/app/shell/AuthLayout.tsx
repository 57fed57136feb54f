import { Outlet } from '@tanstack/react-router';
import { Brand } from '../../ui/Brand.tsx';
import styles from './AuthLayout.module.css';

/** The frame of the screens before the sign-in. */
export const AuthLayout = (): React.ReactNode => (
  <div className={styles.shell}>
    <header className={styles.header}>
      <Brand />
    </header>
    <main className={styles.main}>
      <Outlet />
    </main>
  </div>
);
