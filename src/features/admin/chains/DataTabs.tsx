import { Link } from '@tanstack/react-router';
import styles from './DataTabs.module.css';

/** The screens about chains and partners. */
export const DataTabs = () => (
  <nav className={styles.tabs} aria-label="Data">
    {TABS.map(({ to, label }) => (
      <Link key={to} to={to} className={styles.tab} activeOptions={{ exact: true, includeSearch: false }}>
        {label}
      </Link>
    ))}
  </nav>
);

const TABS = [
  { to: '/admin/chains', label: 'Chains' },
  { to: '/admin/chains/runs', label: 'Runs' },
  { to: '/admin/chains/timetable', label: 'Timetable' },
  { to: '/admin/partners', label: 'Partners' },
  { to: '/admin/chains/mails', label: 'Mail' },
] as const;
