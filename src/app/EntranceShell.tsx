import { Outlet } from '@tanstack/react-router';
import { Brand } from '../ui/Brand.tsx';
import styles from './EntranceShell.module.css';

/** The frame of the screens before the sign-in. */
export const EntranceShell = (): React.ReactNode => (
  <div className={styles.shell}>
    <header className={styles.head}>
      <Brand />
    </header>
    <main className={styles.main}>
      <Outlet />
    </main>
  </div>
);
